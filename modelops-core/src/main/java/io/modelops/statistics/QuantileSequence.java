package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.function.LongPredicate;

/**
 * Confidence intervals of a quantile, such as the 99th percentile of a latency, or of a difference of two, that hold at all
 * times together and from the first value on, whatever the distribution is: percentiles may be looked at after every request.
 *
 * <p>How many values are at most the true quantile is a number of successes of its probability, so the interval ends at the
 * values whose ranks the evidence of {@link SampleRatio} does not exclude: by Ville's inequality the true quantile is ever left
 * out with a probability of at most alpha = 1 − confidence, without any approximation. Values may be equal.
 *
 * <p>Immutable and thread-safe.
 */
public final class QuantileSequence {
    private final double confidence;

    private QuantileSequence(double confidence) {
        this.confidence = confidence;
    }

    /**
     * Returns a sequence.
     *
     * @param confidence the confidence with which all two-sided intervals of one quantile together hold, above 0 and below 1
     * @return the sequence
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public static QuantileSequence atConfidence(double confidence) {
        return new QuantileSequence(Arguments.insideUnitInterval("confidence", confidence));
    }

    /**
     * Returns the interval of a quantile.
     *
     * @param values all values so far, in any order; not modified. {@code NaN} counts as missing and is left out
     * @param probability the probability of the quantile, above 0 and below 1
     * @return the interval around the sample quantile, or what of the interval is nearest to it; its ends are values or infinite, and the estimate is {@code NaN} when
     *     there are no values
     * @throws IllegalArgumentException if {@code probability} is not above 0 and below 1
     */
    public Interval quantile(double[] values, double probability) {
        return interval(values, probability, confidence);
    }

    /**
     * Returns the interval of {@code quantile(candidate) - quantile(baseline)} of independent values.
     *
     * @param candidate all values of the candidate so far, in any order
     * @param baseline all values of the baseline so far, in any order
     * @param probability the probability of the quantile, above 0 and below 1
     * @return the interval; unbounded on a side where either is, and wherever the values are infinite
     * @throws IllegalArgumentException if {@code probability} is not above 0 and below 1
     */
    public Interval difference(double[] candidate, double[] baseline, double probability) {
        double each = 1 - (1 - confidence) / 2;
        Interval first = interval(candidate, probability, each);
        Interval second = interval(baseline, probability, each);
        double low = first.low() - second.high();
        double high = first.high() - second.low();
        return new Interval(
                Double.isNaN(low) ? Double.NEGATIVE_INFINITY : low,
                first.estimate() - second.estimate(),
                Double.isNaN(high) ? Double.POSITIVE_INFINITY : high,
                confidence);
    }

    /**
     * Returns the ranks of the values that the interval ends at, for values that are kept in a histogram.
     *
     * @param count how many values there are, 0 or more
     * @param probability the probability of the quantile, above 0 and below 1
     * @return the ranks
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public Ranks ranks(long count, double probability) {
        return ranks(count, probability, confidence);
    }

    private static Interval interval(double[] values, double probability, double confidence) {
        double[] sorted = Quantiles.sortedWithoutMissing(values);
        Ranks ranks = ranks(sorted.length, probability, confidence);
        double low = ranks.low == 0 ? Double.NEGATIVE_INFINITY : sorted[(int) ranks.low - 1];
        double high = ranks.high > sorted.length ? Double.POSITIVE_INFINITY : sorted[(int) ranks.high - 1];
        double estimate =
                Quantiles.ofSorted(sorted, probability); // of few values, it may lie beyond the last rank that is left
        return new Interval(low, Math.max(low, Math.min(high, estimate)), high, confidence);
    }

    private static Ranks ranks(long count, double probability, double confidence) {
        Arguments.insideUnitInterval("probability", probability);
        Arguments.successesOf(0, count);
        double most = -Math.log1p(-confidence);
        LongPredicate plausible = below -> SampleRatio.logEvidence(below, count, probability) < most;
        long likely = Math.min(count, Math.round(count * probability));
        long fewest = plausible.test(0) ? 0 : lastImplausible(0, likely, plausible) + 1;
        long greatest = plausible.test(count) ? count : lastImplausible(count, likely, plausible) - 1;
        return new Ranks(fewest, greatest + 1);
    }

    /** The evidence falls up to the likely number and rises after it, so each side has one crossing. */
    private static long lastImplausible(long end, long likely, LongPredicate plausible) {
        long outside = end;
        long inside = likely;
        while (Math.abs(inside - outside) > 1) {
            long middle = outside + (inside - outside) / 2;
            if (plausible.test(middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    /**
     * The ranks of the ends of an interval, from 1 for the smallest value.
     *
     * @param low the rank of the lower end, 0 when that is unbounded
     * @param high the rank of the upper end, the number of values plus 1 when that is unbounded
     */
    public record Ranks(long low, long high) {}
}
