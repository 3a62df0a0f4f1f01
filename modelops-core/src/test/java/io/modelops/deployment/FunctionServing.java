package io.modelops.deployment;

import io.modelops.event.DeploymentEvent;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.Inference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Models that are functions of the test, by name, with a clock and a ticker that only tests move. */
final class FunctionServing implements AutoCloseable {
    private final Path directory;
    private final Map<String, Inference<String, String>> functions = new ConcurrentHashMap<>();
    final ModelRegistry registry;
    final Deployer deployer;
    final List<DeploymentEvent> events = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong(1_000);
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    FunctionServing(Path directory, Consumer<DeployerBuilder> details) {
        this.directory = directory;
        this.registry = ModelRegistry.builder()
                .actor(Actor.by("test"))
                .clock(() -> now)
                .stores(new InMemoryRegistryStore(), new InMemoryArtifactStore())
                .open();
        DeployerBuilder builder = Deployer.builder(registry);
        builder.listening = Runnable::run;
        details.accept(builder);
        builder.runtime(FunctionRuntime.of(
                        "function",
                        String.class,
                        String.class,
                        files -> input -> functions
                                .get(Files.readString(files.onlyFile()))
                                .predict(input)))
                .clock(() -> now)
                .ticker(nanos::get)
                .random(new Random(7))
                .listener(event -> events.add((DeploymentEvent) event));
        this.deployer = builder.build();
    }

    static FunctionServing synchronous(Path directory) {
        return new FunctionServing(directory, builder -> builder.executor(Runnable::run));
    }

    static FunctionServing threaded(Path directory) {
        return new FunctionServing(directory, builder -> {});
    }

    ModelVersion register(String model, String name, Inference<String, String> function) {
        functions.put(name, function);
        try {
            Path file = Files.writeString(directory.resolve(name + "-" + System.nanoTime()), name);
            return registry.register(model, file, details -> details.format("function"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    ModelVersion champion(String model, String name, Inference<String, String> function) {
        ModelVersion version = register(model, name, function);
        point(model, version);
        return version;
    }

    void point(String model, ModelVersion version) {
        registry.point("champion")
                .from(registry.find(model + "@champion").orElse(null))
                .to(version);
    }

    Deployment<String, String> deploy(String model, Consumer<DeploymentSettings<String, String>> settings) {
        return deployer.deploy(model + "@champion", String.class, String.class, settings);
    }

    void tick(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    <E extends DeploymentEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        deployer.close();
        registry.close();
    }
}
