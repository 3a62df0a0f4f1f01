package io.modelops.spi;

/**
 * A version in memory. Whoever loaded it closes it once, after all its inferences have been closed and no call is
 * running.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public interface LoadedModel<I, O> extends AutoCloseable {
    /**
     * Creates something that predicts. Called on the thread that will use it.
     *
     * @return a new inference, closed by the caller on the same thread, before the model
     * @throws Exception if it can't be created
     */
    Inference<I, O> newInference() throws Exception;

    /**
     * Whether one inference may be used by any number of threads at once. If so, calls run on the caller's thread; if
     * not, on a fixed set of threads that have an inference each, as native engines want it.
     *
     * @return true only for models whose inference is safe for use by several threads
     */
    default boolean isThreadSafe() {
        return false;
    }

    /**
     * On how many devices it lies. Inferences are to be shared out over them in turn; a deployment makes its number of
     * workers for each.
     *
     * @return 1 or more
     */
    default int devices() {
        return 1;
    }

    /**
     * Releases the model's memory. Called once; what it throws is reported and not tried again. When it has returned,
     * nothing may read the model's files any more, not even through a mapping into memory: they are emptied and removed.
     */
    @Override
    default void close() {}
}
