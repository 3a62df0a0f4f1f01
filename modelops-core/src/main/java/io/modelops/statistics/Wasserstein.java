package io.modelops.statistics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The Wasserstein-1 (earth mover's) distance of two samples in units of the spread of the reference, made robust: the
 * plain distance divided by a standard deviation can be driven to any value by one outlier.
 */
public final class Wasserstein {
    /** The interquartile range of the standard normal distribution: turns a range into a standard deviation. */
    static final double NORMAL_INTERQUARTILE_RANGE = 1.3489795003921634;

    private static final double TAIL = 0.001;

    private Wasserstein() {}

    /**
     * Returns the distance {@code ∫ |F - G|} of the two samples, both clamped to the 0.001 and 0.999 quantiles of the
     * reference, divided by the interquartile range of the reference / 1.349; roughly "the mean shift in standard
     * deviations".
     *
     * <p>When half of the reference is one value, the standard deviation of the clamped reference takes the place of the
     * interquartile range. When that is 0 as well, nothing can be a unit, and the result is the share of current values
     * that differ from the median of the reference. {@code NaN} counts as missing and is left out. Infinite current
     * values are clamped like any other; if more than a thousandth of the reference is infinite on one side, a quantile
     * to clamp to is infinite and so may be the distance.
     *
     * @param reference the reference values in any order; not modified
     * @param current the current values in any order; not modified
     * @return 0 or more; {@code NaN} when either sample has no value, or a quartile of the reference is infinite
     */
    public static double robust(double[] reference, double[] current) {
        double[] x = Quantiles.sortedWithoutMissing(reference);
        double[] y = Quantiles.sortedWithoutMissing(current);
        if (x.length == 0 || y.length == 0) {
            return Double.NaN;
        }
        double low = Quantiles.ofSorted(x, TAIL);
        double high = Quantiles.ofSorted(x, 1 - TAIL);
        double median = Quantiles.ofSorted(x, 0.5);
        double range = Quantiles.ofSorted(x, 0.75) - Quantiles.ofSorted(x, 0.25);
        double shareOfOthers =
                (double) Arrays.stream(y).filter(value -> value != median).count() / y.length;
        DoubleUnaryOperator clamp = value -> Math.min(high, Math.max(low, value));
        x = Arrays.stream(x).map(clamp).toArray();
        y = Arrays.stream(y).map(clamp).toArray();
        double unit = range == 0 ? Math.sqrt(Moments.of(x).populationVariance()) : range / NORMAL_INTERQUARTILE_RANGE;
        if (!Double.isFinite(unit)) {
            return Double.NaN;
        }
        return unit == 0 ? shareOfOthers : areaBetween(x, y) / unit;
    }

    /**
     * Returns about the same distance from counts, which can be added up across threads and machines: between two edges
     * values are taken as evenly spread, and values beyond the outermost edges as lying at these edges. For the range of
     * {@link #robust(double[], double[])} let the edges begin at the 0.001 quantile of the reference and end at its
     * 0.999 quantile; what lies beyond the outermost edges is only seen as far as it crosses them.
     *
     * <p>Bins of a single value are taken as that value, so for a column of few values, each with a bin of its own, the
     * distance is exact. Without any spread in the reference the result is the share of current values outside the bin
     * of the reference's median. Missing values are left out.
     *
     * @param binning the bins
     * @param reference the counts of the reference sample, one per bin
     * @param current the counts of the current sample, one per bin
     * @return 0 or more; {@code NaN} when either sample has no value, when there are fewer than two edges to measure with,
     *     or when the spread of the reference exceeds the largest double
     * @throws IllegalArgumentException if there is not one count per bin, or a count is negative
     */
    public static double robust(Binning binning, long[] reference, long[] current) {
        return new BinnedWasserstein(BinnedPair.of(binning, reference, current)).distance();
    }

    private static double areaBetween(double[] x, double[] y) {
        double area = 0;
        double previous = Math.min(x[0], y[0]);
        for (int i = 0, j = 0; i < x.length || j < y.length; ) {
            double value = Math.min(i < x.length ? x[i] : y[j], j < y.length ? y[j] : x[i]);
            double difference = Math.abs((double) i / x.length - (double) j / y.length);
            area += difference == 0 ? 0 : difference * (value - previous);
            previous = value;
            while (i < x.length && x[i] <= value) {
                i++;
            }
            while (j < y.length && y[j] <= value) {
                j++;
            }
        }
        return area;
    }
}
