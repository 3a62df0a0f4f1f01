package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.function.DoubleBinaryOperator;

/** The shares of two samples that were counted in the same bins, walked bin by bin. */
final class Shares {
    private Shares() {}

    /**
     * Adds up a term of the two shares of each bin.
     *
     * @return the sum; {@code NaN} when either sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    static double sum(long[] reference, long[] current, DoubleBinaryOperator term) {
        return fold(reference, current, term, Double::sum);
    }

    /** Does as {@link #sum} and returns the largest term, at least 0. */
    static double largest(long[] reference, long[] current, DoubleBinaryOperator term) {
        return fold(reference, current, term, Math::max);
    }

    private static double fold(
            long[] reference, long[] current, DoubleBinaryOperator term, DoubleBinaryOperator combine) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        double n = Arguments.total("reference", reference);
        double m = Arguments.total("current", current);
        if (n == 0 || m == 0) {
            return Double.NaN;
        }
        double result = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            result = combine.applyAsDouble(result, term.applyAsDouble(reference[bin] / n, current[bin] / m));
        }
        return result;
    }
}
