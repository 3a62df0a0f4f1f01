package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.statistics.Interval;

/**
 * A limit that a value must keep on one side of; the limit itself is allowed.
 *
 * @param upper whether the limit is the greatest allowed value; otherwise the least
 * @param threshold the limit
 */
record Bound(boolean upper, double threshold) {
    Bound {
        if (!Double.isFinite(threshold)) {
            throw new InvalidInputException("Threshold " + threshold + " is not allowed: expected a finite number.");
        }
    }

    static Bound atLeast(double threshold) {
        return new Bound(false, threshold);
    }

    static Bound atMost(double threshold) {
        return new Bound(true, threshold);
    }

    /** Judges a point estimate; NaN decides nothing. */
    Verdict judge(double value) {
        if (Double.isNaN(value)) {
            return Verdict.INCONCLUSIVE;
        }
        return isKeptBy(value) ? Verdict.PASS : Verdict.FAIL;
    }

    /** Judges a whole interval: one that lies on both sides, or has an unknown end, decides nothing. */
    Verdict judge(Interval interval) {
        if (Double.isNaN(interval.low()) || Double.isNaN(interval.high())) {
            return Verdict.INCONCLUSIVE;
        }
        boolean low = isKeptBy(interval.low());
        boolean high = isKeptBy(interval.high());
        if (low != high) {
            return Verdict.INCONCLUSIVE;
        }
        return low ? Verdict.PASS : Verdict.FAIL;
    }

    /** The worse of two values with respect to the limit. */
    double worse(double one, double other) {
        return upper ? Math.max(one, other) : Math.min(one, other);
    }

    private boolean isKeptBy(double value) {
        return upper ? value <= threshold : value >= threshold;
    }

    @Override
    public String toString() {
        return (upper ? "at most " : "at least ") + Words.of(threshold);
    }
}
