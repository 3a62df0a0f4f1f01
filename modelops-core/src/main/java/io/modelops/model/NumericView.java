package io.modelops.model;

import java.util.Optional;

/**
 * Reads an answer of a model as one number.
 *
 * @param <O> the type of the answers
 */
@FunctionalInterface
public interface NumericView<O> {
    /**
     * Reads one answer.
     *
     * @param output the answer
     * @return its number, NaN if it has none
     */
    double of(O output);

    /**
     * Finds the obvious view of a type: a {@link Scored}, a {@link Number}, a {@link Boolean} (1 for true), and an array
     * of one {@code float} or {@code double}.
     *
     * @param type the type of the answers
     * @param <O> the type of the answers
     * @return the view, or empty if the type is none of these
     */
    static <O> Optional<NumericView<O>> find(Class<O> type) {
        if (Scored.class.isAssignableFrom(type)) {
            return Optional.of(output -> ((Scored) output).score());
        }
        if (Number.class.isAssignableFrom(type)) {
            return Optional.of(output -> ((Number) output).doubleValue());
        }
        if (type == Boolean.class) {
            return Optional.of(output -> (Boolean) output ? 1 : 0);
        }
        if (type == float[].class) {
            return Optional.of(output -> ((float[]) output).length == 1 ? ((float[]) output)[0] : Double.NaN);
        }
        if (type == double[].class) {
            return Optional.of(output -> ((double[]) output).length == 1 ? ((double[]) output)[0] : Double.NaN);
        }
        return Optional.empty();
    }
}
