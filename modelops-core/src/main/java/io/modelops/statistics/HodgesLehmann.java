package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The estimate of Hodges and Lehmann (1963) for the shift between two samples: the median of all differences of a current
 * and a reference value, with the interval that belongs to {@link MannWhitney}. Unlike a difference of means it hardly
 * notices outliers.
 */
public final class HodgesLehmann {
    /** Below this size of both samples the interval is exact, as in R. */
    private static final int EXACT_BELOW = 50;

    private HodgesLehmann() {}

    /**
     * Returns the shift from the reference to the current sample. Values that are not finite are left out. The work is
     * proportional to the number of values, not of their pairs.
     *
     * <p>The interval is that of R's {@code wilcox.test(current, reference, conf.int = TRUE)}: exact when both samples
     * have fewer than 50 values, else by the normal approximation. With ties it covers more often than it says.
     *
     * @param reference the reference values in any order; not modified
     * @param current the current values in any order; not modified
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval around the estimate; infinite ends when there are too few values for this confidence,
     *     {@code NaN} when either sample has no finite value
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public static Interval shift(double[] reference, double[] current, double confidence) {
        double tail = (1 - Arguments.insideUnitInterval("confidence", confidence)) / 2;
        double[] x = Arrays.stream(reference).filter(Double::isFinite).sorted().toArray();
        double[] y = Arrays.stream(current).filter(Double::isFinite).sorted().toArray();
        if (x.length == 0 || y.length == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN, confidence);
        }
        long pairs = (long) x.length * y.length;
        double lower = difference(x, y, (pairs + 1) / 2);
        double upper = difference(x, y, pairs / 2 + 1);
        double estimate = Double.isInfinite(lower + upper) ? lower / 2 + upper / 2 : (lower + upper) / 2;
        long rank = x.length < EXACT_BELOW && y.length < EXACT_BELOW
                ? exactRank(x.length, y.length, tail)
                : normalRank(x.length, y.length, tail);
        return rank < 1
                ? new Interval(Double.NEGATIVE_INFINITY, estimate, Double.POSITIVE_INFINITY, confidence)
                : new Interval(difference(x, y, rank), estimate, difference(x, y, pairs + 1 - rank), confidence);
    }

    /** Returns the rank-th smallest difference, counted from 1, by bisection over all doubles. */
    private static double difference(double[] x, double[] y, long rank) {
        long low = ordered(y[0] - x[x.length - 1]);
        long high = ordered(y[y.length - 1] - x[0]);
        while (low < high) {
            long middle = low + ((high - low) >>> 1); // without a sign, the width fits
            if (differencesUpTo(x, y, fromOrdered(middle)) >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return fromOrdered(low);
    }

    private static long differencesUpTo(double[] x, double[] y, double limit) {
        long count = 0;
        int first = 0;
        for (double value : y) {
            while (first < x.length && value - x[first] > limit) {
                first++;
            }
            count += x.length - first;
        }
        return count;
    }

    /** A long that is ordered as the double is. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double fromOrdered(long ordered) {
        return Double.longBitsToDouble(ordered ^ ((ordered >> 63) & Long.MAX_VALUE));
    }

    /** The smallest u with P(U <= u) >= tail under the null distribution of the Mann–Whitney statistic. */
    private static long exactRank(int n, int m, double tail) {
        double[] ways = waysOfStatistic(n, m);
        double total = Arrays.stream(ways).sum();
        double sum = 0;
        for (int u = 0; u < ways.length; u++) {
            sum += ways[u];
            if (sum / total >= tail) {
                return u;
            }
        }
        return ways.length;
    }

    /** How many of the orders of n and m values have each statistic: the Gaussian binomial coefficient. */
    private static double[] waysOfStatistic(int n, int m) {
        double[] ways = new double[n * m + 1];
        ways[0] = 1;
        for (int factor = 1; factor <= n; factor++) {
            for (int u = ways.length - 1; u >= m + factor; u--) {
                ways[u] -= ways[u - m - factor];
            }
            for (int u = factor; u < ways.length; u++) {
                ways[u] += ways[u - factor];
            }
        }
        return ways;
    }

    private static long normalRank(int n, int m, double tail) {
        double pairs = (double) n * m;
        double deviation = Math.sqrt(pairs * ((double) n + m + 1) / 12);
        return (long) Math.floor(
                pairs / 2 + deviation * NormalDistribution.of(0, 1).inverseCumulativeProbability(tail) + 0.5);
    }
}
