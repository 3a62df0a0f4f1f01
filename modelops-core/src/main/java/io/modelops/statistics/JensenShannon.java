package io.modelops.statistics;

/**
 * The Jensen–Shannon distance and divergence of two binned samples, with logarithms of base 2, so that both lie in 0..1
 * whatever the number of bins. (SciPy's default is base e; its distance is this one times {@code sqrt(ln 2) = 0.8326}.)
 */
public final class JensenShannon {
    private JensenShannon() {}

    /**
     * Returns the distance: the square root of {@link #divergence(long[], long[])}, which makes it a metric.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return a number in 0..1: 0 for equal shares, 1 when no bin is shared; {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double distance(long[] reference, long[] current) {
        return Math.sqrt(divergence(reference, current));
    }

    /**
     * Returns the divergence: the mean Kullback–Leibler divergence, in bits, of the two samples from their mixture.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return a number in 0..1; {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double divergence(long[] reference, long[] current) {
        double nats = Shares.sum(reference, current, (p, q) -> surprise(p, (p + q) / 2) + surprise(q, (p + q) / 2));
        // Rounding may leave equal shares a hair below 0 and disjoint ones a hair above 1.
        return Math.min(1, Math.max(0, nats / (2 * Math.log(2))));
    }

    private static double surprise(double share, double mixture) {
        return share == 0 ? 0 : share * Math.log(share / mixture);
    }
}
