package io.modelops.deployment.internal;

import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens while a deployment has no version in memory: the one that was evicted comes back with the next request, the one
 * that made room for its successor comes back if that can't be loaded.
 */
final class Reloading<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private final ModelRef reference;
    private final PublishedRoute<I, O> published;
    private final Lifecycle lifecycle;
    private final Absence absence;
    private final AliasTarget target;
    private final SpareVersions<I, O> spares;
    private final VersionLoads<I, O> loads;
    private final Succession<I, O> succession;
    private final InstantSource clock;
    private final Runnable follow;

    /** @param follow looks whether the alias has moved on meanwhile */
    Reloading(
            ModelRef reference,
            PublishedRoute<I, O> published,
            Lifecycle lifecycle,
            Absence absence,
            AliasTarget target,
            SpareVersions<I, O> spares,
            VersionLoads<I, O> loads,
            Succession<I, O> succession,
            InstantSource clock,
            Runnable follow) {
        this.reference = reference;
        this.published = published;
        this.lifecycle = lifecycle;
        this.absence = absence;
        this.target = target;
        this.spares = spares;
        this.loads = loads;
        this.succession = succession;
        this.clock = clock;
        this.follow = follow;
    }

    /** See {@link Serving#awaitServing}. */
    void awaitServing(Generation<I, O> found, long nanosLeft) {
        Absence.Comeback attempt = comingBack(found);
        if (attempt == null) {
            Thread.onSpinWait();
        } else {
            absence.await(attempt, nanosLeft);
        }
    }

    /** See {@link Serving#whenServing}. */
    CompletableFuture<Void> whenServing(Generation<I, O> found, long nanosLeft) {
        Absence.Comeback attempt = comingBack(found);
        return attempt == null ? CompletableFuture.completedFuture(null) : absence.whenOver(attempt, nanosLeft);
    }

    /** The attempt to get it back into memory, begun if none is under way; null if there is nothing to wait for. */
    private Absence.@Nullable Comeback comingBack(Generation<I, O> found) {
        Route<I, O> present = published.route();
        if (present == null || present.champion() != found || !found.lease().isRetired()) {
            return null;
        }
        absence.refuseAfterFailure(clock.instant());
        Absence.Comeback attempt = absence.begin(lifecycle.reloadWait());
        if (attempt == null) {
            return absence.present();
        }
        Route<I, O> latest = published.route();
        if (latest == null || latest.champion() != found) {
            // Another version was published before the attempt could be seen.
            absence.over();
            return null;
        }
        reload(found, attempt);
        return attempt;
    }

    /** The old version goes, then the new one is loaded; if it can't be, the old one comes back. */
    void exchange(ModelVersion next, Duration callersWait) {
        Absence.Comeback attempt;
        Generation<I, O> old;
        published.lock();
        try {
            Route<I, O> present = published.route();
            attempt = present == null ? null : absence.begin(callersWait);
            if (present == null || attempt == null) {
                // What is under way follows the alias at its end.
                return;
            }
            old = present.champion();
            spares.drain(old);
        } finally {
            published.unlock();
        }
        CompletableFuture<?> ignored = spares.draining()
                .ended(old)
                .thenAccept(inTime ->
                        VersionLoads.guarded(old.version(), () -> makeRoomAndLoad(old, next, attempt, inTime)));
    }

    /** The alias points to the version again that was to make room for another one. */
    void cancelExchange() {
        Route<I, O> present = published.route();
        if (present != null && absence.isUnderWay()) {
            cameBack(present.champion());
        }
    }

    private void makeRoomAndLoad(
            Generation<I, O> old, ModelVersion wanted, Absence.Comeback attempt, boolean closedInTime) {
        if (!closedInTime && cameBack(old)) {
            target.notReady(
                    wanted,
                    new ModelLoadException("Version " + wanted + " was not loaded: requests on version " + old.version()
                            + ", which is to make room for it, did not end within " + lifecycle.drainTimeout()
                            + ", the drain timeout."));
            return;
        }
        // The alias may have been moved on while the old version ended its requests.
        ModelVersion next = target.notServedBy(published.route()).orElse(old.version());
        if (next.equals(old.version())) {
            reload(old, attempt);
            return;
        }
        Load<I, O> load = loads.request(next);
        loads.whenDone(load, (ready, failed) -> {
            if (ready != null) {
                succeed(old, load, ready);
                follow.run();
            } else if (failed != null) {
                target.notReady(next, failed);
                reload(old, attempt);
            }
        });
    }

    private boolean cameBack(Generation<I, O> old) {
        published.lock();
        try {
            Route<I, O> present = published.route();
            boolean back = present != null
                    && present.champion() == old
                    && old.lease().isRetired()
                    && spares.draining().revive(old);
            if (back) {
                absence.over();
            }
            return back;
        } finally {
            published.unlock();
        }
    }

    /** Gets the champion back into memory, or another generation of the same version in its place. */
    private void reload(Generation<I, O> absent, Absence.Comeback attempt) {
        if (cameBack(absent)) {
            return;
        }
        Load<I, O> load = loads.request(absent.version());
        loads.whenDone(load, (ready, failed) -> {
            if (ready != null) {
                succeed(absent, load, ready);
                // Had it been replaced meanwhile, nobody would have to wait any more either.
                absence.over();
            } else if (failed != null) {
                LOG.warn("{} is not in memory and could not be loaded: {}", reference, failed.getMessage());
                absence.failed(attempt, failed, clock.instant());
            }
            follow.run();
        });
    }

    private void succeed(Generation<I, O> absent, Load<I, O> load, Generation<I, O> ready) {
        boolean unwanted;
        published.lock();
        try {
            Route<I, O> present = published.route();
            unwanted = present == null
                    || present.champion() != absent
                    || !absent.lease().isRetired()
                    || ready.lease().isRetired();
            if (!unwanted && ready.version().equals(absent.version())) {
                // Nothing has changed for those who observe.
                published.show(Route.to(ready));
                absence.over();
            } else if (!unwanted) {
                succession.publish(Route.to(ready), absent);
            }
        } finally {
            published.unlock();
        }
        if (unwanted) {
            loads.leave(load);
        }
    }
}
