package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What is believed of a rate of successes after some trials, beginning with no opinion: Beta(1 + successes, 1 + failures).
 *
 * @param successes how many trials succeeded, 0 or more; fractions count as such
 * @param failures how many did not, 0 or more
 */
public record BetaPosterior(double successes, double failures) {
    private static final int POINTS = 500;

    /**
     * Checks the counts.
     *
     * @param successes how many trials succeeded
     * @param failures how many did not
     * @throws IllegalArgumentException if one of them is negative or not finite
     */
    public BetaPosterior {
        Arguments.notNegative("successes", successes);
        Arguments.notNegative("failures", failures);
    }

    /**
     * Returns the probability that this rate is the greater one.
     *
     * @param other what is believed of another rate, independently
     * @return the probability, 0 to 1, by numeric integration to about three decimals
     */
    public double probabilityGreaterThan(BetaPosterior other) {
        BetaDistribution mine = BetaDistribution.of(1 + successes, 1 + failures);
        BetaDistribution others = BetaDistribution.of(1 + other.successes, 1 + other.failures);
        double sum = 0;
        // Over the quantiles of one, so that the points lie where its mass is.
        for (int point = 0; point < POINTS; point++) {
            sum += others.cumulativeProbability(mine.inverseCumulativeProbability((point + 0.5) / POINTS));
        }
        return sum / POINTS;
    }
}
