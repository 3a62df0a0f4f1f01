package io.modelops.monitoring;

import java.time.Duration;
import java.util.List;

/**
 * What became of the labels of some predictions. Immutable.
 *
 * @param predictions how many predictions were made
 * @param labelled how many of them have a true outcome by now
 * @param late how many outcomes came for predictions that are no longer kept
 * @param ages how long outcomes took, from the prediction to the report
 * @param bias how unlike all others the labelled predictions are, by column; empty until there are enough
 */
public record LabelStatistics(long predictions, long labelled, long late, List<Age> ages, List<Bias> bias) {
    /**
     * A class of ages.
     *
     * @param upTo the greatest age, included; the last class has {@code ChronoUnit.FOREVER}'s
     * @param outcomes how many outcomes had an age of this class
     */
    public record Age(Duration upTo, long outcomes) {}

    /**
     * How unlike labelled and other predictions are in one column.
     *
     * @param column the name of the feature, or {@code score}
     * @param stability the population stability index of the labelled predictions against all, 0 or more
     * @param pValue the p-value of no difference between labelled predictions and the others, corrected for the number of
     *     columns; {@code NaN} if it can't be tested
     */
    public record Bias(String column, double stability, double pValue) {}

    /**
     * Copies and keeps the numbers.
     *
     * @param predictions how many predictions were made
     * @param labelled how many of them have a true outcome
     * @param late how many outcomes came too late
     * @param ages how long outcomes took
     * @param bias how unlike all others the labelled predictions are
     */
    public LabelStatistics {
        ages = List.copyOf(ages);
        bias = List.copyOf(bias);
    }

    /**
     * The share of predictions with a true outcome.
     *
     * @return a number in 0..1, {@code NaN} without predictions
     */
    public double coverage() {
        return (double) labelled / predictions;
    }

    /**
     * An age that so many of the outcomes did not exceed, to the class.
     *
     * @param share the share of outcomes, in 0..1
     * @return the upper end of the class in which the share is reached, zero without outcomes
     */
    public Duration ageQuantile(double share) {
        long total = ages.stream().mapToLong(Age::outcomes).sum();
        long reached = 0;
        for (Age age : ages) {
            reached += age.outcomes();
            if (total > 0 && reached >= share * total && reached > 0) {
                return age.upTo();
            }
        }
        return Duration.ZERO;
    }
}
