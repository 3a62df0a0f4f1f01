package io.modelops.djl;

/**
 * Lets an application tell the runtime that was found by {@link java.util.ServiceLoader} about its own types, blocks and
 * translators, so that opening a registry is all it takes to deploy them. Implementations are named in
 * {@code META-INF/services/io.modelops.djl.DjlExtension} and have a public constructor without parameters.
 */
@FunctionalInterface
public interface DjlExtension {
    /**
     * Adds to the runtime that is about to be built.
     *
     * @param builder the builder of the runtime
     */
    void configure(DjlRuntime.Builder builder);
}
