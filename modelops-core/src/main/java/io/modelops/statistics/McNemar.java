package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The test of McNemar (1947) of two classifiers on the same rows. Only the rows count that one of them gets right and the
 * other wrong; when neither is better, each such row is a fair coin. The counters of several streams add up.
 *
 * <p>Below 25 such rows the p-value is the exact two-sided binomial one; from there on it is that of the chi-square
 * statistic without continuity correction.
 *
 * @param onlyBaseline how many rows only the baseline gets right, 0 or more
 * @param onlyCandidate how many rows only the candidate gets right, 0 or more
 * @param statistic {@code (onlyBaseline - onlyCandidate)² / (onlyBaseline + onlyCandidate)}; {@code NaN} without such rows
 * @param pValue the probability of counts this uneven when neither is better; {@code NaN} without such rows
 */
public record McNemar(long onlyBaseline, long onlyCandidate, double statistic, double pValue) implements Significance {
    private static final long EXACT_BELOW = 25;

    /**
     * Compares two classifiers by the rows on which they differ.
     *
     * @param onlyBaseline how many rows only the baseline gets right, 0 or more
     * @param onlyCandidate how many rows only the candidate gets right, 0 or more
     * @return the result
     * @throws IllegalArgumentException if a count is negative
     */
    public static McNemar of(long onlyBaseline, long onlyCandidate) {
        Arguments.notNegative("onlyBaseline", (double) onlyBaseline);
        Arguments.notNegative("onlyCandidate", (double) onlyCandidate);
        double differing = (double) onlyBaseline + onlyCandidate;
        double difference = (double) onlyBaseline - onlyCandidate;
        double statistic = difference * difference / differing;
        return new McNemar(onlyBaseline, onlyCandidate, statistic, pValue(onlyBaseline, onlyCandidate, statistic));
    }

    private static double pValue(long onlyBaseline, long onlyCandidate, double statistic) {
        if (Double.isNaN(statistic)) {
            return Double.NaN;
        }
        if ((double) onlyBaseline + onlyCandidate < EXACT_BELOW) {
            BinomialDistribution fair = BinomialDistribution.of((int) (onlyBaseline + onlyCandidate), 0.5);
            return Math.min(1, 2 * fair.cumulativeProbability((int) Math.min(onlyBaseline, onlyCandidate)));
        }
        return ChiSquaredDistribution.of(1).survivalProbability(statistic);
    }
}
