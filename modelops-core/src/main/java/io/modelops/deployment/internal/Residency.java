package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * When the version of a deployment was last used, whether it may go, and how it goes. Use is seen by its counters, which are
 * looked at on every beat and when room is needed, so requests pay nothing for it.
 */
final class Residency<I, O> implements Tenant {
    private final PublishedRoute<I, O> published;
    private final SpareVersions<I, O> spares;
    private final RolloutSlot rollout;
    private final Absence absence;
    private final boolean pinned;
    private final InstantSource clock;
    private @Nullable Generation<I, O> watched;
    private long answered;
    private Instant lastUsed = Instant.MIN;

    Residency(
            PublishedRoute<I, O> published,
            SpareVersions<I, O> spares,
            RolloutSlot rollout,
            Absence absence,
            boolean pinned,
            InstantSource clock) {
        this.published = published;
        this.spares = spares;
        this.rollout = rollout;
        this.absence = absence;
        this.pinned = pinned;
        this.clock = clock;
    }

    /** Notes whether it has been used since the last look. */
    synchronized Instant look(Generation<I, O> champion) {
        long number = champion.lease().numbered();
        if (watched != champion || number != answered || champion.lease().holders() > 0) {
            watched = champion;
            answered = number;
            lastUsed = clock.instant();
        }
        return lastUsed;
    }

    @Override
    public boolean releaseWarm() {
        return spares.release();
    }

    @Override
    public @Nullable Idle idle(MemoryBudget budget) {
        Generation<I, O> champion = evictable();
        if (champion == null || clock.instant().isBefore(champion.life().since().plus(budget.minimumResidency()))) {
            return null;
        }
        return new Idle(look(champion), champion.memory().all());
    }

    @Override
    public boolean evict(ModelVersion inFavourOf) {
        published.lock();
        try {
            Generation<I, O> champion = evictable();
            if (champion == null) {
                return false;
            }
            published.news().tell(new DeploymentEvent.Evicted(clock.instant(), champion.version(), inFavourOf));
            spares.drain(champion);
            return true;
        } finally {
            published.unlock();
        }
    }

    /** The version that may be evicted now, if any. */
    private @Nullable Generation<I, O> evictable() {
        Route<I, O> present = published.route();
        if (present == null) {
            return null;
        }
        boolean stays = pinned
                || present.champion().lease().isRetired()
                || rollout.isTaken()
                // A pipeline holds its set of versions, so evicting one would free nothing.
                || published.isWatched()
                || absence.isUnderWay();
        return stays ? null : present.champion();
    }
}
