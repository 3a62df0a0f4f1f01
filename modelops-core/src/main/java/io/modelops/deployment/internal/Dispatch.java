package io.modelops.deployment.internal;

import io.modelops.spi.Inference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How calls reach a model's inference. */
interface Dispatch<I, O> {
    /**
     * Answers one input. Unchecked exceptions of the model come through as thrown.
     *
     * @throws Exception what the model threw
     */
    @Nullable
    O answer(I input) throws Exception;

    /** How many inputs wait. */
    default int queued() {
        return 0;
    }

    /** Runs the inputs through every inference, so that each is warm before it serves. */
    void warmUp(List<I> inputs) throws Exception;

    /** Closes the inferences. Called once, when no call is running. */
    void close();

    /** On the caller's thread: for models whose one inference is safe for use by several threads. */
    record OnCaller<I, O>(Inference<I, O> inference) implements Dispatch<I, O> {
        @Override
        public @Nullable O answer(I input) throws Exception {
            return inference.predict(input);
        }

        @Override
        public void warmUp(List<I> inputs) throws Exception {
            for (I input : inputs) {
                inference.predict(input);
            }
        }

        @Override
        public void close() {
            inference.close();
        }
    }
}
