package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.model.ModelVersion;
import java.io.Serial;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One load of one version, shared by all who want it. {@link VersionLoads} guards what changes here with its lock.
 */
final class Load<I, O> {
    private final VersionLife life;
    private final CompletableFuture<Generation<I, O>> result = new CompletableFuture<>();
    /** How many want the result and have not given it back. */
    int claims;
    /** Nobody waits for it any more, though it still runs. */
    boolean abandoned;
    /** It must not go on, and must not be joined: it exceeded its time, or has noticed that nobody wants it. */
    boolean over;

    /** What it brought, if in time. */
    @Nullable
    Generation<I, O> ready;

    volatile @Nullable Instant began;

    /** Ends a load that nobody wants any more between two of its steps. */
    static final class NoLongerWanted extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        NoLongerWanted(ModelVersion version) {
            super("Version " + version + " was not loaded: another one was wanted meanwhile.", null, false, false);
        }
    }

    Load(VersionLife life) {
        this.life = life;
    }

    ModelVersion version() {
        return life.version();
    }

    VersionLife life() {
        return life;
    }

    /** Completed when it is ready, has failed, or is not waited for any more; never while a lock is held. */
    CompletableFuture<Generation<I, O>> result() {
        return result;
    }

    boolean isUnderWay() {
        return began != null && life.state() != VersionState.FAILED;
    }
}
