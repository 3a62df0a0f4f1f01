package io.modelops.statistics;

/**
 * The total variation distance of two binned samples: the share of the values that would have to change bins to make one
 * sample the other. No smoothing.
 */
public final class TotalVariation {
    private TotalVariation() {}

    /**
     * Returns the distance {@code ½ Σ |p - q|}, a metric.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return a number in 0..1, symmetric in the two samples; {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double distance(long[] reference, long[] current) {
        return Math.min(1, Shares.sum(reference, current, (p, q) -> Math.abs(p - q)) / 2);
    }
}
