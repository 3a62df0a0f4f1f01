package io.modelops.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The two-sample Cramér–von Mises test of raw values (Anderson, 1962): the squared difference of the two empirical
 * distribution functions, over all values and not only where it is largest as for {@link KolmogorovSmirnov}; it finds
 * shifts of location more readily.
 *
 * <p>The p-value is exact, for values without ties, when neither sample has more than ten values, else that of the
 * limiting distribution fitted to the exact mean and variance, to about fifteen decimals. Ties get midranks, as in SciPy.
 *
 * @param statistic the criterion T, above 0; {@code NaN} when either sample has no value
 * @param pValue the probability of a criterion this large when nothing changed; {@code NaN} when either sample has no
 *     value
 * @param referenceSize the number of reference values that are not missing
 * @param currentSize the number of current values that are not missing
 */
public record CramerVonMises(double statistic, double pValue, long referenceSize, long currentSize)
        implements Significance {
    private static final int EXACT_UP_TO = 10;

    /**
     * Compares two samples. {@code NaN} counts as missing and is left out; infinities are ordered like other values.
     *
     * @param reference the values of one sample in any order; not modified
     * @param current the values of the other sample in any order; not modified
     * @return the result; symmetric in the two samples
     */
    public static CramerVonMises of(double[] reference, double[] current) {
        double[] x = Quantiles.sortedWithoutMissing(reference);
        double[] y = Quantiles.sortedWithoutMissing(current);
        if (x.length == 0 || y.length == 0) {
            return new CramerVonMises(Double.NaN, Double.NaN, x.length, y.length);
        }
        double n = x.length;
        double m = y.length;
        double sum = n * squaredRankGaps(x, y) + m * squaredRankGaps(y, x);
        double statistic = sum / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m));
        double pValue = Math.max(n, m) <= EXACT_UP_TO
                ? exact(statistic, x.length, y.length)
                : 1 - limiting(standardised(statistic, n, m));
        return new CramerVonMises(statistic, Math.max(0, Math.min(1, pValue)), x.length, y.length);
    }

    /** The squared differences of the rank of each value among all and its place in its own sample. */
    private static double squaredRankGaps(double[] sorted, double[] others) {
        double sum = 0;
        for (int place = 0; place < sorted.length; place++) {
            double rank = Placements.below(sorted, sorted[place]) + Placements.below(others, sorted[place]) + 0.5;
            double gap = rank - (place + 1);
            sum += gap * gap;
        }
        return sum;
    }

    /** The criterion with the mean and variance of the limiting distribution. */
    private static double standardised(double statistic, double n, double m) {
        double all = n + m;
        double mean = (1 + 1 / all) / 6;
        double variance =
                (all + 1) / (45 * all * all) * (4 * n * m * all - 3 * (n * n + m * m) - 2 * n * m) / (4 * n * m);
        return 1.0 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
    }

    /** The limiting distribution function, by the series of Anderson and Darling (1952) in Bessel functions K of 1/4. */
    private static double limiting(double criterion) {
        if (criterion < 0.003) {
            return 0; // less than 1e-17
        }
        double sum = 0;
        double coefficient = 1 / (Math.PI * Math.sqrt(criterion)); // Γ(k + 1/2) / (k! π^1.5), here of k = 0, / sqrt(x)
        for (int k = 0; k < 50; k++) {
            double y = 4 * k + 1;
            double term = coefficient * Math.sqrt(y) * scaledBessel(y * y / (16 * criterion));
            sum += term;
            if (term < 1e-17 * sum) {
                break;
            }
            coefficient *= (k + 0.5) / (k + 1);
        }
        return sum;
    }

    /** {@code exp(-q) K(q)} of order 1/4, by the trapezoidal rule, which converges exponentially here. */
    private static double scaledBessel(double q) {
        double step = 1.0 / 32;
        double sum = Math.exp(-2 * q) / 2;
        for (int i = 1; ; i++) {
            double t = i * step;
            double term = Math.exp(-q * (1 + Math.cosh(t))) * Math.cosh(t / 4);
            sum += term;
            if (term <= 1e-18 * sum) {
                return sum * step;
            }
        }
    }

    /** The share of all orders of the values with a criterion at least as large, by counting lattice paths. */
    private static double exact(double statistic, int n, int m) {
        long common = (long) n * m / greatestCommonDivisor(n, m);
        long right = common / n;
        long up = common / m;
        double all = (double) n + m;
        long limit = (long) Math.floor(statistic * all * all * common / n * common / m + 1e-6);
        Map<Long, Double>[] column = emptyColumn(m + 1);
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                Map<Long, Double> paths = new HashMap<>();
                if (i == 0 && j == 0) {
                    paths.put(0L, 1.0);
                }
                long gap = right * i - up * j;
                // What has reached the limit can only stay there.
                BiConsumer<Long, Double> goOn =
                        (sum, ways) -> paths.merge(Math.min(limit, sum + gap * gap), ways, Double::sum);
                column[j].forEach(goOn); // from the left
                if (j > 0) {
                    column[j - 1].forEach(goOn);
                }
                column[j] = paths;
            }
        }
        double total = 0;
        double extreme = 0;
        for (Map.Entry<Long, Double> path : column[m].entrySet()) {
            total += path.getValue();
            extreme += path.getKey() >= limit ? path.getValue() : 0;
        }
        return extreme / total;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Long, Double>[] emptyColumn(int size) {
        Map<Long, Double>[] column = new Map[size];
        Arrays.fill(column, Map.of());
        return column;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
