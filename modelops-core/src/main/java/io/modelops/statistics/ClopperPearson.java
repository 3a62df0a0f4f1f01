package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The exact interval of Clopper and Pearson (1934) for a proportion: it covers at least as often as it says for every
 * proportion and number of trials, and is wider than {@link Wilson} for it. It holds at one look.
 */
public final class ClopperPearson {
    private static final long EXACT_UP_TO = 1_000_000;

    private ClopperPearson() {}

    /**
     * Returns the interval of a proportion. With more than a million successes and as many failures, where the quantiles
     * can't be had and the two agree to six digits, it is that of {@link Wilson}.
     *
     * @param successes how many trials succeeded, in {@code 0..trials}
     * @param trials how many trials there were
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval, within 0..1; 0..1 around an estimate of {@code NaN} when there were no trials
     * @throws IllegalArgumentException if {@code successes} is not in {@code 0..trials} or {@code confidence} not above
     *     0 and below 1
     */
    public static Interval interval(long successes, long trials, double confidence) {
        Arguments.successesOf(successes, trials);
        double tail = (1 - Arguments.insideUnitInterval("confidence", confidence)) / 2;
        if (Math.min(successes, trials - successes) > EXACT_UP_TO) {
            return Wilson.interval(successes, trials, confidence);
        }
        double failures = (double) trials - successes;
        double low = successes == 0
                ? 0
                : BetaDistribution.of((double) successes, failures + 1).inverseCumulativeProbability(tail);
        double high = failures == 0
                ? 1
                : BetaDistribution.of(successes + 1.0, failures).inverseSurvivalProbability(tail);
        double estimate = (double) successes / trials;
        // Among 10^15 trials the interval is as narrow as the rounding of its ends.
        return trials == 0
                ? new Interval(0, estimate, 1, confidence)
                : new Interval(Math.min(low, estimate), estimate, Math.max(high, estimate), confidence);
    }
}
