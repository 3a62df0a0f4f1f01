package io.modelops.statistics.internal;

import java.util.Arrays;

/** Checks of arguments, so that every refusal names the argument, what it was and what was expected. */
public final class Arguments {
    private Arguments() {}

    /**
     * Checks a number.
     *
     * @param name what it is called
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is not above 0 and below 1
     */
    public static double insideUnitInterval(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + " was " + value + "; expected a number above 0 and below 1, such as 0.05 or 0.95");
        }
        return value;
    }

    /**
     * Checks a number.
     *
     * @param name what it is called
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public static double positive(String name, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " was " + value + "; expected a finite number above 0");
        }
        return value;
    }

    /**
     * Checks that an argument is finite.
     *
     * @param name its name
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException if it is {@code NaN} or infinite
     */
    public static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " was " + value + "; expected a finite number");
        }
        return value;
    }

    /**
     * Checks a number.
     *
     * @param name what it is called
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is not a finite number of 0 or more
     */
    public static double notNegative(String name, double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " was " + value + "; expected a finite number of 0 or more");
        }
        return value;
    }

    /**
     * Checks a number.
     *
     * @param minimum the least that is right
     * @param name what it is called
     * @param value the number
     * @return the number
     * @throws IllegalArgumentException if it is less than {@code minimum}
     */
    public static int atLeast(int minimum, String name, int value) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " was " + value + "; expected " + minimum + " or more");
        }
        return value;
    }

    /**
     * Checks that two arrays have one entry per row.
     *
     * @param firstName what the first is called
     * @param first its length
     * @param secondName what the second is called
     * @param second its length
     * @throws IllegalArgumentException if the lengths differ
     */
    public static void sameLength(String firstName, int first, String secondName, int second) {
        if (first != second) {
            throw new IllegalArgumentException(firstName + " has " + first + " entries but " + secondName + " has "
                    + second + "; expected one entry per row in both");
        }
    }

    /**
     * Checks two counts.
     *
     * @param successes how many trials succeeded
     * @param trials how many trials there were
     * @throws IllegalArgumentException if not {@code 0 <= successes <= trials}
     */
    public static void successesOf(long successes, long trials) {
        if (successes < 0 || trials < successes) {
            throw new IllegalArgumentException(
                    "successes was " + successes + " of " + trials + " trials; expected 0 <= successes <= trials");
        }
    }

    /**
     * Checks and adds counts.
     *
     * @param name what they are called
     * @param counts the counts
     * @return their sum
     * @throws IllegalArgumentException if one is negative
     */
    public static long total(String name, long[] counts) {
        if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    name + " holds a negative count: " + Arrays.toString(counts) + "; expected counts of 0 or more");
        }
        return Arrays.stream(counts).sum();
    }

    /**
     * Checks p-values.
     *
     * @param pValues numbers in 0..1, or NaN for a test that was not made
     * @throws IllegalArgumentException if one is outside of 0..1
     */
    public static void pValues(double[] pValues) {
        if (Arrays.stream(pValues).anyMatch(pValue -> pValue < 0 || pValue > 1)) {
            throw new IllegalArgumentException("a p-value was outside 0..1 in " + Arrays.toString(pValues)
                    + "; expected numbers in 0..1, or NaN for a test that was not made");
        }
    }
}
