package io.modelops.model;

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
    private static final int LONGEST = 128;

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

    // A loop, because opening a large registry checks names a hundred thousand times.
    static boolean isAllowed(String value) {
        if (value.isEmpty() || value.length() > LONGEST || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (int index = 1; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean separator = character == '-' || character == '_' || character == '.';
            boolean secondDot = character == '.' && value.charAt(index - 1) == '.';
            if (secondDot || !(separator || isLetterOrDigit(character))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
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
