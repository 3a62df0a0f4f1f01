package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.function.DoublePredicate;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Confidence intervals of a proportion, or of a difference of two proportions, that hold at all times together and from
 * the first trial on: error rates may be looked at after every request, without a minimum.
 *
 * <p>A proportion stays in the interval while the density of the beta posterior there is above alpha times that of the
 * prior, Beta(½, ½); by the argument of Robbins (1970) the true proportion is ever left out with a probability of at
 * most alpha = 1 − confidence, without any approximation. A difference combines two such intervals at alpha / 2 each,
 * and is therefore cautious.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProportionSequence {
    private static final double PRIOR = 0.5;
    private static final int HALVINGS = 60;

    private final double confidence;

    private ProportionSequence(double confidence) {
        this.confidence = confidence;
    }

    /**
     * Returns a sequence.
     *
     * @param confidence the confidence with which all two-sided intervals together hold, above 0 and below 1
     * @return the sequence
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public static ProportionSequence atConfidence(double confidence) {
        return new ProportionSequence(Arguments.insideUnitInterval("confidence", confidence));
    }

    /**
     * Returns the interval of a proportion.
     *
     * @param successes how many trials succeeded so far, in {@code 0..trials}
     * @param trials how many trials there were so far
     * @return the interval; 0..1 around an estimate of {@code NaN} when there were no trials
     * @throws IllegalArgumentException if {@code successes} is not in {@code 0..trials}
     */
    public Interval proportion(long successes, long trials) {
        return interval(successes, trials, confidence);
    }

    /**
     * Returns the interval of {@code proportion(candidate) - proportion(baseline)} of independent trials.
     *
     * @param candidateSuccesses how many trials of the candidate succeeded so far, in {@code 0..candidateTrials}
     * @param candidateTrials how many trials the candidate had so far
     * @param baselineSuccesses how many trials of the baseline succeeded so far, in {@code 0..baselineTrials}
     * @param baselineTrials how many trials the baseline had so far
     * @return the interval, within -1..1, around an estimate of {@code NaN} when either had no trials
     * @throws IllegalArgumentException if successes are not within their trials
     */
    public Interval difference(
            long candidateSuccesses, long candidateTrials, long baselineSuccesses, long baselineTrials) {
        double each = 1 - (1 - confidence) / 2;
        Interval candidate = interval(candidateSuccesses, candidateTrials, each);
        Interval baseline = interval(baselineSuccesses, baselineTrials, each);
        return new Interval(
                candidate.low() - baseline.high(),
                candidate.estimate() - baseline.estimate(),
                candidate.high() - baseline.low(),
                confidence);
    }

    private static Interval interval(long successes, long trials, double confidence) {
        Arguments.successesOf(successes, trials);
        if (trials == 0) {
            return new Interval(0, Double.NaN, 1, confidence);
        }
        BetaDistribution prior = BetaDistribution.of(PRIOR, PRIOR);
        BetaDistribution posterior = BetaDistribution.of(PRIOR + successes, PRIOR + trials - successes);
        double logAlpha = Math.log1p(-confidence);
        DoublePredicate plausible =
                proportion -> posterior.logDensity(proportion) - prior.logDensity(proportion) > logAlpha;
        double estimate = (double) successes / trials;
        double low = successes == 0 ? 0 : lastImplausible(0, estimate, plausible);
        double high = successes == trials ? 1 : lastImplausible(1, estimate, plausible);
        return new Interval(low, estimate, high, confidence);
    }

    /** The ratio of the densities rises up to the estimate and falls after it, so each side has one crossing. */
    private static double lastImplausible(double end, double estimate, DoublePredicate plausible) {
        double outside = end;
        double inside = estimate;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (outside + inside) / 2;
            if (plausible.test(middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }
}
