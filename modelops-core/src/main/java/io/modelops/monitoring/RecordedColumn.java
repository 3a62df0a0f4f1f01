package io.modelops.monitoring;

import io.modelops.model.FeatureOptions;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Irregularities;
import io.modelops.statistics.Bins;
import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.HeavyHittersAccumulator;

/**
 * How the values of one feature are counted in a {@link Stripe}: its bins, then a cell for each way to be irregular. Has no
 * state of its own and is shared by all threads.
 */
sealed interface RecordedColumn<I> permits NumericColumn, CategoricalColumn {
    /** How many cells the irregular values take. */
    int IRREGULAR = 6;

    FeatureOptions options();

    Bins bins();

    /** The place of the column in the profile. */
    int number();

    /** The first cell of the column. */
    int first();

    /** Reads the feature and counts its value; what the feature throws comes out, and nothing was counted then. */
    void add(I input, Stripe stripe);

    /** The summary of what was counted; for the holder of the stripe. */
    FeatureProfile profile(Stripe stripe);

    default int cells() {
        return bins().size() + IRREGULAR;
    }

    default int missing() {
        return first() + bins().missingBin();
    }

    default int nan() {
        return first() + bins().size();
    }

    default int mismatched() {
        return nan() + 3;
    }

    /** Counts a value that could not be read, or is of another type. */
    default void addMismatch(Stripe stripe) {
        stripe.count(missing());
        stripe.count(mismatched());
    }

    /** What a profile of the stripe says about irregular values. */
    default Irregularities irregularities(Stripe stripe) {
        int cell = nan();
        return new Irregularities(
                stripe.counted(cell),
                stripe.counted(cell + 1),
                stripe.counted(cell + 2),
                stripe.counted(cell + 3),
                stripe.counted(cell + 4),
                stripe.counted(cell + 5));
    }

    /** Gives a value as text to the sketches that are declared. */
    default void sketch(String text, Stripe stripe) {
        DistinctCountAccumulator distinct = stripe.distinct(number());
        if (distinct != null) {
            distinct.add(text);
        }
        HeavyHittersAccumulator heavyHitters = stripe.heavyHitters(number());
        if (heavyHitters != null) {
            heavyHitters.add(text);
        }
    }

    default boolean isSketched() {
        return options().distinct() || options().heavyHitters() > 0;
    }
}
