package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The two-sided z test of two independent proportions with pooled variance. Below some five expected successes or failures
 * in either sample take {@link FisherExact}; for the size of the difference take {@link Newcombe}.
 *
 * @param statistic the difference current − reference in standard errors; 0 when all trials of both samples ended alike,
 *     {@code NaN} when either sample had no trials
 * @param pValue the probability of a difference this large when nothing changed; 1 when all trials ended alike,
 *     {@code NaN} when either sample had no trials
 */
public record ProportionTest(double statistic, double pValue) implements Significance {
    /**
     * Compares two proportions.
     *
     * @param referenceSuccesses how many trials of the reference succeeded, in {@code 0..referenceTrials}
     * @param referenceTrials how many trials the reference had
     * @param currentSuccesses how many current trials succeeded, in {@code 0..currentTrials}
     * @param currentTrials how many current trials there were
     * @return the result
     * @throws IllegalArgumentException if successes are not within their trials
     */
    public static ProportionTest of(
            long referenceSuccesses, long referenceTrials, long currentSuccesses, long currentTrials) {
        Arguments.successesOf(referenceSuccesses, referenceTrials);
        Arguments.successesOf(currentSuccesses, currentTrials);
        if (referenceTrials == 0 || currentTrials == 0) {
            return new ProportionTest(Double.NaN, Double.NaN);
        }
        double n = referenceTrials;
        double m = currentTrials;
        double pooled = ((double) referenceSuccesses + currentSuccesses) / (n + m);
        double error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
        double statistic = error == 0 ? 0 : (currentSuccesses / m - referenceSuccesses / n) / error;
        double pValue = 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(statistic));
        return new ProportionTest(statistic, Math.min(1, pValue));
    }
}
