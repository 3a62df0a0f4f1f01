package io.modelops.constraint;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;

/**
 * The numbers from one to another.
 *
 * @param lower the lower end, −∞ for none
 * @param upper the upper end, +∞ for none
 * @param withLower whether the lower end belongs to it
 * @param withUpper whether the upper end belongs to it
 */
public record NumberRange(double lower, double upper, boolean withLower, boolean withUpper) {
    /**
     * Checks and keeps the ends.
     *
     * @param lower the lower end
     * @param upper the upper end
     * @param withLower whether the lower end belongs to it
     * @param withUpper whether the upper end belongs to it
     * @throws InvalidInputException if no number lies in it
     */
    public NumberRange {
        lower += 0.0;
        upper += 0.0;
        boolean empty = !(lower <= upper) || (lower == upper && !(withLower && withUpper));
        if (empty || lower == Double.POSITIVE_INFINITY || upper == Double.NEGATIVE_INFINITY) {
            throw new InvalidInputException("Range " + lower + " to " + upper
                    + " holds no number: expected a lower end that is not above the upper one.");
        }
    }

    /**
     * The numbers from one to another, both included.
     *
     * @param lower the lower end
     * @param upper the upper end
     * @return the range
     * @throws InvalidInputException if the lower end is above the upper one
     */
    public static NumberRange between(double lower, double upper) {
        return new NumberRange(lower, upper, true, true);
    }

    /**
     * A number and all above it.
     *
     * @param lower the number
     * @return the range
     */
    public static NumberRange atLeast(double lower) {
        return new NumberRange(lower, Double.POSITIVE_INFINITY, true, true);
    }

    /**
     * All above a number.
     *
     * @param lower the number
     * @return the range
     */
    public static NumberRange above(double lower) {
        return new NumberRange(lower, Double.POSITIVE_INFINITY, false, true);
    }

    /**
     * A number and all below it.
     *
     * @param upper the number
     * @return the range
     */
    public static NumberRange atMost(double upper) {
        return new NumberRange(Double.NEGATIVE_INFINITY, upper, true, true);
    }

    /**
     * All below a number.
     *
     * @param upper the number
     * @return the range
     */
    public static NumberRange below(double upper) {
        return new NumberRange(Double.NEGATIVE_INFINITY, upper, true, false);
    }

    /**
     * Whether a number lies in it.
     *
     * @param number any number
     * @return false for NaN
     */
    public boolean contains(double number) {
        return (withLower ? number >= lower : number > lower) && (withUpper ? number <= upper : number < upper);
    }

    /** What becomes of a requirement to lie in it. */
    Verdict judge(Bracket bracket) {
        if (!bracket.isKnown()) {
            return Verdict.INCONCLUSIVE;
        }
        if (contains(bracket.lower()) && contains(bracket.upper())) {
            return Verdict.PASS;
        }
        boolean allBelow = withLower ? bracket.upper() < lower : bracket.upper() <= lower;
        boolean allAbove = withUpper ? bracket.lower() > upper : bracket.lower() >= upper;
        return allBelow || allAbove ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    /** As it stands behind what is required to lie in it. */
    String text(boolean asShare) {
        if (lower == upper) {
            return "= " + Words.number(lower, asShare);
        }
        if (lower == Double.NEGATIVE_INFINITY) {
            return (withUpper ? "<= " : "< ") + Words.number(upper, asShare);
        }
        if (upper == Double.POSITIVE_INFINITY) {
            return (withLower ? ">= " : "> ") + Words.number(lower, asShare);
        }
        if (!withLower || !withUpper) {
            return (withLower ? ">= " : "> ")
                    + Words.number(lower, asShare)
                    + (withUpper ? " and <= " : " and < ")
                    + Words.number(upper, asShare);
        }
        return "between " + Words.number(lower, asShare) + " and " + Words.number(upper, asShare);
    }
}
