package io.modelops.registry;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not the same in two versions.
 *
 * @param name what it is, such as the name of a parameter or the path of a file
 * @param before what the first version has, or null if it has nothing of that name
 * @param after what the second version has, or null if it has nothing of that name
 * @param <T> the type of what is compared
 */
public record Difference<T>(
        String name, @Nullable T before, @Nullable T after) {
    /**
     * Whether only the second version has it.
     *
     * @return true if it came
     */
    public boolean isAdded() {
        return before == null;
    }

    /**
     * Whether only the first version has it.
     *
     * @return true if it went
     */
    public boolean isRemoved() {
        return after == null;
    }
}
