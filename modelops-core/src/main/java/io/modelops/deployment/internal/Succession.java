package io.modelops.deployment.internal;

import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How one champion follows another. The new route is published before a version that it no longer names is retired, so a
 * request that finds its version retired finds the successor by reading the route again.
 */
final class Succession<I, O> {
    private final PublishedRoute<I, O> published;
    private final AliasTarget target;
    private final SpareVersions<I, O> spares;
    private final Absence absence;
    private final RolloutSlot rollout;
    private final Observers<I, O> observers;
    private final InstantSource clock;

    Succession(
            PublishedRoute<I, O> published,
            AliasTarget target,
            SpareVersions<I, O> spares,
            Absence absence,
            RolloutSlot rollout,
            Observers<I, O> observers,
            InstantSource clock) {
        this.published = published;
        this.target = target;
        this.spares = spares;
        this.absence = absence;
        this.rollout = rollout;
        this.observers = observers;
        this.clock = clock;
    }

    /** Serves the first version. */
    void begin(Generation<I, O> first) {
        published.lock();
        try {
            publish(Route.to(first), null);
        } finally {
            published.unlock();
        }
    }

    /** Makes another version the champion. With the lock held. */
    void publish(Route<I, O> next, @Nullable Generation<I, O> replaced) {
        Generation<I, O> champion = next.champion();
        ModelVersion before = replaced == null ? null : replaced.version();
        observers.onServing(champion.version(), champion.trainedOn());
        published.showChampion(next);
        target.isServed();
        Flight.swapped(champion.version(), before);
        published.news().tell(new DeploymentEvent.Swapped(clock.instant(), champion.version(), before));
        if (replaced != null) {
            spares.replaced(replaced, champion);
        }
        absence.over();
    }

    /** Swaps to a version that is ready, unless the alias has moved on; then it is given back. */
    void swapTo(Generation<I, O> next, Runnable unwanted) {
        rollout.abort("the alias was moved to " + next.version());
        published.lock();
        try {
            Route<I, O> before = published.route();
            boolean stillWanted = target.is(next.version());
            if (before == null
                    || !stillWanted
                    || next.lease().isRetired()
                    || before.champion().version().equals(next.version())) {
                unwanted.run();
                return;
            }
            publish(Route.to(next), before.champion());
            if (before.challenger() != null) {
                spares.drain(before.challenger());
            }
        } finally {
            published.unlock();
        }
    }

    /** Whether nothing is to be loaded for a target: it is on trial and becomes the champion now, or it serves already. */
    boolean isChallengerOrChampion(ModelVersion next) {
        published.lock();
        try {
            Route<I, O> present = published.route();
            if (present == null || present.champion().version().equals(next)) {
                // Closed, or a rollout that has just moved the alias was faster.
                return true;
            }
            Generation<I, O> challenger = present.challenger();
            if (challenger == null || !challenger.version().equals(next)) {
                return false;
            }
            publish(Route.to(challenger), present.champion());
            return true;
        } finally {
            published.unlock();
        }
    }
}
