package io.modelops.model;

/** What a judgement came to. Not knowing is an answer of its own: nothing passes for want of data. */
public enum Verdict {
    /** Enough data, and it meets the requirement. */
    PASS,
    /** Too little data, or data that does not decide. */
    INCONCLUSIVE,
    /** Enough data, and it breaks the requirement. */
    FAIL;

    /**
     * The worse of two verdicts, in the order PASS, INCONCLUSIVE, FAIL.
     *
     * @param other another verdict
     * @return the worse one
     */
    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
