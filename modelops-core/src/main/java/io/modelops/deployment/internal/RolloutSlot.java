package io.modelops.deployment.internal;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The place for the one rollout that a deployment may have at a time. It keeps the last one, also when that is over. */
final class RolloutSlot {
    /** How many rollouts are about to begin. */
    private final AtomicInteger beginning = new AtomicInteger();

    private volatile @Nullable RunningRollout latest;

    /** The rollout under way, or the last one. */
    @Nullable
    RunningRollout latest() {
        return latest;
    }

    /** The rollout under way. */
    @Nullable
    RunningRollout underWay() {
        RunningRollout present = latest;
        return present == null || present.isOver().getAsBoolean() ? null : present;
    }

    void take(RunningRollout rollout) {
        latest = rollout;
    }

    void begins() {
        beginning.incrementAndGet();
    }

    void hasBegun() {
        beginning.decrementAndGet();
    }

    /** Whether a rollout is under way or about to begin. */
    boolean isTaken() {
        return beginning.get() > 0 || underWay() != null;
    }

    void abort(String why) {
        RunningRollout present = latest;
        if (present != null) {
            present.abort().accept(why);
        }
    }
}
