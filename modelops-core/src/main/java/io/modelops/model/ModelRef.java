package io.modelops.model;

import java.util.regex.Pattern;

/**
 * A reference to one version of a model: by number ({@code churn:7}) or by the alias that points to it
 * ({@code churn@champion}).
 *
 * <p>A numbered reference always means the same version; an alias means whatever the registry points it to at the time.
 */
public sealed interface ModelRef {
    /**
     * The model that is referred to.
     *
     * @return the name of the model
     */
    ModelName model();

    /**
     * A reference to a version by its number.
     *
     * @param model the name of the model
     * @param number the version number, 1 to 999999999
     */
    record Numbered(ModelName model, int number) implements ModelRef {
        private static final int GREATEST = 999_999_999;

        /**
         * Checks and keeps the reference.
         *
         * @param model the name of the model
         * @param number the version number, 1 to 999999999
         * @throws InvalidInputException if the number is none of these
         */
        public Numbered {
            if (number < 1 || number > GREATEST) {
                throw new InvalidInputException("Version number " + number + " of model " + model
                        + " is not allowed: expected 1 to " + GREATEST + ".");
            }
        }

        /**
         * Reads a reference by number.
         *
         * @param text {@code name:number}
         * @return the reference
         * @throws InvalidInputException if the text has another form, or its name or number is not allowed
         */
        public static Numbered parse(String text) {
            if (ModelRef.parse(text) instanceof Numbered numbered) {
                return numbered;
            }
            throw new InvalidInputException("Model reference " + Quoted.of(text)
                    + " names an alias: expected a fixed version, \"name:number\".");
        }

        @Override
        public String toString() {
            return model + ":" + number;
        }
    }

    /**
     * A reference to whatever version an alias points to.
     *
     * @param model the name of the model
     * @param alias the alias, 1 to 64 of {@code a-z}, {@code 0-9}, {@code _} and {@code -}, starting with a letter
     */
    record Aliased(ModelName model, String alias) implements ModelRef {
        private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

        /**
         * Checks and keeps the reference.
         *
         * @param model the name of the model
         * @param alias the alias
         * @throws InvalidInputException if the alias has another form than described above
         */
        public Aliased {
            if (!ALLOWED.matcher(alias).matches()) {
                throw new InvalidInputException("Alias " + Quoted.of(alias) + " is not allowed: expected 1 to 64 of "
                        + "a-z, 0-9, '_', '-', starting with a letter, such as \"champion\".");
            }
        }

        @Override
        public String toString() {
            return model + "@" + alias;
        }
    }

    /**
     * Reads a reference in one of its two written forms.
     *
     * @param text {@code name:number} or {@code name@alias}
     * @return the reference
     * @throws InvalidInputException if the text is neither, or its name, number or alias is not allowed
     */
    static ModelRef parse(String text) {
        int at = text.indexOf('@');
        if (at >= 0) {
            return new Aliased(ModelName.of(text.substring(0, at)), text.substring(at + 1));
        }
        int colon = text.indexOf(':');
        if (colon >= 0) {
            return new Numbered(ModelName.of(text.substring(0, colon)), number(text, text.substring(colon + 1)));
        }
        throw new InvalidInputException("Model reference " + Quoted.of(text)
                + " names no version: expected \"name:number\" or \"name@alias\", such as \"churn@champion\".");
    }

    private static int number(String reference, String digits) {
        if (digits.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(digits);
        }
        throw new InvalidInputException("Model reference " + Quoted.of(reference) + " has no valid version number: "
                + "expected a whole number from 1 to 999999999 without leading zeros after ':'.");
    }
}
