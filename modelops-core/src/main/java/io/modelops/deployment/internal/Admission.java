package io.modelops.deployment.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.LoadRefusedException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.LoadPolicy;
import java.util.List;

/** Decides whether a version may be loaded, before anything of it is touched. */
public final class Admission {
    private final ModelRegistry registry;
    private final List<LoadPolicy> policies;

    /** @param policies all of them have to agree */
    public Admission(ModelRegistry registry, List<LoadPolicy> policies) {
        this.registry = registry;
        this.policies = List.copyOf(policies);
    }

    /**
     * Refuses a version that was revoked, by whatever process, or that a policy refuses.
     *
     * @throws LoadRefusedException if it may not be loaded
     */
    void require(ModelVersion version) {
        registry.refresh();
        requireNotRevoked(version);
        for (LoadPolicy policy : policies) {
            ask(policy, version);
        }
    }

    /**
     * Refuses a version that is known to be revoked.
     *
     * @throws LoadRefusedException if it is
     */
    void requireNotRevoked(ModelVersion version) {
        registry.revocation(version).ifPresent(revoked -> {
            throw new LoadRefusedException("Version " + version + " was not loaded: it " + described(revoked)
                    + ". Point the alias to another version.");
        });
    }

    /** Says by whom, when and why a version was revoked. */
    static String described(LogEntry revoked) {
        return "was revoked by " + revoked.actor() + " at " + revoked.at()
                + (revoked.reason().isEmpty() ? "" : ": " + revoked.reason());
    }

    private void ask(LoadPolicy policy, ModelVersion version) {
        try {
            policy.check(version, () -> registry.signatures(version));
        } catch (ModelOpsException explained) {
            throw explained;
        } catch (RuntimeException | LinkageError failure) {
            throw new LoadRefusedException(
                    "Version " + version + " was not loaded: load policy "
                            + policy.getClass().getName() + " failed (" + failure + "), which counts as a no.",
                    failure);
        }
    }
}
