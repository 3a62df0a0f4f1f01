package io.modelops.model;

import org.jspecify.annotations.Nullable;

/**
 * What a value of a feature is when it is read as it is.
 *
 * <p>A number is a {@link Number} or a {@link Boolean}. A category is a {@link CharSequence}, a {@link Character}, an
 * {@link Enum}, a {@link Number} or a {@link Boolean}. Anything else is of another type.
 */
public final class Raw {
    private Raw() {}

    /**
     * The number of a value.
     *
     * @param value any value, or null
     * @return its number, 1 for true and 0 for false; NaN if it has none
     */
    public static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof Boolean truth ? truth ? 1 : 0 : Double.NaN;
    }

    /**
     * The category of a value.
     *
     * @param value any value, or null
     * @return its category, or null if it has none
     */
    public static @Nullable String category(@Nullable Object value) {
        return value != null && isCategory(value) ? value.toString() : null;
    }

    /**
     * Whether a value has a number, if only NaN.
     *
     * @param value any value
     * @return true for numbers and booleans
     */
    public static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /**
     * Whether a value has a category.
     *
     * @param value any value
     * @return true for texts, characters, enums, numbers and booleans
     */
    public static boolean isCategory(Object value) {
        return value instanceof CharSequence
                || value instanceof Enum<?>
                || value instanceof Character
                || isNumber(value);
    }
}
