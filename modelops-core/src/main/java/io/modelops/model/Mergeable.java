package io.modelops.model;

import io.modelops.statistics.sketch.DistinctCount;
import io.modelops.statistics.sketch.HeavyHitters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What two summaries of a feature must share to be added. */
final class Mergeable {
    private Mergeable() {}

    static void check(FeatureProfile one, FeatureProfile other, String what, List<?> mine, List<?> theirs) {
        if (!one.name().equals(other.name())) {
            throw new InvalidInputException("Profiles of features " + Quoted.of(one.name()) + " and "
                    + Quoted.of(other.name()) + " can't be merged: expected profiles of the same feature.");
        }
        if (!mine.equals(theirs)) {
            throw refused(one, "their " + what + " differ (" + mine.size() + " and " + theirs.size() + ")");
        }
    }

    static InvalidInputException otherKind(FeatureProfile one, FeatureProfile other) {
        return refused(
                one,
                "one is " + (one instanceof FeatureProfile.Numeric ? "numeric" : "categorical") + " and the other is "
                        + (other instanceof FeatureProfile.Numeric ? "numeric" : "categorical"));
    }

    static @Nullable DistinctCount distinct(FeatureProfile one, FeatureProfile other) {
        DistinctCount mine = one.distinct();
        DistinctCount theirs = other.distinct();
        if (mine == null && theirs == null) {
            return null;
        }
        if (mine == null || theirs == null) {
            throw refused(one, "only one of them counts different values");
        }
        return mine.merge(theirs);
    }

    static @Nullable HeavyHitters heavyHitters(FeatureProfile one, FeatureProfile other) {
        HeavyHitters mine = one.heavyHitters();
        HeavyHitters theirs = other.heavyHitters();
        if (mine == null && theirs == null) {
            return null;
        }
        if (mine == null || theirs == null || mine.capacity() != theirs.capacity()) {
            throw refused(one, "they look for different numbers of heavy hitters");
        }
        return mine.merge(theirs);
    }

    private static InvalidInputException refused(FeatureProfile one, String why) {
        return new InvalidInputException("Profiles of feature " + Quoted.of(one.name()) + " can't be merged: " + why
                + "; expected profiles that were counted against the same reference.");
    }
}
