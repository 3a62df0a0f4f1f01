package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one deployment that are in memory and get no requests: the one that is kept warm for a way back, the older
 * one that stands by as a fallback, and those that still end their last requests. A version that is wanted again is taken from
 * here without a load.
 */
final class SpareVersions<I, O> {
    private final PublishedRoute<I, O> published;
    private final ModelRegistry registry;
    private final InstantSource clock;
    private final Lifecycle lifecycle;
    private final Standby<I, O> standby;
    private final Draining<I, O> draining = new Draining<>();
    private volatile @Nullable Warm<I, O> warm;

    /** A version that has been replaced and is kept loaded, so that going back to it takes no load. */
    private record Warm<I, O>(Generation<I, O> generation, Instant until) {}

    SpareVersions(PublishedRoute<I, O> published, ServingParts parts, Lifecycle lifecycle, Standby<I, O> standby) {
        this.published = published;
        this.registry = parts.registry();
        this.clock = parts.clock();
        this.lifecycle = lifecycle;
        this.standby = standby;
    }

    /** The older version that is kept to answer when the champion can't. */
    @Nullable
    Generation<I, O> older() {
        return standby.kept();
    }

    /** The version that is kept warm. */
    @Nullable
    Generation<I, O> warm() {
        Warm<I, O> kept = warm;
        return kept == null ? null : kept.generation();
    }

    Draining<I, O> draining() {
        return draining;
    }

    /** Retires a version that another one has replaced, or keeps it. With the lock held. */
    void replaced(Generation<I, O> before, Generation<I, O> champion) {
        if (standby.isWanted()) {
            standby.replaced(before, champion).forEach(this::drain);
        } else if (!before.lease().isRetired()) {
            keepWarm(before);
        }
    }

    /** Retires a version. With the lock held. */
    void drain(Generation<I, O> generation) {
        if (!generation.lease().isRetired()) {
            draining.add(generation, clock.instant());
        }
    }

    /** Lets go of a version that somebody else used. */
    void leave(Generation<I, O> generation) {
        published.lock();
        try {
            drain(generation);
        } finally {
            published.unlock();
        }
    }

    /** Keeps an older version that was loaded to stand by, unless there is no need of it any more. */
    boolean keepOlder(Generation<I, O> ready) {
        published.lock();
        try {
            Route<I, O> present = published.route();
            if (present == null
                    || ready.lease().isRetired()
                    || !standby.keep(ready, present.champion().version())) {
                return false;
            }
            ready.life().enter(VersionState.READY);
            return true;
        } finally {
            published.unlock();
        }
    }

    /** Takes a version that was replaced and is still in memory. Not one that was revoked meanwhile. */
    @Nullable
    Generation<I, O> take(ModelVersion version) {
        if (registry.revocation(version).isPresent()) {
            return null;
        }
        Generation<I, O> still;
        published.lock();
        try {
            Warm<I, O> kept = warm;
            Generation<I, O> older = standby.kept();
            if (kept != null && kept.generation().version().equals(version)) {
                warm = null;
                still = kept.generation();
            } else if (older != null && older.version().equals(version)) {
                still = standby.leave();
            } else {
                still = draining.revive(version);
            }
        } finally {
            published.unlock();
        }
        if (still != null) {
            published.news().tell(new DeploymentEvent.Reactivated(clock.instant(), version));
        }
        return still;
    }

    /** Lets go of versions that are merely kept: for a way back, or as a fallback. */
    boolean release() {
        boolean released = releaseWarmAfter(Instant.MAX);
        published.lock();
        try {
            Generation<I, O> older = standby.leave();
            if (older != null) {
                drain(older);
            }
            return released || older != null;
        } finally {
            published.unlock();
        }
    }

    /** Lets go of the version that was kept warm for long enough. */
    boolean releaseWarmAfter(Instant now) {
        published.lock();
        try {
            Warm<I, O> kept = warm;
            if (kept == null || kept.until().isAfter(now)) {
                return false;
            }
            warm = null;
            drain(kept.generation());
            return true;
        } finally {
            published.unlock();
        }
    }

    private void keepWarm(Generation<I, O> generation) {
        if (lifecycle.keepWarm().isZero()) {
            drain(generation);
            return;
        }
        Warm<I, O> before = warm;
        warm = new Warm<>(generation, clock.instant().plus(lifecycle.keepWarm()));
        generation.life().enter(VersionState.READY);
        if (before != null) {
            drain(before.generation());
        }
    }
}
