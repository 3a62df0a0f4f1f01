package io.modelops.statistics;

/**
 * The L-infinity (Chebyshev) distance of two binned samples: the largest change of the share of any bin. It says at once
 * how much the category that changed most has changed. No smoothing.
 */
public final class LInfinity {
    private LInfinity() {}

    /**
     * Returns the distance {@code max |p - q|}, a metric.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return a number in 0..1, symmetric in the two samples; {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double distance(long[] reference, long[] current) {
        return Shares.largest(reference, current, (p, q) -> Math.abs(p - q));
    }
}
