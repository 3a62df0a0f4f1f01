package io.modelops.stress;

import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.DeploymentSettings;
import io.modelops.deployment.FaultyRuntime;
import io.modelops.deployment.FaultyRuntime.Answer;
import io.modelops.deployment.FaultyRuntime.Fault;
import io.modelops.deployment.Prediction;
import io.modelops.event.EventListener;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A registry of models that fail as they are told, and a deployer with threads of its own. */
public final class FaultyModels implements AutoCloseable {
    public final FaultyRuntime runtime;
    public final ModelRegistry registry = ModelRegistry.builder()
            .actor(Actor.by("test"))
            .stores(new InMemoryRegistryStore(), new InMemoryArtifactStore())
            .open();
    public final Deployer deployer;
    private final Queue<EventListener> listeners = new ConcurrentLinkedQueue<>();
    private final CopyOnWriteArrayList<Deployment<?, ?>> deployments = new CopyOnWriteArrayList<>();
    private final Path directory;

    public FaultyModels(Path directory, boolean threadSafe) {
        this.directory = directory;
        this.runtime = new FaultyRuntime(threadSafe);
        this.deployer = Deployer.builder(registry)
                .runtime(runtime)
                .listener(event -> listeners.forEach(listener -> listener.on(event)))
                .build();
    }

    /** Tells somebody what deployments do. */
    public void tell(EventListener listener) {
        listeners.add(listener);
    }

    /** Registers a version whose answers carry its own number. */
    public ModelVersion register(String model, Fault fault, long number) {
        int next = registry.versions(model).size() + 1;
        try {
            Path file = Files.writeString(directory.resolve(model + "-" + next), fault.line(next, number));
            ModelVersion version = registry.register(model, file, told -> told.format(FaultyRuntime.FORMAT));
            Files.delete(file);
            return version;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Has an alias {@code champion} point to a version. */
    public void point(ModelVersion version) {
        String model = version.model().value();
        Optional<ModelVersion> present = registry.find(model + "@champion");
        registry.point("champion").from(present.orElse(null)).to(version);
    }

    /** Deploys what the alias {@code champion} points to; every version has to answer a warm-up input first. */
    public Deployment<Long, Answer> deploy(String model, Consumer<DeploymentSettings<Long, Answer>> settings) {
        Deployment<Long, Answer> deployment = deployer.deploy(model + "@champion", Long.class, Answer.class, told -> {
            told.warmUpWith(List.of(FaultyRuntime.WARM_UP));
            settings.accept(told);
        });
        deployments.add(deployment);
        return deployment;
    }

    /** Sends an input and looks whether the version that is named could and did answer. */
    public static Load.Outcome judged(Deployment<Long, Answer> deployment, SwapLedger ledger, long input) {
        int began = ledger.moment();
        Prediction<Answer> prediction = deployment.predict(input);
        int number = prediction.version().number();
        return prediction.value().mark() == number && ledger.couldAnswer(began, number)
                ? Load.Outcome.ANSWERED
                : Load.Outcome.STALE;
    }

    @Override
    public void close() {
        runtime.endHanging();
        deployments.forEach(Deployment::close);
        deployer.close();
        registry.close();
    }
}
