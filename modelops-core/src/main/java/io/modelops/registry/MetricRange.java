package io.modelops.registry;

import io.modelops.model.InvalidInputException;

/**
 * The values of a metric that a search is after. Reads well with a static import: {@code metric("auc", atLeast(0.9))}.
 *
 * @param low the least value that is in it, may be negative infinity
 * @param high the greatest value that is in it, may be positive infinity
 */
public record MetricRange(double low, double high) {
    /**
     * Checks and keeps a range.
     *
     * @param low the least value that is in it
     * @param high the greatest value that is in it
     * @throws InvalidInputException if one is NaN, or nothing can be in the range
     */
    public MetricRange {
        if (!(low <= high)) {
            throw new InvalidInputException(
                    "No metric can be from " + low + " to " + high + ": expected two numbers, the smaller one first.");
        }
    }

    /**
     * All values from one on.
     *
     * @param least the least value that is in the range
     * @return the range
     * @throws InvalidInputException if the value is NaN
     */
    public static MetricRange atLeast(double least) {
        return new MetricRange(least, Double.POSITIVE_INFINITY);
    }

    /**
     * All values up to one.
     *
     * @param greatest the greatest value that is in the range
     * @return the range
     * @throws InvalidInputException if the value is NaN
     */
    public static MetricRange atMost(double greatest) {
        return new MetricRange(Double.NEGATIVE_INFINITY, greatest);
    }

    /**
     * All values between two, and these themselves.
     *
     * @param least the least value that is in the range
     * @param greatest the greatest value that is in the range
     * @return the range
     * @throws InvalidInputException if one is NaN, or the first is greater than the second
     */
    public static MetricRange between(double least, double greatest) {
        return new MetricRange(least, greatest);
    }

    /**
     * Whether a value is in the range.
     *
     * @param value the value
     * @return true if it is; never for NaN
     */
    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
