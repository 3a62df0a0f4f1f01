package io.modelops.statistics;

/** The Hellinger distance of two binned samples: 0 for equal shares, 1 when they share no bin. No smoothing. */
public final class Hellinger {
    private Hellinger() {}

    /**
     * Returns the distance {@code sqrt(1 - Σ sqrt(p q))}, a metric.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return a number in 0..1, symmetric in the two samples; {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double distance(long[] reference, long[] current) {
        // The same as 1 - Σ sqrt(p q), but without losing the digits of a small distance.
        double doubled = Shares.sum(reference, current, (p, q) -> {
            double difference = Math.sqrt(p) - Math.sqrt(q);
            return difference * difference;
        });
        return Math.min(1, Math.sqrt(doubled / 2));
    }
}
