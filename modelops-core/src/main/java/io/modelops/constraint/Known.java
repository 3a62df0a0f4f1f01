package io.modelops.constraint;

import io.modelops.model.Feature;
import io.modelops.model.FeatureOptions;
import io.modelops.model.FeatureProfile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a feature before its values are looked at: what it declares, else what a reference had. */
final class Known {
    private final double least;
    private final double greatest;
    private final boolean whole;
    private final boolean hasRange;
    private final @Nullable Set<String> categories;

    Known(Feature<?> feature, @Nullable FeatureProfile reference) {
        FeatureOptions options = feature.options();
        whole = options.whole();
        if (!options.hasRange()
                && reference instanceof FeatureProfile.Numeric numeric
                && numeric.min() <= numeric.max()) {
            least = numeric.min();
            greatest = numeric.max();
            hasRange = true;
        } else {
            least = options.least();
            greatest = options.greatest();
            hasRange = options.hasRange();
        }
        categories = reference instanceof FeatureProfile.Categorical categorical && categorical.listsAll()
                ? Set.copyOf(categorical.categories())
                : null;
    }

    boolean hasRange() {
        return hasRange;
    }

    boolean hasCategories() {
        return categories != null;
    }

    boolean isOutOfRange(ReadValue value) {
        double number = value.number();
        return value.kind() == ReadValue.Kind.NUMBER
                && (number < least || number > greatest || (whole && number != Math.rint(number)));
    }

    boolean isUnseen(ReadValue value) {
        return categories != null && value.category() != null && !categories.contains(value.category());
    }
}
