package io.modelops.spi;

import io.modelops.model.ModelVersion;
import java.util.List;
import java.util.function.Supplier;

/**
 * Says which versions may be loaded. It is asked before any file of a version is copied and before a runtime is started
 * for it, whoever wants to load it: a deployment, a rollout, a validation. Implementations are safe for use by several
 * threads.
 */
@FunctionalInterface
public interface LoadPolicy {
    /**
     * Refuses a version by throwing. Whatever it throws, the version is not loaded.
     *
     * @param version the version
     * @param signatures reads the bundles of signatures that are kept with the version, oldest first; empty if it is not
     *     signed. They are whatever somebody stored there, and may be called for more than once
     * @throws io.modelops.model.LoadRefusedException if the version may not be loaded
     */
    void check(ModelVersion version, Supplier<List<byte[]>> signatures);
}
