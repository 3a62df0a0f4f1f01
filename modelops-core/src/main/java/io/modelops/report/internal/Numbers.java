package io.modelops.report.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {
    private static final int SIGNIFICANT_DIGITS = 4;
    private static final int SCIENTIFIC_DIGITS = 3;
    private static final int BRIEF_DIGITS = 3;
    private static final double LARGEST_BRIEF = 1_000;
    private static final double LARGEST_PLAIN = 1e15;
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double MOST_SPREAD = 100;
    private static final int SHORTEST_GROUPED = 5;
    private static final char GROUP_SEPARATOR = '\u202f';
    private static final char MINUS = '\u2212';
    private static final String UNKNOWN = "–";

    private Numbers() {}

    /** A count as people write it. */
    public static String show(long count) {
        return show((double) count);
    }

    /**
     * Shows a number with four significant digits, and a whole number with all of its digits.
     *
     * @param value the number
     * @return the number with a point for decimals and thin spaces between groups of three digits; a dash for NaN
     */
    public static String show(double value) {
        if (!Double.isFinite(value)) {
            return showNonFinite(value);
        }
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude >= LARGEST_PLAIN || magnitude < SMALLEST_PLAIN)) {
            return scientific(value);
        }
        BigDecimal exact = new BigDecimal(value);
        int wholeDigits = Math.max(exact.precision() - exact.scale(), magnitude < 1 ? 0 : 1);
        BigDecimal rounded = wholeDigits >= SIGNIFICANT_DIGITS
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN));
        return grouped(rounded.stripTrailingZeros());
    }

    /**
     * Rounds a measurement to what a reader can use of it.
     *
     * @param value the measurement
     * @return the value with three significant digits, or all digits before the point if they are more
     */
    static double rounded(double value) {
        if (!Double.isFinite(value) || Math.abs(value) >= LARGEST_BRIEF) {
            return Double.isFinite(value) ? Math.rint(value) : value;
        }
        return new BigDecimal(value)
                .round(new MathContext(BRIEF_DIGITS, RoundingMode.HALF_EVEN))
                .doubleValue();
    }

    /**
     * Shows a measurement with three significant digits.
     *
     * @param value the measurement
     * @return the number as {@link #show(double)} shows it, but shorter
     */
    public static String brief(double value) {
        return show(rounded(value));
    }

    /**
     * Shows a number with a given number of decimals.
     *
     * @param value the number
     * @param decimals how many digits follow the point, 0 or more
     * @return the number with a point for decimals and thin spaces between groups of three digits; a dash for NaN
     */
    static String show(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return showNonFinite(value);
        }
        return grouped(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN));
    }

    /**
     * How many decimals numbers need that stand below each other.
     *
     * @param values finite numbers
     * @return so many that the greatest has four significant digits, fewer if all are short; -1 if that would hide the
     *     smaller ones
     */
    static int decimals(double[] values) {
        double greatest = 0;
        double least = Double.POSITIVE_INFINITY;
        int needed = 0;
        for (double value : values) {
            double magnitude = Math.abs(value);
            greatest = Math.max(greatest, magnitude);
            least = magnitude == 0 ? least : Math.min(least, magnitude);
        }
        if (greatest >= LARGEST_PLAIN
                || (greatest > 0 && least < greatest / MOST_SPREAD)
                || greatest < SMALLEST_PLAIN) {
            return -1;
        }
        int wholeDigits = (int) Math.floor(Math.log10(greatest)) + 1;
        int decimals = Math.max(0, SIGNIFICANT_DIGITS - wholeDigits);
        for (double value : values) {
            BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
            needed = Math.max(needed, rounded.stripTrailingZeros().scale());
        }
        return needed;
    }

    /**
     * Writes a place in a drawing.
     *
     * @param pixels the place
     * @return the number with at most one decimal
     */
    static String place(double pixels) {
        long tenths = Math.round(pixels * 10);
        String sign = tenths < 0 ? "-" : "";
        long whole = Math.abs(tenths) / 10;
        long rest = Math.abs(tenths) % 10;
        return rest == 0 ? sign + whole : sign + whole + "." + rest;
    }

    private static String showNonFinite(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        return value > 0 ? "∞" : MINUS + "∞";
    }

    static String scientific(double value) {
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(SCIENTIFIC_DIGITS, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.scaleByPowerOfTen(-exponent).toPlainString();
        return (mantissa + "e" + exponent).replace('-', MINUS);
    }

    private static String grouped(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        StringBuilder shown = new StringBuilder();
        if (number.signum() < 0) {
            shown.append(MINUS);
        }
        for (int digit = 0; digit < whole.length(); digit++) {
            if (digit > 0 && whole.length() >= SHORTEST_GROUPED && (whole.length() - digit) % 3 == 0) {
                shown.append(GROUP_SEPARATOR);
            }
            shown.append(whole.charAt(digit));
        }
        return point < 0
                ? shown.toString()
                : shown.append(plain, point, plain.length()).toString();
    }
}
