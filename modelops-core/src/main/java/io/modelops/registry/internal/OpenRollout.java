package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.registry.RolloutProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that is under way.
 *
 * @param started how it began
 * @param progress how far it has come
 */
public record OpenRollout(RegistryEvent.RolloutStarted started, RolloutProgress progress) {
    static OpenRollout begun(RegistryEvent.RolloutStarted started, LogEntry entry) {
        return new OpenRollout(
                started,
                new RolloutProgress(
                        started.rollout(),
                        started.alias(),
                        started.champion(),
                        started.challenger(),
                        started.plan(),
                        entry.actor(),
                        entry.reason(),
                        entry.at(),
                        -1,
                        0,
                        entry.at(),
                        entry.sequence(),
                        null,
                        Duration.ZERO));
    }

    int stage() {
        return progress.stage();
    }

    boolean isAbout(UUID rollout) {
        return started.rollout().equals(rollout);
    }

    OpenRollout advanced(RegistryEvent.RolloutAdvanced advanced, LogEntry entry) {
        return with(
                advanced.stage(),
                advanced.weight(),
                entry.at(),
                entry.sequence(),
                progress.pausedSince(),
                progress.pausedFor());
    }

    OpenRollout paused(boolean paused, Instant at) {
        Instant since = progress.pausedSince();
        Duration before =
                since == null ? progress.pausedFor() : progress.pausedFor().plus(Duration.between(since, at));
        return with(
                progress.stage(),
                progress.weight(),
                progress.stageBegan(),
                progress.stageSequence(),
                paused ? at : null,
                before);
    }

    private OpenRollout with(
            int stage,
            double weight,
            Instant stageBegan,
            long stageSequence,
            @Nullable Instant pausedSince,
            Duration pausedFor) {
        return new OpenRollout(
                started,
                new RolloutProgress(
                        progress.rollout(),
                        progress.alias(),
                        progress.champion(),
                        progress.challenger(),
                        progress.plan(),
                        progress.actor(),
                        progress.reason(),
                        progress.startedAt(),
                        stage,
                        weight,
                        stageBegan,
                        stageSequence,
                        pausedSince,
                        pausedFor));
    }
}
