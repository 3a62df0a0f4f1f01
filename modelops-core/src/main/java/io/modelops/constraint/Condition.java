package io.modelops.constraint;

import io.modelops.model.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a single value can be required to be. */
public sealed interface Condition {
    /**
     * A number in a range.
     *
     * @param range the range
     */
    record Within(NumberRange range) implements Condition {
        @Override
        public String text() {
            return range.text(false);
        }
    }

    /**
     * One of some categories, or none of them.
     *
     * @param categories the categories, 1 or more, in order
     * @param isExcluded whether it must be none of them
     */
    record In(Set<String> categories, boolean isExcluded) implements Condition {
        /**
         * Copies and keeps the categories.
         *
         * @param categories the categories
         * @param isExcluded whether it must be none of them
         * @throws InvalidInputException if there is none
         */
        public In {
            if (categories.isEmpty()) {
                throw new InvalidInputException("No category was given: expected one or more to compare with.");
            }
            categories = Collections.unmodifiableSet(new LinkedHashSet<>(categories));
        }

        @Override
        public String text() {
            return categories.stream()
                    .map(Words::name)
                    .collect(Collectors.joining(", ", isExcluded ? "not in (" : "in (", ")"));
        }
    }

    /**
     * How it stands behind the name of a feature.
     *
     * @return what a parser reads as this condition
     */
    String text();

    /**
     * Requires a number in a range.
     *
     * @param range the range
     * @return the condition
     */
    static Condition within(NumberRange range) {
        return new Within(range);
    }

    /**
     * Requires one of some categories.
     *
     * @param categories the categories, 1 or more
     * @return the condition
     * @throws InvalidInputException if there is none
     */
    static Condition in(String... categories) {
        return new In(new LinkedHashSet<>(List.of(categories)), false);
    }

    /**
     * Requires none of some categories.
     *
     * @param categories the categories, 1 or more
     * @return the condition
     * @throws InvalidInputException if there is none
     */
    static Condition notIn(String... categories) {
        return new In(new LinkedHashSet<>(List.of(categories)), true);
    }
}
