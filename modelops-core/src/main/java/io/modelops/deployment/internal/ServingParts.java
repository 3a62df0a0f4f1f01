package io.modelops.deployment.internal;

import io.modelops.event.DeploymentEvent;
import io.modelops.registry.ModelRegistry;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What all deployments of a deployer share to load versions and to say so. */
public record ServingParts(
        ModelRegistry registry,
        Opener opener,
        LoadingThreads loading,
        MemoryLedger memory,
        InstantSource clock,
        Consumer<DeploymentEvent> events) {}
