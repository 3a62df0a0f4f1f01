package io.modelops.benchmarks;

import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.FunctionRuntime;
import io.modelops.deployment.Prediction;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Asks a deployment whose model is a function, and calls the same function directly. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class DispatchCost {
    private static final int MASK = 15;

    /** An empty directory, for the registry. */
    @Param("")
    public String directory = "";

    private final Score[] answers = new Score[MASK + 1];
    private final Integer[] inputs = new Integer[MASK + 1];
    private final Inference<Integer, Score> function = input -> answers[input & MASK];
    private @Nullable ModelRegistry registry;
    private @Nullable Deployer deployer;
    private @Nullable Deployment<Integer, Score> deployment;

    /** Each thread has inputs of its own, so that counting them is no part of what is measured. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;
    }

    /** Deploys the function. */
    @Setup
    public void deploy() throws IOException {
        for (int index = 0; index <= MASK; index++) {
            inputs[index] = index;
            answers[index] = new Score(index);
        }
        Path home = Files.createTempDirectory(Path.of(directory), "dispatch");
        registry = ModelRegistry.open(home.resolve("registry"));
        ModelVersion version = registry.register(
                "rule", Files.writeString(home.resolve("rule.txt"), "a rule"), model -> model.format("rules"));
        registry.point("champion").to(version);
        deployer = Deployer.builder(registry)
                .runtime(FunctionRuntime.of("rules", Integer.class, Score.class, files -> function))
                .build();
        deployment = deployer.deploy("rule@champion", Integer.class, Score.class, settings -> {});
    }

    /** Closes it. */
    @TearDown
    public void close() {
        Objects.requireNonNull(deployment).close();
        Objects.requireNonNull(deployer).close();
        Objects.requireNonNull(registry).close();
    }

    /** Through the deployment. */
    @Benchmark
    public Prediction<Score> deployment(Turn turn) {
        return Objects.requireNonNull(deployment).predict(inputs[turn.next++ & MASK]);
    }

    /** The function alone. */
    @Benchmark
    public Score direct(Turn turn) throws Exception {
        return function.predict(inputs[turn.next++ & MASK]);
    }
}
