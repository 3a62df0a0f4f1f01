package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * The Kullback–Leibler divergence of two binned samples, in nats. It is not symmetric; {@link PopulationStability} is the
 * sum of its two directions.
 *
 * <p>Shares are smoothed as for {@link PopulationStability}: {@code (count + 0.5) / (n + 0.5 B)} over the B bins that
 * hold a value of either sample, so that an empty bin on one side keeps the divergence finite.
 */
public final class KullbackLeibler {
    private KullbackLeibler() {}

    /**
     * Returns the divergence {@code Σ q ln(q / p)} of the current shares q from the reference shares p: how many nats a
     * value of the current sample is more surprising, in the mean, to whoever expects the reference.
     *
     * @param reference the counts of the reference sample, one per bin
     * @param current the counts of the current sample, one per bin
     * @return 0 or more; 0 when all values are in one bin, {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double divergence(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        double n = Arguments.total("reference", reference);
        double m = Arguments.total("current", current);
        if (n == 0 || m == 0) {
            return Double.NaN;
        }
        int occupied = PopulationStability.occupiedBins(reference, current);
        double sum = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + current[bin] > 0) {
                double p = (reference[bin] + 0.5) / (n + 0.5 * occupied);
                double q = (current[bin] + 0.5) / (m + 0.5 * occupied);
                sum += q * Math.log(q / p);
            }
        }
        return Math.max(0, sum); // rounding may leave equal shares a hair below 0
    }
}
