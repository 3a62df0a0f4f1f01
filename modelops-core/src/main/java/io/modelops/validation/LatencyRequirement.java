package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import java.time.Duration;

/** How long single answers take, which still needs to be given a limit. Immutable. */
public final class LatencyRequirement {
    static final LatencyRequirement INSTANCE = new LatencyRequirement();

    private LatencyRequirement() {}

    /**
     * Requires that half of the answers take less than a time.
     *
     * @param limit the time, more than zero
     * @return the check
     * @throws InvalidInputException if the time is zero or less
     */
    public LatencyCheck p50Under(Duration limit) {
        return quantileUnder(0.5, limit);
    }

    /**
     * Requires that 95 of 100 answers take less than a time.
     *
     * @param limit the time, more than zero
     * @return the check
     * @throws InvalidInputException if the time is zero or less
     */
    public LatencyCheck p95Under(Duration limit) {
        return quantileUnder(0.95, limit);
    }

    /**
     * Requires that 99 of 100 answers take less than a time.
     *
     * @param limit the time, more than zero
     * @return the check
     * @throws InvalidInputException if the time is zero or less
     */
    public LatencyCheck p99Under(Duration limit) {
        return quantileUnder(0.99, limit);
    }

    /**
     * Requires that a share of the answers take less than a time.
     *
     * @param quantile the share, above 0 and below 1
     * @param limit the time, more than zero
     * @return the check
     * @throws InvalidInputException if the share or the time is outside of that
     */
    public LatencyCheck quantileUnder(double quantile, Duration limit) {
        return new LatencyCheck(quantile, limit);
    }
}
