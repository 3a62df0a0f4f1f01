package io.modelops.deployment.internal;

import io.modelops.deployment.TransitionPolicy;
import io.modelops.model.ModelVersion;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the alias of one deployment: what it names is taken from memory if it is there still, or loaded and swapped in. The
 * newest target wins; the load for an earlier one is given up.
 */
final class AliasFollower<I, O> {
    private final PublishedRoute<I, O> published;
    private final AliasTarget target;
    private final SpareVersions<I, O> spares;
    private final VersionLoads<I, O> loads;
    private final Succession<I, O> succession;
    private final Reloading<I, O> reloading;
    private final RolloutSlot rollout;
    private final Lifecycle lifecycle;
    private final LoadingThreads threads;
    /** The load for the present target, if one is under way. */
    private volatile @Nullable Load<I, O> wanted;

    AliasFollower(
            PublishedRoute<I, O> published,
            AliasTarget target,
            SpareVersions<I, O> spares,
            VersionLoads<I, O> loads,
            Succession<I, O> succession,
            Reloading<I, O> reloading,
            RolloutSlot rollout,
            Lifecycle lifecycle,
            LoadingThreads threads) {
        this.published = published;
        this.target = target;
        this.spares = spares;
        this.loads = loads;
        this.succession = succession;
        this.reloading = reloading;
        this.rollout = rollout;
        this.lifecycle = lifecycle;
        this.threads = threads;
    }

    /** See {@link Serving#follow}. */
    void follow() {
        ModelVersion next = dropSuperseded();
        if (next == null) {
            reloading.cancelExchange();
            return;
        }
        if (succession.isChallengerOrChampion(next) || reactivate(next)) {
            return;
        }
        if (lifecycle.transition() instanceof TransitionPolicy.KeepWithinMemory within) {
            reloading.exchange(next, within.callersWait());
            return;
        }
        Load<I, O> load = loads.request(next);
        if (isWanted(load)) {
            loads.whenDone(load, (ready, failed) -> arrived(load, ready, failed));
        } else {
            loads.leave(load);
        }
    }

    /** Gives up the load for an earlier target, and says what the target is now, if it does not serve. */
    @Nullable
    ModelVersion dropSuperseded() {
        published.lock();
        try {
            ModelVersion next = target.notServedBy(published.route()).orElse(null);
            Load<I, O> earlier = wanted;
            if (earlier != null && !earlier.version().equals(next)) {
                wanted = null;
                loads.leave(earlier);
            }
            return next;
        } finally {
            published.unlock();
        }
    }

    /** Makes a load the one that is waited for, unless the target has changed or somebody waits for it already. */
    private boolean isWanted(Load<I, O> load) {
        published.lock();
        try {
            ModelVersion next = dropSuperseded();
            boolean first = load.version().equals(next) && wanted == null;
            boolean failed = load.result().isCompletedExceptionally();
            if (first || (failed && wanted == null)) {
                wanted = load;
                return true;
            }
            return false;
        } finally {
            published.unlock();
        }
    }

    private void arrived(Load<I, O> load, @Nullable Generation<I, O> ready, @Nullable Throwable failed) {
        published.lock();
        try {
            if (wanted != load) {
                // It was given up, and whoever did so has given the claim back.
                return;
            }
            wanted = null;
        } finally {
            published.unlock();
        }
        if (ready != null) {
            boolean isTarget =
                    load.version().equals(target.notServedBy(published.route()).orElse(null));
            if (isTarget && succession.isChallengerOrChampion(load.version())) {
                // A rollout that shared the load keeps its claim, and the version with it.
                loads.leave(load);
            } else {
                succession.swapTo(ready, () -> loads.leave(load));
            }
        } else if (failed != null) {
            target.notReady(load.version(), failed);
        }
        follow();
    }

    /** Serves a version that was replaced and is still in memory. */
    private boolean reactivate(ModelVersion next) {
        Generation<I, O> still = spares.take(next);
        if (still == null) {
            return false;
        }
        Runnable unwanted = () -> spares.drain(still);
        if (rollout.underWay() == null) {
            succession.swapTo(still, unwanted);
            return true;
        }
        try {
            // Ending a rollout writes to the log, which whoever moved the alias should not wait for.
            threads.execute(() -> succession.swapTo(still, unwanted));
        } catch (RejectedExecutionException closing) {
            unwanted.run();
        }
        return true;
    }
}
