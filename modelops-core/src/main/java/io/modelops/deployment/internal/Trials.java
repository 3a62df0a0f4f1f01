package io.modelops.deployment.internal;

import io.modelops.deployment.TransitionPolicy;
import io.modelops.model.ClosedException;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;

/** Gets challengers into memory for rollouts, of which a deployment has one at a time. */
final class Trials<I, O> {
    private final ModelRef reference;
    private final PublishedRoute<I, O> published;
    private final Lifecycle lifecycle;
    private final SpareVersions<I, O> spares;
    private final VersionLoads<I, O> loads;
    private final Succession<I, O> succession;
    private final Reloading<I, O> reloading;
    private final RolloutSlot rollout;

    /** A version in memory that somebody may use who gives it back, or has it drained. */
    private record Claimed<I, O>(Generation<I, O> generation, Runnable giveBack) {}

    Trials(
            ModelRef reference,
            PublishedRoute<I, O> published,
            Lifecycle lifecycle,
            SpareVersions<I, O> spares,
            VersionLoads<I, O> loads,
            Succession<I, O> succession,
            Reloading<I, O> reloading,
            RolloutSlot rollout) {
        this.reference = reference;
        this.published = published;
        this.lifecycle = lifecycle;
        this.spares = spares;
        this.loads = loads;
        this.succession = succession;
        this.reloading = reloading;
        this.rollout = rollout;
    }

    /** See {@link Serving#begin}. */
    Trial<I, O> begin(ModelVersion challenger) {
        championOf(challenger);
        requireRoomForTwo(challenger);
        rollout.begins();
        try {
            Claimed<I, O> claimed = claim(challenger);
            try {
                Generation<I, O> champion = inMemory(championOf(challenger));
                return new Trial<>(reference, published, spares, succession, champion, claimed.generation());
            } catch (RuntimeException changedMeanwhile) {
                claimed.giveBack().run();
                throw changedMeanwhile;
            }
        } finally {
            rollout.hasBegun();
        }
    }

    /** See {@link Serving#attend}. */
    void attend(RunningRollout starting) {
        published.lock();
        try {
            championOf(starting.challenger());
            rollout.take(starting);
        } finally {
            published.unlock();
        }
    }

    private Generation<I, O> championOf(ModelVersion challenger) {
        Route<I, O> serving = published.route();
        if (serving == null) {
            throw closed();
        }
        RunningRollout present = rollout.underWay();
        if (present != null) {
            throw new ConflictException("Version " + challenger + " was not rolled out: " + present.challenger()
                    + " is on trial at " + reference + "; wait for it, or abort it.");
        }
        if (serving.champion().version().equals(challenger)) {
            throw new InvalidInputException(
                    "Version " + challenger + " was not rolled out: it serves " + reference + " already.");
        }
        return serving.champion();
    }

    private void requireRoomForTwo(ModelVersion challenger) {
        if (lifecycle.transition() instanceof TransitionPolicy.KeepWithinMemory) {
            throw new InvalidInputException("Version " + challenger + " was not rolled out: " + reference
                    + " keeps one version in memory only; deploy it with TransitionPolicy.keepAvailable(), or move the "
                    + "alias.");
        }
    }

    /** A version for a trial, which is still in memory or is loaded. */
    private Claimed<I, O> claim(ModelVersion version) {
        Generation<I, O> still = spares.take(version);
        if (still != null) {
            return new Claimed<>(still, () -> spares.drain(still));
        }
        Load<I, O> load = loads.request(version);
        Generation<I, O> loaded = loads.await(load);
        if (loaded.lease().isRetired() || spares.warm() == loaded) {
            loads.leave(load);
            throw new ConflictException("Version " + version
                    + " was not rolled out: the alias was moved to it and away " + "again meanwhile; try again.");
        }
        return new Claimed<>(loaded, () -> loads.leave(load));
    }

    /** A version that was evicted has to come back to be compared with. */
    private Generation<I, O> inMemory(Generation<I, O> champion) {
        Generation<I, O> present = champion;
        while (present.lease().isRetired()) {
            reloading.awaitServing(present, Long.MAX_VALUE);
            Route<I, O> latest = published.route();
            if (latest == null) {
                throw closed();
            }
            present = latest.champion();
        }
        return present;
    }

    private ClosedException closed() {
        return new ClosedException("Deployment " + reference + " is closed: no rollout was started.");
    }
}
