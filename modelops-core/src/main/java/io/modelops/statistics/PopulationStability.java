package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The population stability index (PSI) of two binned samples, with its significance.
 *
 * <p>{@code PSI = Σ (p - q) ln(p / q)} over the B bins that hold a value of either sample; a bin that both leave empty
 * says nothing and is not counted. Shares are smoothed, {@code p = (count + 0.5) / (n + 0.5 B)}, so that an empty bin on
 * one side keeps the index finite. The folklore limits 0.1 and 0.25 take no account of the sizes of the samples; when
 * nothing changed, {@code PSI / (1/n + 1/m)} follows approximately a chi-square distribution with B − 1 degrees of
 * freedom, which gives the p-value and {@link #threshold(double)}. The approximation is good from a few hundred values
 * on; with ten bins and two samples of 200, an alpha of 0.01 alarms in about 1.5 % of the cases.
 *
 * @param value the index, 0 or more; {@code NaN} when either sample is empty
 * @param pValue the probability of an index this large when nothing changed; 1 when all values are in one bin,
 *     {@code NaN} when either sample is empty
 * @param degreesOfFreedom B − 1; 0 when all values are in one bin or both samples are empty
 * @param referenceSize the number n of values of the reference sample
 * @param currentSize the number m of values of the current sample
 */
public record PopulationStability(
        double value, double pValue, int degreesOfFreedom, long referenceSize, long currentSize)
        implements Significance {

    /**
     * Compares two samples that were counted in the same bins.
     *
     * @param reference the counts of the reference sample, one per bin
     * @param current the counts of the current sample, one per bin
     * @return the index; symmetric in the two samples
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static PopulationStability of(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        long n = Arguments.total("reference", reference);
        long m = Arguments.total("current", current);
        int occupied = occupiedBins(reference, current);
        int degreesOfFreedom = Math.max(0, occupied - 1);
        if (n == 0 || m == 0) {
            return new PopulationStability(Double.NaN, Double.NaN, degreesOfFreedom, n, m);
        }
        double value = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + current[bin] > 0) {
                double p = (reference[bin] + 0.5) / (n + 0.5 * occupied);
                double q = (current[bin] + 0.5) / (m + 0.5 * occupied);
                value += (p - q) * Math.log(p / q);
            }
        }
        double pValue = degreesOfFreedom == 0
                ? 1
                : ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(value / scale(n, m));
        return new PopulationStability(value, pValue, degreesOfFreedom, n, m);
    }

    /**
     * Returns the index that samples of these sizes reach with a given probability although nothing changed.
     *
     * @param alpha the accepted probability of a false alarm, above 0 and below 1
     * @return the index to compare {@link #value()} with; 0 when all values are in one bin, {@code NaN} when either
     *     sample is empty
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and below 1
     */
    public double threshold(double alpha) {
        Arguments.insideUnitInterval("alpha", alpha);
        if (referenceSize == 0 || currentSize == 0) {
            return Double.NaN;
        }
        if (degreesOfFreedom == 0) {
            return 0;
        }
        return scale(referenceSize, currentSize)
                * ChiSquaredDistribution.of(degreesOfFreedom).inverseSurvivalProbability(alpha);
    }

    /**
     * Returns the index that samples of given sizes reach with a given probability although nothing changed: what to
     * compare an index with that was computed elsewhere, or to choose a window size by.
     *
     * @param referenceSize the number of values of the reference sample, at least 1
     * @param currentSize the number of values of the current sample, at least 1
     * @param bins the number of bins that hold a value, at least 1
     * @param alpha the accepted probability of a false alarm, above 0 and below 1
     * @return the index; 0 for a single bin
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static double threshold(long referenceSize, long currentSize, int bins, double alpha) {
        if (referenceSize < 1 || currentSize < 1) {
            throw new IllegalArgumentException(
                    "the sample sizes were " + referenceSize + " and " + currentSize + "; expected 1 or more of each");
        }
        int degreesOfFreedom = Arguments.atLeast(1, "bins", bins) - 1;
        return new PopulationStability(0, 1, degreesOfFreedom, referenceSize, currentSize).threshold(alpha);
    }

    private static double scale(long n, long m) {
        return 1.0 / n + 1.0 / m;
    }

    static int occupiedBins(long[] reference, long[] current) {
        int occupied = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            occupied += reference[bin] + current[bin] > 0 ? 1 : 0;
        }
        return occupied;
    }
}
