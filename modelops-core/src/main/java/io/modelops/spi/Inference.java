package io.modelops.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * Predicts. Used by one thread at a time, always the same one, unless the model says otherwise.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
@FunctionalInterface
public interface Inference<I, O> extends AutoCloseable {
    /**
     * Answers one input.
     *
     * @param input the input
     * @return the answer
     * @throws Exception if it can't be answered; callers get unchecked exceptions as thrown
     */
    O predict(I input) throws Exception;

    /**
     * Answers several inputs at once.
     *
     * @param inputs the inputs
     * @return the answers in the same order
     * @throws Exception if any of them can't be answered
     */
    default List<O> predictAll(List<I> inputs) throws Exception {
        List<O> answers = new ArrayList<>(inputs.size());
        for (I input : inputs) {
            answers.add(predict(input));
        }
        return answers;
    }

    /** Releases what the inference holds. Called once; what it throws is reported and not tried again. */
    @Override
    default void close() {}
}
