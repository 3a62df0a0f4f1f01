package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The G test (likelihood-ratio test) of homogeneity: whether two binned samples come from one distribution, neither of
 * which is taken as known. It answers the question of {@link ChiSquareHomogeneity} by the same approximation; prefer it
 * where statistics of nested tables are to be added up.
 *
 * <p>Rare bins are pooled as {@link ChiSquareHomogeneity} pools them.
 *
 * @param statistic {@code 2 Σ observed ln(observed / expected)}, 0 or more; {@code NaN} when either sample is empty
 * @param pValue the probability of a statistic this large when nothing changed; 1 when pooling leaves a single bin,
 *     {@code NaN} when either sample is empty
 * @param degreesOfFreedom the number of bins after pooling, less one
 * @param referenceSize the number of values of the reference sample
 * @param currentSize the number of values of the current sample
 */
public record GTest(double statistic, double pValue, int degreesOfFreedom, long referenceSize, long currentSize)
        implements Significance {

    /**
     * Compares two samples that were counted in the same bins.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return the result; symmetric in the two samples
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static GTest of(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        long n = Arguments.total("reference", reference);
        long m = Arguments.total("current", current);
        if (n == 0 || m == 0) {
            return new GTest(Double.NaN, Double.NaN, 0, n, m);
        }
        double sum = 0;
        int bins = 0;
        for (PooledBins.Bin bin : PooledBins.of(reference, current)) {
            double share = (double) bin.total() / (n + m);
            sum += term(bin.reference(), n * share) + term(bin.current(), m * share);
            bins++;
        }
        double statistic = Math.max(0, 2 * sum); // rounding may leave equal shares a hair below 0
        double pValue = bins == 1 ? 1 : ChiSquaredDistribution.of(bins - 1).survivalProbability(statistic);
        return new GTest(statistic, pValue, bins - 1, n, m);
    }

    private static double term(long observed, double expected) {
        return observed == 0 ? 0 : observed * Math.log(observed / expected);
    }
}
