package io.modelops.model;

import org.jspecify.annotations.Nullable;

/**
 * How many values of a feature were not what a model expects. Each of them is also counted in a bin: what has no number
 * ({@code nan}, {@code mismatched}) among the missing values, an infinity or a number out of range in its bin, an unseen
 * category among the others.
 *
 * @param nan values that were there but not a number; only told apart from missing ones by a raw reader
 * @param positiveInfinity values that were +∞
 * @param negativeInfinity values that were −∞
 * @param mismatched values of another type than the feature has, such as a text where a number was expected, and values
 *     whose reading failed
 * @param outOfRange finite values outside the declared range or not whole where whole numbers were declared; without a
 *     declaration, outside what the reference had
 * @param unseen categories that the reference never had; counted where the reference lists all of its categories
 */
public record Irregularities(
        long nan, long positiveInfinity, long negativeInfinity, long mismatched, long outOfRange, long unseen) {
    /** Nothing irregular. */
    public static final Irregularities NONE = new Irregularities(0, 0, 0, 0, 0, 0);

    /**
     * Checks and keeps the counts.
     *
     * @param nan values that were not a number
     * @param positiveInfinity values that were +∞
     * @param negativeInfinity values that were −∞
     * @param mismatched values of another type
     * @param outOfRange values outside the range
     * @param unseen categories that the reference never had
     * @throws InvalidInputException if a count is negative
     */
    public Irregularities {
        if (nan < 0 || positiveInfinity < 0 || negativeInfinity < 0 || mismatched < 0 || outOfRange < 0 || unseen < 0) {
            throw new InvalidInputException("A count of irregular values is negative: expected counts of 0 or more.");
        }
    }

    /**
     * Adds the counts of other values.
     *
     * @param other the other counts
     * @return the counts of both
     * @throws InvalidInputException if a sum is more than a long holds
     */
    public Irregularities merge(Irregularities other) {
        return new Irregularities(
                Counts.sum(nan, other.nan),
                Counts.sum(positiveInfinity, other.positiveInfinity),
                Counts.sum(negativeInfinity, other.negativeInfinity),
                Counts.sum(mismatched, other.mismatched),
                Counts.sum(outOfRange, other.outOfRange),
                Counts.sum(unseen, other.unseen));
    }

    /**
     * How many values had no number or no usable category although there was something.
     *
     * @return {@code nan} and {@code mismatched} together
     */
    public long unusable() {
        return nan + mismatched;
    }

    /** A profile that was stored before these counts were kept has none. */
    static Irregularities orNone(@Nullable Irregularities stored) {
        return stored == null ? NONE : stored;
    }
}
