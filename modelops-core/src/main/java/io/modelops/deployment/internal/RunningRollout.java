package io.modelops.deployment.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A rollout as seen by the deployment whose heart it beats with. */
public record RunningRollout(
        ModelVersion challenger,
        Consumer<Instant> beat,
        Consumer<String> abort,
        Consumer<RegistryEvent.RolloutEnded> endedInLog,
        BooleanSupplier isOver) {}
