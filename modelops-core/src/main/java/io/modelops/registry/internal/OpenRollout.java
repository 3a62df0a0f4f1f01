package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import java.util.UUID;

/**
 * A rollout that is under way.
 *
 * @param started how it began
 * @param stage the stage it is in, -1 before the first
 */
public record OpenRollout(RegistryEvent.RolloutStarted started, int stage) {
    boolean isAbout(UUID rollout) {
        return started.rollout().equals(rollout);
    }

    OpenRollout at(int newStage) {
        return new OpenRollout(started, newStage);
    }
}
