package io.modelops.statistics;

import java.util.Arrays;

/** The checks of arguments, by the name that this package calls them. */
final class Arguments extends io.modelops.statistics.internal.Arguments {
    private Arguments() {}

    static void pValues(double[] pValues) {
        if (Arrays.stream(pValues).anyMatch(pValue -> pValue < 0 || pValue > 1)) {
            throw new IllegalArgumentException("a p-value was outside 0..1 in " + Arrays.toString(pValues)
                    + "; expected numbers in 0..1, or NaN for a test that was not made");
        }
    }
}
