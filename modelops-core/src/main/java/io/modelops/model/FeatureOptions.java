package io.modelops.model;

import java.util.OptionalDouble;

/**
 * What is declared about a feature beside how it is read. Start from {@link #NONE} and add.
 *
 * @param least the least value that is in range, −∞ if none is declared
 * @param greatest the greatest value that is in range, +∞ if none is declared
 * @param whole whether only whole numbers are in range
 * @param distinct whether profiles estimate how many different values there were
 * @param heavyHitters how many of the most frequent values profiles look for, 0 for none
 * @param importance how much the model's answer depends on the feature, on any scale that is the same for all features
 */
public record FeatureOptions(
        double least, double greatest, boolean whole, boolean distinct, int heavyHitters, OptionalDouble importance) {
    /** Nothing declared: any number is in range, nothing but bins and moments is profiled. */
    public static final FeatureOptions NONE = new FeatureOptions(
            Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false, 0, OptionalDouble.empty());

    /** The most heavy hitters that can be declared. */
    public static final int MOST_HEAVY_HITTERS = 1_000;

    /**
     * Checks and keeps the options.
     *
     * @param least the least value that is in range
     * @param greatest the greatest value that is in range
     * @param whole whether only whole numbers are in range
     * @param distinct whether different values are counted
     * @param heavyHitters how many of the most frequent values are looked for
     * @param importance how much the model's answer depends on the feature
     * @throws InvalidInputException if the range is empty or NaN, the heavy hitters are not 0 to
     *     {@value #MOST_HEAVY_HITTERS}, or the importance is negative or not finite
     */
    public FeatureOptions {
        if (!(least <= greatest)) {
            throw new InvalidInputException("Range " + least + " to " + greatest
                    + " is not allowed: expected a least value that is not above the greatest.");
        }
        if (heavyHitters < 0 || heavyHitters > MOST_HEAVY_HITTERS) {
            throw new InvalidInputException(
                    heavyHitters + " heavy hitters are not allowed: expected 0 to " + MOST_HEAVY_HITTERS + ".");
        }
        if (importance.isPresent()
                && !(importance.getAsDouble() >= 0 && importance.getAsDouble() <= Double.MAX_VALUE)) {
            throw new InvalidInputException("Importance " + importance.getAsDouble()
                    + " is not allowed: expected a finite number of 0 or more.");
        }
    }

    /**
     * Declares the range of a number; values outside are counted as out of range.
     *
     * @param least the least value that is in range
     * @param greatest the greatest value that is in range
     * @return these options with the range
     * @throws InvalidInputException if the range is empty or NaN
     */
    public FeatureOptions range(double least, double greatest) {
        return new FeatureOptions(least, greatest, false, distinct, heavyHitters, importance);
    }

    /**
     * Declares that only the whole numbers of a range are expected; others are counted as out of range.
     *
     * @param least the least of them
     * @param greatest the greatest of them
     * @return these options with the range
     * @throws InvalidInputException if the range is empty
     */
    public FeatureOptions integers(long least, long greatest) {
        return new FeatureOptions(least, greatest, true, distinct, heavyHitters, importance);
    }

    /**
     * Lets profiles estimate how many different values there were.
     *
     * @return these options with the estimate
     */
    public FeatureOptions withDistinct() {
        return new FeatureOptions(least, greatest, whole, true, heavyHitters, importance);
    }

    /**
     * Lets profiles look for the most frequent values.
     *
     * @param most how many of them, 1 to {@value #MOST_HEAVY_HITTERS}
     * @return these options with the search
     * @throws InvalidInputException if the number is out of its range
     */
    public FeatureOptions withHeavyHitters(int most) {
        return new FeatureOptions(least, greatest, whole, distinct, most, importance);
    }

    /**
     * Tells how much the model's answer depends on the feature, so that what drifts in an important one comes first.
     *
     * @param importance a finite number of 0 or more, on a scale that is the same for all features
     * @return these options with the importance
     * @throws InvalidInputException if the number is negative or not finite
     */
    public FeatureOptions withImportance(double importance) {
        return new FeatureOptions(least, greatest, whole, distinct, heavyHitters, OptionalDouble.of(importance));
    }

    /**
     * Whether a range is declared.
     *
     * @return true if some finite number would be out of range
     */
    public boolean hasRange() {
        return whole || least > -Double.MAX_VALUE || greatest < Double.MAX_VALUE;
    }
}
