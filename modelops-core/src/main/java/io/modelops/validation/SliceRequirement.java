package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Metric;

/** A metric on each part of the holdout that shares a value of a feature, which still needs to be given a limit. Immutable. */
public final class SliceRequirement {
    private final String words;
    private final Metric metric;
    private final String feature;

    SliceRequirement(String words, Metric metric, String feature) {
        this.words = words;
        this.metric = metric;
        this.feature = feature;
    }

    /**
     * Requires a least value on each slice.
     *
     * @param threshold the least value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public SliceCheck atLeast(double threshold) {
        return new SliceCheck(words, metric, feature, Bound.atLeast(threshold));
    }

    /**
     * Requires a greatest value on each slice.
     *
     * @param threshold the greatest value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public SliceCheck atMost(double threshold) {
        return new SliceCheck(words, metric, feature, Bound.atMost(threshold));
    }
}
