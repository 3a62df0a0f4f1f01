package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.AnswerMetric;

/**
 * A metric of answers of any type, such as classes or ranked lists, that still needs to be told what is required of it.
 * Immutable.
 *
 * @param <O> the type of the answers
 */
public final class AnswerMetricRequirement<O> {
    private final AnswerMetric<O> metric;

    AnswerMetricRequirement(AnswerMetric<O> metric) {
        this.metric = metric;
    }

    /**
     * Requires a least value.
     *
     * @param threshold the least value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public AnswerMetricCheck<O> atLeast(double threshold) {
        return new AnswerMetricCheck<>(metric, Bound.atLeast(threshold));
    }

    /**
     * Requires a greatest value.
     *
     * @param threshold the greatest value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public AnswerMetricCheck<O> atMost(double threshold) {
        return new AnswerMetricCheck<>(metric, Bound.atMost(threshold));
    }
}
