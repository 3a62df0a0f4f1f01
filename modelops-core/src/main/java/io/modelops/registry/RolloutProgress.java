package io.modelops.registry;

import io.modelops.model.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollout that is under way has come, as the log tells it. All nodes read the same. A snapshot.
 *
 * @param rollout the id of the rollout
 * @param alias the alias that moves if it succeeds
 * @param champion the number of the version that the challenger may replace
 * @param challenger the number of the version that is being tried
 * @param plan the plan, which the process that goes on with the rollout reads
 * @param actor who began it
 * @param reason why it was begun
 * @param startedAt when it began
 * @param stage the stage it is in, -1 before the first
 * @param weight the share of requests that the challenger answers in this stage, 0 to 1
 * @param stageBegan when it entered this stage
 * @param stageSequence the sequence of the entry of the log with which it entered this stage
 * @param pausedSince since when it is paused, or null if it is not
 * @param pausedFor how long it was paused before, in all
 */
public record RolloutProgress(
        UUID rollout,
        String alias,
        int champion,
        int challenger,
        String plan,
        Actor actor,
        String reason,
        Instant startedAt,
        int stage,
        double weight,
        Instant stageBegan,
        long stageSequence,
        @Nullable Instant pausedSince,
        Duration pausedFor) {
    /**
     * Whether somebody paused it.
     *
     * @return true if it stays in its stage until somebody resumes it
     */
    public boolean isPaused() {
        return pausedSince != null;
    }
}
