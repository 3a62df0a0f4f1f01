package io.modelops.deployment;

import io.modelops.event.DeploymentEvent;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.LoadPolicy;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A registry of scripted models and a deployer with a clock that only tests move. */
final class ServingFixture implements AutoCloseable {
    private final Path directory;
    final ModelRegistry registry;
    final ScriptedRuntime runtime;
    final List<DeploymentEvent> events = new CopyOnWriteArrayList<>();
    final Deployer deployer;
    volatile Consumer<DeploymentEvent> reaction = event -> {};
    volatile AccessPolicy access = AccessPolicy.allowAll();
    volatile boolean storeIsDown;
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** With everything on the calling thread. */
    static ServingFixture synchronous(Path directory, boolean threadSafe) {
        return new ServingFixture(directory, threadSafe, builder -> builder.executor(Runnable::run));
    }

    /** With the deployer's own threads. */
    static ServingFixture threaded(Path directory, boolean threadSafe) {
        return new ServingFixture(directory, threadSafe, builder -> {});
    }

    /** With a policy, and everything on the calling thread. */
    static ServingFixture guarded(Path directory, LoadPolicy policy) {
        return new ServingFixture(
                directory, true, builder -> builder.executor(Runnable::run).loadPolicy(policy));
    }

    ServingFixture(Path directory, boolean threadSafe, Consumer<DeployerBuilder> details) {
        this.directory = directory;
        this.registry = ModelRegistry.builder()
                .actor(Actor.by("test"))
                .clock(() -> now)
                .access(request -> access.decide(request))
                .stores(new Store(), new InMemoryArtifactStore())
                .open();
        this.runtime = new ScriptedRuntime(threadSafe);
        DeployerBuilder builder = Deployer.builder(registry)
                .runtime(runtime)
                .clock(() -> now)
                .random(new Random(7))
                .listener(event -> {
                    events.add((DeploymentEvent) event);
                    reaction.accept((DeploymentEvent) event);
                });
        builder.listening = Runnable::run;
        details.accept(builder);
        this.deployer = builder.build();
    }

    ModelVersion register(String script) {
        return register("churn", script);
    }

    ModelVersion register(String name, String script) {
        try {
            Path file = Files.writeString(directory.resolve("model-" + System.nanoTime()), script);
            return registry.register(name, file, model -> model.format(ScriptedRuntime.FORMAT));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    ModelVersion champion(String script) {
        ModelVersion version = register(script);
        registry.point("champion").from(current()).to(version);
        return version;
    }

    void point(ModelVersion version) {
        registry.point("champion").from(current()).to(version);
    }

    Deployment<String, Score> deploy() {
        return deploy(settings -> {});
    }

    Deployment<String, Score> deploy(Consumer<DeploymentSettings<String, Score>> settings) {
        return deployer.deploy("churn@champion", String.class, Score.class, settings);
    }

    void pass(Duration time) {
        now = now.plus(time);
        deployer.beat();
    }

    <E extends DeploymentEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        runtime.gate.countDown();
        deployer.close();
        registry.close();
    }

    private ModelVersion current() {
        return registry.find("churn@champion").orElse(null);
    }

    /** A log that refuses records while it is down. */
    private final class Store implements RegistryStore {
        private final RegistryStore records = new InMemoryRegistryStore();

        @Override
        public boolean putIfAbsent(LogRecord record) {
            if (storeIsDown) {
                throw new StoreException("the disk is full", new IOException());
            }
            return records.putIfAbsent(record);
        }

        @Override
        public List<LogRecord> read(long from, int limit) {
            return records.read(from, limit);
        }
    }
}
