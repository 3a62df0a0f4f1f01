package io.modelops.spi;

import java.util.Set;

/** An engine that turns the files of a version into something that predicts. Safe for use by several threads. */
public interface ModelRuntime extends AutoCloseable {
    /**
     * The name that messages and events use for it.
     *
     * @return a short name, such as {@code djl}
     */
    String name();

    /**
     * The formats it can load.
     *
     * @return format names, such as {@code onnx}
     */
    Set<String> formats();

    /**
     * Loads a version. Must not run code that lies among the files, nor read a file outside their directory, nor open a
     * connection.
     *
     * @param files the version's verified files
     * @param inputType the type of the inputs that callers will give
     * @param outputType the type of the answers that callers expect
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the loaded model, closed by the caller
     * @throws Exception if it can't be loaded; what was allocated is released
     */
    <I, O> LoadedModel<I, O> load(ModelFiles files, Class<I> inputType, Class<O> outputType) throws Exception;

    /** Releases what the runtime itself holds, after all its models have been closed. Closing twice does nothing more. */
    @Override
    default void close() {}
}
