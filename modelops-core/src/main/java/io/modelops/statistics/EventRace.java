package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * Evidence that events, such as errors, happen more often with a candidate than with a baseline that works beside it. It
 * is valid at any time, from the first event on and without approximation, and it does not matter how the common rate
 * changes with the time: whatever the rate is when an event happens, a candidate that is no worse has it with at most the
 * probability of its share of the work.
 *
 * <p>The evidence is a mixture of likelihood ratios, one for each of some ratios of the two rates. Under "no worse" it is a
 * non-negative supermartingale that starts at 1, so by Ville's inequality it ever reaches 1/alpha with a probability of at
 * most alpha. By Wald's identity (1945) a true ratio r of the grid, at share s, reaches it after
 * {@code (ln(1/alpha) + ln(8) + ln(q/s)) / KL} events on average at most, where {@code q = s r / (s r + 1 - s)} is the
 * probability that an event is the candidate's and {@code KL = q ln(q/s) + (1 - q) ln((1 - q)/(1 - s))}.
 *
 * <p>Not safe for use by several threads.
 */
public final class EventRace {
    private static final double[] RATIOS = {1.25, 1.5, 2, 3, 4, 6, 10, 20};

    private final double[] logLikelihoods = new double[RATIOS.length];
    private double logEvidence;
    private double greatest;

    /** Creates a race in which nothing has happened. */
    public EventRace() {}

    /**
     * Adds an event.
     *
     * @param ofCandidate whether it was the candidate's
     * @param share the share of the work that the candidate did at that time, above 0 and below 1; must not depend on
     *     whose event this is
     * @throws IllegalArgumentException if the share is not above 0 and below 1
     */
    public void add(boolean ofCandidate, double share) {
        Arguments.insideUnitInterval("share", share);
        for (int index = 0; index < RATIOS.length; index++) {
            double weighted = share * RATIOS[index];
            double candidates = weighted / (weighted + 1 - share);
            logLikelihoods[index] +=
                    ofCandidate ? Math.log(candidates / share) : Math.log((1 - candidates) / (1 - share));
        }
        logEvidence = mixture();
        greatest = Math.max(greatest, logEvidence);
    }

    /**
     * Returns the logarithm of the evidence now.
     *
     * @return 0 before the first event
     */
    public double logEvidence() {
        return logEvidence;
    }

    /**
     * Returns the p-value of "the candidate is no worse", which may be looked at after every event.
     *
     * @return above 0, at most 1; never grows
     */
    public double pValue() {
        return Math.exp(-greatest);
    }

    private double mixture() {
        double most = Double.NEGATIVE_INFINITY;
        for (double value : logLikelihoods) {
            most = Math.max(most, value);
        }
        double sum = 0;
        for (double value : logLikelihoods) {
            sum += Math.exp(value - most);
        }
        return most + Math.log(sum / RATIOS.length);
    }
}
