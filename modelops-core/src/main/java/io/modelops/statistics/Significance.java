package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * The result of a test of one hypothesis against data.
 *
 * <p>A test that had no data has a p-value of {@code NaN} and rejects nothing: no data is never evidence.
 */
public interface Significance {
    /**
     * Returns the probability of data at least as extreme as these when there is no difference.
     *
     * @return a number in 0..1, or {@code NaN} when there were too few data for the test to say anything
     */
    double pValue();

    /**
     * Returns whether the hypothesis of no difference is rejected.
     *
     * @param alpha the accepted probability of a false alarm, above 0 and below 1
     * @return whether the p-value is at most {@code alpha}; {@code false} when the p-value is {@code NaN}
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and below 1
     */
    default boolean rejects(double alpha) {
        return pValue() <= Arguments.insideUnitInterval("alpha", alpha);
    }
}
