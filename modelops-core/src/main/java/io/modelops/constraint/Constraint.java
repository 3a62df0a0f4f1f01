package io.modelops.constraint;

import io.modelops.model.InvalidInputException;

/** One rule about data. */
public sealed interface Constraint {
    /**
     * A number that is measured over all rows must lie in a range.
     *
     * @param measure what is measured
     * @param feature of which feature; empty for {@link Measure#ROWS}
     * @param range where it must lie; shares are 0 to 1
     */
    record OfMeasure(Measure measure, String feature, NumberRange range) implements Constraint {
        /**
         * Checks and keeps the rule.
         *
         * @param measure what is measured
         * @param feature of which feature
         * @param range where it must lie
         * @throws InvalidInputException if a feature is missing, or is given where none belongs
         */
        public OfMeasure {
            if ((measure == Measure.ROWS) != feature.isEmpty()) {
                throw new InvalidInputException("Measure " + measure.word() + " was given "
                        + (feature.isEmpty() ? "no feature: expected the name of one." : "a feature: expected none."));
            }
        }

        @Override
        public String text() {
            String of = measure == Measure.ROWS ? "" : "(" + Words.name(feature) + ")";
            return measure.word() + of + " " + range.text(measure.isShare());
        }
    }

    /**
     * A share of the values of a feature must fulfil a condition. Values that are missing or have no number are left out:
     * they have measures of their own.
     *
     * @param feature the name of the feature
     * @param condition what a value must be
     * @param share which share of them at least, above 0 to 1
     */
    record OfValues(String feature, Condition condition, double share) implements Constraint {
        /**
         * Checks and keeps the rule.
         *
         * @param feature the name of the feature
         * @param condition what a value must be
         * @param share which share of them at least
         * @throws InvalidInputException if the share is not above 0 and at most 1, or the name is empty
         */
        public OfValues {
            if (!(share > 0 && share <= 1)) {
                throw new InvalidInputException(
                        "Share " + share + " of values is not allowed: expected a number above 0 and at most 1.");
            }
            if (feature.isEmpty()) {
                throw new InvalidInputException("No feature was named: expected the name of one.");
            }
        }

        @Override
        public String text() {
            return Words.name(feature) + " " + condition.text()
                    + (share < 1 ? " for " + Words.number(share, true) : "");
        }
    }

    /**
     * The name of the feature it is about.
     *
     * @return the name, empty if it is about the rows
     */
    String feature();

    /**
     * The rule as it is written.
     *
     * @return what a parser reads as this rule
     */
    String text();
}
