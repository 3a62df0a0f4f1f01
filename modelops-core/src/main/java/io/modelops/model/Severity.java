package io.modelops.model;

/** How much an alert matters. */
public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Something is changing; a person or a retraining should look at it. */
    WARNING,
    /** Answers are probably wrong or missing now. */
    CRITICAL;

    /**
     * Whether this is as bad as another severity, or worse.
     *
     * @param other the severity to compare with
     * @return true if this is {@code other} or worse
     */
    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }
}
