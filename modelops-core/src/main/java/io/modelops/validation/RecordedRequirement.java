package io.modelops.validation;

import io.modelops.model.InvalidInputException;

/** A metric that was recorded at registration, which still needs to be given a limit. Immutable. */
public final class RecordedRequirement {
    private final String metric;

    RecordedRequirement(String metric) {
        this.metric = metric;
    }

    /**
     * Requires a least value.
     *
     * @param threshold the least value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public RecordedCheck atLeast(double threshold) {
        return new RecordedCheck(metric, Bound.atLeast(threshold));
    }

    /**
     * Requires a greatest value.
     *
     * @param threshold the greatest value that passes
     * @return the check
     * @throws InvalidInputException if the threshold is not finite
     */
    public RecordedCheck atMost(double threshold) {
        return new RecordedCheck(metric, Bound.atMost(threshold));
    }
}
