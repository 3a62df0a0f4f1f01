package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * When the version of a deployment was last used, and whether it may go. Use is seen by its counters, which are looked at on
 * every beat and when room is needed, so requests pay nothing for it.
 */
final class Residency<I, O> implements MemoryLedger.Tenant {
    private final Serving<I, O> serving;
    private final InstantSource clock;
    private @Nullable Generation<I, O> watched;
    private long answered;
    private Instant lastUsed = Instant.MIN;

    Residency(Serving<I, O> serving, InstantSource clock) {
        this.serving = serving;
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
        return serving.releaseWarm();
    }

    @Override
    public MemoryLedger.@Nullable Idle idle(MemoryBudget budget) {
        Generation<I, O> champion = serving.evictable();
        if (champion == null || clock.instant().isBefore(champion.life().since().plus(budget.minimumResidency()))) {
            return null;
        }
        return new MemoryLedger.Idle(look(champion), champion.memory().all());
    }

    @Override
    public boolean evict(ModelVersion inFavourOf) {
        return serving.evict(inFavourOf);
    }
}
