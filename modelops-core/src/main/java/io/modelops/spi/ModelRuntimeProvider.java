package io.modelops.spi;

import java.util.Set;

/** Offers an engine to applications that did not configure one by hand. Found through {@link java.util.ServiceLoader}. */
public interface ModelRuntimeProvider {
    /**
     * The name by which applications choose it.
     *
     * @return a name that no other provider on the class path has
     */
    String name();

    /**
     * The formats it can load.
     *
     * @return format names, such as {@code onnx}
     */
    Set<String> formats();

    /**
     * Creates a runtime with default settings. Called at most once per {@code ModelOps} or {@code Deployer}, when the
     * first version of one of its formats is loaded.
     *
     * @return a new runtime, closed by whoever asked for it
     */
    ModelRuntime create();
}
