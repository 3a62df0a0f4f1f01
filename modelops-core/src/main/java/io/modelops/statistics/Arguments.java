package io.modelops.statistics;

import java.util.Arrays;

/** Checks of arguments, so that every refusal names the argument, what it was and what was expected. */
final class Arguments {
    private Arguments() {}

    static double insideUnitInterval(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + " was " + value + "; expected a number above 0 and below 1, such as 0.05 or 0.95");
        }
        return value;
    }

    static double positive(String name, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " was " + value + "; expected a finite number above 0");
        }
        return value;
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " was " + value + "; expected a finite number of 0 or more");
        }
        return value;
    }

    static int atLeast(int minimum, String name, int value) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " was " + value + "; expected " + minimum + " or more");
        }
        return value;
    }

    static void sameLength(String firstName, int first, String secondName, int second) {
        if (first != second) {
            throw new IllegalArgumentException(firstName + " has " + first + " entries but " + secondName + " has "
                    + second + "; expected one entry per row in both");
        }
    }

    static void successesOf(long successes, long trials) {
        if (successes < 0 || trials < successes) {
            throw new IllegalArgumentException(
                    "successes was " + successes + " of " + trials + " trials; expected 0 <= successes <= trials");
        }
    }

    static long total(String name, long[] counts) {
        if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    name + " holds a negative count: " + Arrays.toString(counts) + "; expected counts of 0 or more");
        }
        return Arrays.stream(counts).sum();
    }

    static void pValues(double[] pValues) {
        if (Arrays.stream(pValues).anyMatch(pValue -> pValue < 0 || pValue > 1)) {
            throw new IllegalArgumentException("a p-value was outside 0..1 in " + Arrays.toString(pValues)
                    + "; expected numbers in 0..1, or NaN for a test that was not made");
        }
    }
}
