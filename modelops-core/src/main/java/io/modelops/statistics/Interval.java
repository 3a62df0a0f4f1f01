package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * An estimate with the range that its uncertainty allows.
 *
 * @param low the lower end, at most {@code high}; may be negative infinity, or {@code NaN} when nothing is known
 * @param estimate the point estimate, {@code NaN} when there is none
 * @param high the upper end; may be positive infinity, or {@code NaN} when nothing is known
 * @param confidence the probability, above 0 and below 1, with which the procedure covers the true value
 */
public record Interval(double low, double estimate, double high, double confidence) {
    /**
     * Checks the ends and the confidence.
     *
     * @param low the lower end
     * @param estimate the point estimate
     * @param high the upper end
     * @param confidence the confidence
     * @throws IllegalArgumentException if {@code low} is above {@code high}, or {@code confidence} is not above 0 and
     *     below 1
     */
    public Interval {
        Arguments.insideUnitInterval("confidence", confidence);
        if (low > high) {
            throw new IllegalArgumentException(
                    "low was " + low + " and high was " + high + "; expected low to be at most high");
        }
    }

    /**
     * Returns whether a value lies in the interval, ends included.
     *
     * @param value the value
     * @return whether {@code low <= value <= high}; {@code false} if any of them is {@code NaN}
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /**
     * Returns whether the whole interval lies above a value.
     *
     * @param value the value
     * @return whether {@code low > value}; {@code false} if either is {@code NaN}
     */
    public boolean isAbove(double value) {
        return low > value;
    }

    /**
     * Returns whether the whole interval lies below a value.
     *
     * @param value the value
     * @return whether {@code high < value}; {@code false} if either is {@code NaN}
     */
    public boolean isBelow(double value) {
        return high < value;
    }

    /**
     * Returns the distance between the ends.
     *
     * @return {@code high - low}; {@code NaN} when nothing is known
     */
    public double width() {
        return high - low;
    }
}
