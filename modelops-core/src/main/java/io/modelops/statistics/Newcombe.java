package io.modelops.statistics;

/**
 * The hybrid score interval of Newcombe (1998, method 10) for the difference of two independent proportions. It holds at
 * one look; for repeated looks take {@link ProportionSequence}.
 */
public final class Newcombe {
    private Newcombe() {}

    /**
     * Returns the interval of {@code proportion(candidate) - proportion(baseline)}.
     *
     * @param candidateSuccesses how many trials of the candidate succeeded, in {@code 0..candidateTrials}
     * @param candidateTrials how many trials the candidate had
     * @param baselineSuccesses how many trials of the baseline succeeded, in {@code 0..baselineTrials}
     * @param baselineTrials how many trials the baseline had
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval, within -1..1; exactly that around an estimate of {@code NaN} when either had no trials
     * @throws IllegalArgumentException if successes are not within their trials or {@code confidence} is not above 0 and
     *     below 1
     */
    public static Interval difference(
            long candidateSuccesses,
            long candidateTrials,
            long baselineSuccesses,
            long baselineTrials,
            double confidence) {
        Interval candidate = Wilson.interval(candidateSuccesses, candidateTrials, confidence);
        Interval baseline = Wilson.interval(baselineSuccesses, baselineTrials, confidence);
        double estimate = candidate.estimate() - baseline.estimate();
        if (Double.isNaN(estimate)) {
            return new Interval(-1, estimate, 1, confidence);
        }
        return new Interval(
                estimate - Math.hypot(candidate.estimate() - candidate.low(), baseline.high() - baseline.estimate()),
                estimate,
                estimate + Math.hypot(candidate.high() - candidate.estimate(), baseline.estimate() - baseline.low()),
                confidence);
    }
}
