package io.modelops.model;

/**
 * An input together with the answer that is right for it.
 *
 * @param input what the model is given
 * @param expected the right answer, or for a golden example the answer the model gave when it was registered
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public record Example<I, O>(I input, O expected) {
    /**
     * Pairs an input with its answer.
     *
     * @param input what the model is given
     * @param expected the right answer
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the pair
     */
    public static <I, O> Example<I, O> of(I input, O expected) {
        return new Example<>(input, expected);
    }
}
