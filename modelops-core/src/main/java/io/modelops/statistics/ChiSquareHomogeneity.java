package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's chi-square test of homogeneity: whether two binned samples come from one distribution, neither of which is
 * taken as known. (Testing the current sample for goodness of fit against the reference would double the statistic at
 * equal sizes.)
 *
 * <p>The chi-square approximation wants an expected count of at least 5 in each cell. Bins that miss it in either sample
 * are pooled into one, rarest first; if the pool still misses it, the rarest of the remaining bins joins it.
 *
 * @param statistic {@code Σ (observed - expected)² / expected}, 0 or more; {@code NaN} when either sample is empty
 * @param pValue the probability of a statistic this large when nothing changed; 1 when pooling leaves a single bin,
 *     {@code NaN} when either sample is empty
 * @param degreesOfFreedom the number of bins after pooling, less one
 * @param referenceSize the number of values of the reference sample
 * @param currentSize the number of values of the current sample
 */
public record ChiSquareHomogeneity(
        double statistic, double pValue, int degreesOfFreedom, long referenceSize, long currentSize)
        implements Significance {

    /**
     * Compares two samples that were counted in the same bins.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return the result; symmetric in the two samples
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static ChiSquareHomogeneity of(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        long n = Arguments.total("reference", reference);
        long m = Arguments.total("current", current);
        if (n == 0 || m == 0) {
            return new ChiSquareHomogeneity(Double.NaN, Double.NaN, 0, n, m);
        }
        List<PooledBins.Bin> pooled = PooledBins.of(reference, current);
        double statistic = 0;
        for (PooledBins.Bin bin : pooled) {
            double expectedReference = (double) bin.total() * n / (n + m);
            double expectedCurrent = (double) bin.total() * m / (n + m);
            double difference = bin.reference() - expectedReference; // the same, but for its sign, in both samples
            statistic += difference * difference * (1 / expectedReference + 1 / expectedCurrent);
        }
        int degreesOfFreedom = pooled.size() - 1;
        double pValue = degreesOfFreedom == 0
                ? 1
                : ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
        return new ChiSquareHomogeneity(statistic, pValue, degreesOfFreedom, n, m);
    }
}
