package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The score interval of Wilson (1927) for a proportion, without continuity correction. It stays inside 0..1 and is
 * useful from the first trial on. It holds at one look; for repeated looks take {@link ProportionSequence}.
 */
public final class Wilson {
    private Wilson() {}

    /**
     * Returns the interval of a proportion.
     *
     * @param successes how many trials succeeded, in {@code 0..trials}
     * @param trials how many trials there were
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval; 0..1 around an estimate of {@code NaN} when there were no trials
     * @throws IllegalArgumentException if {@code successes} is not in {@code 0..trials} or {@code confidence} not above
     *     0 and below 1
     */
    public static Interval interval(long successes, long trials, double confidence) {
        Arguments.successesOf(successes, trials);
        Arguments.insideUnitInterval("confidence", confidence);
        if (trials == 0) {
            return new Interval(0, Double.NaN, 1, confidence);
        }
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        double proportion = (double) successes / trials;
        double shrink = 1 + z * z / trials;
        double centre = (proportion + z * z / (2.0 * trials)) / shrink;
        double halfWidth =
                z * Math.sqrt(proportion * (1 - proportion) / trials + z * z / (4.0 * trials * trials)) / shrink;
        return new Interval(
                successes == 0 ? 0 : Math.max(0, centre - halfWidth),
                proportion,
                successes == trials ? 1 : Math.min(1, centre + halfWidth),
                confidence);
    }
}
