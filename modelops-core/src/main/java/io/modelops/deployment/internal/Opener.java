package io.modelops.deployment.internal;

import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Makes versions ready: copies and verifies their files, loads them, warms them up. What fails half-way is released, and
 * the error says at which step and why.
 */
public final class Opener {
    private final ModelRegistry registry;
    private final Runtimes runtimes;
    private final Executor closer;
    private final ThreadFactory threads;
    private final RandomGenerator random;

    public Opener(
            ModelRegistry registry, Runtimes runtimes, Executor closer, ThreadFactory threads, RandomGenerator random) {
        this.registry = registry;
        this.runtimes = runtimes;
        this.closer = closer;
        this.threads = threads;
        this.random = random;
    }

    /** How a version is to be made ready for a deployment. */
    public record Settings<I, O>(
            Class<I> inputType, Class<O> outputType, int workers, int queueCapacity, List<I> warmUp) {}

    /**
     * Loads a version apart from any deployment.
     *
     * @throws ModelLoadException if it can't be loaded
     */
    public <I, O> LoadedModel<I, O> load(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        Path directory = PrivateDirectory.create(version.model().value());
        try {
            return new Temporary<>(load(version, directory, inputType, outputType), directory);
        } catch (RuntimeException | Error failure) {
            PrivateDirectory.delete(directory);
            throw failure;
        }
    }

    /**
     * Makes a version ready to serve.
     *
     * @param onClosed is told when it has been closed after its last user
     * @throws ModelLoadException if it can't be made ready
     */
    public <I, O> Generation<I, O> open(
            ModelVersion version, Settings<I, O> settings, Consumer<Generation<I, O>> onClosed) {
        Path directory = PrivateDirectory.create(version.model().value());
        try {
            LoadedModel<I, O> model = load(version, directory, settings.inputType(), settings.outputType());
            Dispatch<I, O> dispatch = dispatch(version, model, settings);
            Generation<I, O> generation = new Generation<>(
                    version,
                    model,
                    dispatch,
                    directory,
                    registry.trainingProfile(version).orElse(null),
                    random.nextLong(),
                    closer,
                    onClosed);
            warmUp(generation, settings);
            return generation;
        } catch (RuntimeException | Error failure) {
            PrivateDirectory.delete(directory);
            throw failure;
        }
    }

    private <I, O> LoadedModel<I, O> load(
            ModelVersion version, Path directory, Class<I> inputType, Class<O> outputType) {
        ModelRuntime runtime = runtimes.of(version);
        var files = registry.copyFiles(version, directory);
        try {
            return runtime.load(files, inputType, outputType);
        } catch (ModelOpsException explained) {
            throw explained;
        } catch (Exception | LinkageError failure) {
            throw failed(version, "loading it with runtime " + runtime.name(), failure);
        }
    }

    private <I, O> Dispatch<I, O> dispatch(ModelVersion version, LoadedModel<I, O> model, Settings<I, O> settings) {
        try {
            return model.isThreadSafe()
                    ? new Dispatch.OnCaller<>(model.newInference())
                    : Workers.start(model, version.toString(), settings.workers(), settings.queueCapacity(), threads);
        } catch (Exception | LinkageError failure) {
            model.close();
            throw failed(version, "creating its inference", failure);
        }
    }

    private <I, O> void warmUp(Generation<I, O> generation, Settings<I, O> settings) {
        try {
            List<I> inputs = new ArrayList<>(settings.warmUp());
            registry.goldenExamples(generation.version(), settings.inputType(), settings.outputType())
                    .forEach(example -> inputs.add(example.input()));
            generation.warmUp(inputs);
        } catch (Exception | LinkageError failure) {
            generation.close();
            throw failed(generation.version(), "warming it up with typical inputs", failure);
        }
    }

    private static ModelLoadException failed(ModelVersion version, String step, Throwable cause) {
        return new ModelLoadException(
                "Version " + version + " is not ready: " + step + " failed (" + cause
                        + "). What served before keeps serving; mend the version and register it again, or point the "
                        + "alias elsewhere.",
                cause);
    }

    /** A loaded model that takes its directory away when it is closed. */
    private record Temporary<I, O>(LoadedModel<I, O> model, Path directory) implements LoadedModel<I, O> {
        @Override
        public Inference<I, O> newInference() throws Exception {
            return model.newInference();
        }

        @Override
        public boolean isThreadSafe() {
            return model.isThreadSafe();
        }

        @Override
        public void close() {
            try {
                model.close();
            } finally {
                PrivateDirectory.delete(directory);
            }
        }
    }
}
