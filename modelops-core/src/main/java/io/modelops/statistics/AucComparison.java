package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The areas under the ROC curves of two models on the same rows, and whether they differ: what {@link DeLong} finds.
 *
 * @param candidate the area of the candidate, in 0..1; {@code NaN} unless both classes occur and all is defined
 * @param baseline the area of the baseline, likewise
 * @param standardError the standard error of their difference, 0 or more; 0 when both order the rows alike, {@code NaN}
 *     when a class has fewer than two rows
 */
public record AucComparison(double candidate, double baseline, double standardError) implements Significance {
    /**
     * Returns the probability of a difference this large when both models separate the classes equally well.
     *
     * @return the two-sided p-value; 1 when the areas are equal and show no variance, {@code NaN} when a difference can't
     *     be judged because a class has fewer than two rows or nothing varies
     */
    @Override
    public double pValue() {
        double difference = candidate - baseline;
        if (standardError == 0) {
            return difference == 0 ? 1 : Double.NaN;
        }
        double statistic = Math.abs(difference / standardError);
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(statistic));
    }

    /**
     * Returns the interval of {@code candidate - baseline}.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval; its ends are {@code NaN} where the standard error is
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public Interval difference(double confidence) {
        double tail = (1 - Arguments.insideUnitInterval("confidence", confidence)) / 2;
        double halfWidth = standardError * NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
        double difference = candidate - baseline;
        return new Interval(difference - halfWidth, difference, difference + halfWidth, confidence);
    }
}
