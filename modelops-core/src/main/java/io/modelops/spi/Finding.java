package io.modelops.spi;

import io.modelops.model.Severity;

/**
 * What a monitor found at one time about one subject.
 *
 * @param subject what it is about, such as a feature or a metric
 * @param status whether it is as it should be
 * @param severity how much it matters if it is not
 * @param value the measured value, NaN if there is none
 * @param threshold the value at which it is no longer as it should be, NaN if there is none
 * @param samples how many observations it rests on
 * @param summary one sentence for people: what was measured, against what
 */
public record Finding(
        String subject,
        Status status,
        Severity severity,
        double value,
        double threshold,
        long samples,
        String summary) {
    /** Whether something is as it should be. */
    public enum Status {
        /** It is. */
        OK,
        /** Too few observations to tell. */
        INSUFFICIENT_DATA,
        /** It is not. */
        BREACHED
    }
}
