package io.modelops.statistics;

import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * The two-sample, two-sided Kolmogorov–Smirnov test of raw values.
 *
 * <p>The p-value is exact where that is affordable and asymptotic otherwise, as
 * {@code org.apache.commons.statistics.inference.KolmogorovSmirnovTest} decides; it is conservative when values are tied.
 * The test needs the values themselves: a p-value from a quantile sketch is wrong once the error of the sketch is of
 * the order of {@code 1 / sqrt(n)}.
 *
 * @param statistic the largest difference of the two empirical distribution functions, in 0..1; {@code NaN} when
 *     either sample has no value
 * @param pValue the probability of a difference this large when nothing changed; {@code NaN} when either sample has no
 *     value
 * @param referenceSize the number of reference values that are not missing
 * @param currentSize the number of current values that are not missing
 */
public record KolmogorovSmirnov(double statistic, double pValue, long referenceSize, long currentSize)
        implements Significance {

    /**
     * Compares two samples. {@code NaN} counts as missing and is left out; infinities are ordered like other values.
     *
     * @param reference the values of one sample in any order; not modified
     * @param current the values of the other sample in any order; not modified
     * @return the result; symmetric in the two samples
     */
    public static KolmogorovSmirnov of(double[] reference, double[] current) {
        double[] x = Quantiles.sortedWithoutMissing(reference);
        double[] y = Quantiles.sortedWithoutMissing(current);
        if (x.length == 0 || y.length == 0) {
            return new KolmogorovSmirnov(Double.NaN, Double.NaN, x.length, y.length);
        }
        double statistic = largestDifference(x, y);
        double pValue = Math.min(x.length, y.length) == 1
                ? pValueOfSingleValue(statistic, Math.max(x.length, y.length))
                : KolmogorovSmirnovTest.withDefaults().test(x, y).getPValue();
        return new KolmogorovSmirnov(statistic, pValue, x.length, y.length);
    }

    private static double largestDifference(double[] x, double[] y) {
        double largest = 0;
        for (int i = 0, j = 0; i < x.length && j < y.length; ) {
            double value = Math.min(x[i], y[j]);
            while (i < x.length && x[i] <= value) {
                i++;
            }
            while (j < y.length && y[j] <= value) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / x.length - (double) j / y.length));
        }
        return largest;
    }

    /** The rank of a single value among {@code others} is uniform on the {@code others + 1} possible ones. */
    private static double pValueOfSingleValue(double statistic, int others) {
        long steps = Math.round(statistic * others);
        return Math.min(1, 2.0 * (others + 1 - steps) / (others + 1));
    }
}
