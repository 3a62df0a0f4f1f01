package io.modelops.statistics;

import java.util.Arrays;

/**
 * Sample quantiles by linear interpolation of the order statistics: type 7 of Hyndman and Fan (1996), the default of
 * NumPy and R.
 */
public final class Quantiles {
    private Quantiles() {}

    /**
     * Returns the quantiles of some values. {@code NaN} counts as missing and is left out; infinities are ordered like
     * any other value. A quantile that falls between an infinity and another value is the nearer of the two, because
     * nothing lies between them.
     *
     * @param values the values in any order; not modified
     * @param probabilities the probabilities, each in 0..1
     * @return one quantile per probability, in the order of the probabilities; all {@code NaN} when no value is left
     * @throws IllegalArgumentException if a probability is not in 0..1
     */
    public static double[] of(double[] values, double... probabilities) {
        double[] sorted = sortedWithoutMissing(values);
        return Arrays.stream(probabilities)
                .map(probability -> ofSorted(sorted, probability))
                .toArray();
    }

    static double[] sortedWithoutMissing(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }

    static double ofSorted(double[] sorted, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability was " + probability + "; expected a number in 0..1");
        }
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = probability * (sorted.length - 1);
        int below = (int) position;
        double lower = sorted[below];
        double upper = sorted[Math.min(below + 1, sorted.length - 1)];
        return between(lower, upper, position - below);
    }

    private static double between(double lower, double upper, double fraction) {
        if (fraction == 0 || lower == upper) {
            return lower;
        }
        if (Double.isInfinite(lower) || Double.isInfinite(upper)) {
            return fraction < 0.5 ? lower : upper;
        }
        double gap = upper - lower;
        if (Double.isInfinite(gap)) {
            return lower * (1 - fraction) + upper * fraction;
        }
        // Starting from the nearer neighbour keeps the result between the two in spite of rounding.
        return fraction < 0.5 ? lower + gap * fraction : upper - gap * (1 - fraction);
    }
}
