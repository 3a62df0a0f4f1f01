package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Metric;
import java.util.function.ToDoubleFunction;

/** A metric that still needs to be told what is required of it. Immutable. */
public final class MetricRequirement {
    private final String words;
    private final Metric metric;

    MetricRequirement(String words, Metric metric) {
        this.words = words;
        this.metric = metric;
    }

    /**
     * Requires a least value.
     *
     * @param threshold the least value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public ThresholdCheck atLeast(double threshold) {
        return new ThresholdCheck(words, metric, Bound.atLeast(threshold));
    }

    /**
     * Requires a greatest value.
     *
     * @param threshold the greatest value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public ThresholdCheck atMost(double threshold) {
        return new ThresholdCheck(words, metric, Bound.atMost(threshold));
    }

    /**
     * Requires that the version is no worse than another version of the same model on the same rows.
     *
     * @param alias the alias of the other version, such as {@code champion}
     * @return the check, at a confidence of 0.95 and without a margin; see {@link ComparisonCheck} for what passes
     */
    public ComparisonCheck noWorseThan(String alias) {
        return new ComparisonCheck(words, metric, alias);
    }

    /**
     * Requires that the version is no worse than a rule without a model, such as the value of a week before.
     *
     * @param name what the rule is called in reports
     * @param baseline what the rule answers, as a number
     * @param <I> the type of the inputs
     * @return the check, at a confidence of 0.95 and without a margin; see {@link FunctionComparisonCheck}
     */
    public <I> FunctionComparisonCheck<I> noWorseThanFunction(String name, ToDoubleFunction<? super I> baseline) {
        return new FunctionComparisonCheck<>(words, metric, name, baseline);
    }

    /**
     * Requires something of each part of the holdout that shares a value of a feature.
     *
     * @param feature the name of a categorical feature, or of a numeric one with at most 20 distinct values
     * @return the metric on each of the parts, to be given a limit
     */
    public SliceRequirement onEverySliceOf(String feature) {
        return new SliceRequirement(words, metric, feature);
    }
}
