package io.modelops.deployment;

import io.modelops.deployment.internal.Listeners;
import io.modelops.deployment.internal.ServingParts;
import io.modelops.deployment.internal.Turns;
import io.modelops.registry.ModelRegistry;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What all deployments of one deployer share. */
record DeployerParts(
        ModelRegistry registry,
        ServingParts serving,
        InstantSource clock,
        LongSupplier ticker,
        RandomGenerator random,
        Executor observing,
        Executor observers,
        Executor shadowing,
        Listeners listeners,
        @Nullable Turns turns) {}
