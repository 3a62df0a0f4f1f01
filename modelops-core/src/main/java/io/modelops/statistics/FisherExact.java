package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Fisher's exact, two-sided test of two independent proportions, for counts too small for {@link ProportionTest}: among
 * all tables with these margins, how probable are those at most as probable as this one.
 *
 * @param oddsRatio the odds of a success in the current sample over those in the reference; infinite or {@code NaN} where
 *     a division by 0 makes it so
 * @param pValue the p-value; 1 when all trials of both samples ended alike, {@code NaN} when either sample had no trials
 */
public record FisherExact(double oddsRatio, double pValue) implements Significance {
    /** The tables to add up are at most as many as the smallest margin; beyond this the normal approximation is as good. */
    private static final long MOST_TABLES = 100_000;

    /**
     * Compares two proportions. Where each sample has more than 100,000 trials and there are more than 100,000 successes
     * and as many failures, and with more than 2,147,483,647 trials in all, the p-value is that of {@link ProportionTest}.
     *
     * @param referenceSuccesses how many trials of the reference succeeded, in {@code 0..referenceTrials}
     * @param referenceTrials how many trials the reference had
     * @param currentSuccesses how many current trials succeeded, in {@code 0..currentTrials}
     * @param currentTrials how many current trials there were
     * @return the result
     * @throws IllegalArgumentException if successes are not within their trials
     */
    public static FisherExact of(
            long referenceSuccesses, long referenceTrials, long currentSuccesses, long currentTrials) {
        Arguments.successesOf(referenceSuccesses, referenceTrials);
        Arguments.successesOf(currentSuccesses, currentTrials);
        long referenceFailures = referenceTrials - referenceSuccesses;
        long currentFailures = currentTrials - currentSuccesses;
        double oddsRatio =
                ((double) currentSuccesses * referenceFailures) / ((double) referenceSuccesses * currentFailures);
        double successes = (double) referenceSuccesses + currentSuccesses;
        double failures = (double) referenceFailures + currentFailures;
        double tables = Math.min(Math.min(successes, failures), (double) Math.min(referenceTrials, currentTrials));
        if (tables > MOST_TABLES || successes + failures > Integer.MAX_VALUE) {
            double pValue = ProportionTest.of(referenceSuccesses, referenceTrials, currentSuccesses, currentTrials)
                    .pValue();
            return new FisherExact(oddsRatio, pValue);
        }
        if (referenceTrials == 0 || currentTrials == 0) {
            return new FisherExact(oddsRatio, Double.NaN);
        }
        if (successes == 0 || failures == 0) {
            return new FisherExact(oddsRatio, 1);
        }
        int[][] table = {
            {(int) currentSuccesses, (int) currentFailures}, {(int) referenceSuccesses, (int) referenceFailures}
        };
        return new FisherExact(
                oddsRatio,
                Math.min(1, FisherExactTest.withDefaults().test(table).getPValue()));
    }
}
