package io.modelops.model;

import java.util.regex.Pattern;

/**
 * The name of a registered model.
 *
 * <p>A name is 1 to 128 characters of {@code a-z}, {@code 0-9}, {@code .}, {@code _} and {@code -}, starts with a letter
 * or a digit, and does not contain two dots in a row. The narrow alphabet keeps a name printable in a log line and
 * unambiguous in a {@link ModelRef}; it never becomes part of a file path.
 *
 * @param value the name itself
 */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    /**
     * Checks and keeps a name.
     *
     * @param value the name itself
     * @throws InvalidInputException if the name has another form than the class describes
     */
    public ModelName {
        if (!isAllowed(value)) {
            throw new InvalidInputException("Model name " + Quoted.of(value) + " is not allowed: expected 1 to 128 of "
                    + "a-z, 0-9, '.', '_', '-', starting with a letter or digit, without '..'; rename the model.");
        }
    }

    /**
     * Returns the name with the given value.
     *
     * @param value the name itself
     * @return the name
     * @throws InvalidInputException if the name has another form than the class describes
     */
    public static ModelName of(String value) {
        return new ModelName(value);
    }

    static boolean isAllowed(String value) {
        return ALLOWED.matcher(value).matches() && !value.contains("..");
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
