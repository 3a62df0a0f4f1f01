package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.deployment.internal.PrivateDirectory.Removal;
import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import io.modelops.model.ClosedException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.model.Profile;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes versions ready: copies and verifies their files, loads them, warms them up. What fails half-way is released, and
 * the error says at which step and why.
 */
public final class Opener {
    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);
    private static final int MOST_USERS = Integer.MAX_VALUE;

    private final Semaphore users = new Semaphore(MOST_USERS);
    private final ModelRegistry registry;
    private final Admission admission;
    private final Runtimes runtimes;
    private final Executor closer;
    private final ThreadFactory threads;
    private final RandomGenerator random;
    private final MemoryLedger memory;

    public Opener(
            ModelRegistry registry,
            Admission admission,
            Runtimes runtimes,
            Executor closer,
            ThreadFactory threads,
            RandomGenerator random,
            MemoryLedger memory) {
        this.registry = registry;
        this.admission = admission;
        this.runtimes = runtimes;
        this.closer = closer;
        this.threads = threads;
        this.random = random;
        this.memory = memory;
    }

    /** How a version is to be made ready for a deployment. */
    public record Settings<I, O>(
            Class<I> inputType,
            Class<O> outputType,
            int workers,
            Queueing queueing,
            Supplier<List<I>> warmUp,
            boolean generates) {}

    /** How a load says where it is. */
    public interface Progress {
        /** What became of the version so far. */
        VersionLife life();

        /**
         * Begins a step.
         *
         * @throws RuntimeException if the load is not wanted any more
         */
        void enter(VersionState step);
    }

    /** For whom memory is reserved: the need that was declared, and the one whose versions are not to be taken away for it. */
    public record Room(OptionalLong declared, @Nullable Tenant tenant) {}

    /**
     * Loads a version apart from any deployment.
     *
     * @throws ModelLoadException if it can't be loaded
     * @throws io.modelops.model.LoadRefusedException if it may not be loaded
     */
    public <I, O> LoadedModel<I, O> load(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        Place place = new Place(version);
        try {
            admission.require(version);
            Reservation reserved = place.reserve(new Room(OptionalLong.empty(), null));
            LoadedModel<I, O> model = load(version, place.directory, inputType, outputType);
            reserved.loaded();
            reserved.settled();
            return new Temporary<>(version, model, place::leave);
        } catch (RuntimeException | Error failure) {
            place.leave(Removal.AT_ONCE);
            throw failure;
        }
    }

    /**
     * Makes a version ready to serve.
     *
     * @param onClosed is told when it has been closed after its last user
     * @throws ModelLoadException if it can't be made ready, or there is no room for it in the memory budget
     * @throws io.modelops.model.LoadRefusedException if it may not be loaded
     */
    public <I, O> Generation<I, O> open(
            ModelVersion version,
            Settings<I, O> settings,
            Room room,
            Progress progress,
            Consumer<Generation<I, O>> onClosed) {
        Place place = new Place(version);
        try {
            progress.enter(VersionState.VERIFYING);
            admission.require(version);
            Reservation reserved = place.reserve(room);
            @Nullable Profile trainedOn = registry.trainingProfile(version).orElse(null);
            LoadedModel<I, O> model = load(version, place, settings, progress);
            Dispatch<I, O> dispatch = dispatch(version, model, settings);
            Generation<I, O> generation = new Generation<>(
                    progress.life(),
                    model,
                    dispatch,
                    place::leave,
                    reserved,
                    trainedOn,
                    random.nextLong(),
                    closer,
                    onClosed);
            warmUp(generation, settings, progress);
            requireStillNotRevoked(generation);
            reserved.loaded();
            return generation;
        } catch (RuntimeException | Error failure) {
            place.leave(Removal.AT_ONCE);
            throw failure;
        }
    }

    /** A random half for ids of answers that no version gives. */
    public long newOrigin() {
        return random.nextLong();
    }

    /**
     * Waits until nothing that was opened here is open, at most for a time, and says whether that came to be. If so, nothing
     * can be opened any more.
     */
    public boolean awaitUnused(Duration longest) {
        try {
            return users.tryAcquire(MOST_USERS, longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
            return users.tryAcquire(MOST_USERS);
        }
    }

    private <I, O> LoadedModel<I, O> load(
            ModelVersion version, Place place, Settings<I, O> settings, Progress progress) {
        ModelRuntime runtime = runtimeOf(version);
        ModelFiles files = registry.copyFiles(version, place.directory);
        progress.enter(VersionState.LOADING);
        return load(version, runtime, files, settings.inputType(), settings.outputType());
    }

    private <I, O> LoadedModel<I, O> load(
            ModelVersion version, Path directory, Class<I> inputType, Class<O> outputType) {
        ModelRuntime runtime = runtimeOf(version);
        return load(version, runtime, registry.copyFiles(version, directory), inputType, outputType);
    }

    private static <I, O> LoadedModel<I, O> load(
            ModelVersion version, ModelRuntime runtime, ModelFiles files, Class<I> inputType, Class<O> outputType) {
        try {
            return new CheckedModel<>(version, runtime.load(files, inputType, outputType), outputType);
        } catch (ModelOpsException explained) {
            throw explained;
        } catch (Exception | LinkageError failure) {
            throw failed(version, "loading it with runtime " + runtime.name(), failure);
        }
    }

    private ModelRuntime runtimeOf(ModelVersion version) {
        try {
            return runtimes.of(version);
        } catch (ModelOpsException explained) {
            throw explained;
        } catch (RuntimeException | LinkageError failure) {
            throw failed(version, "starting the runtime for its format " + version.format(), failure);
        }
    }

    private <I, O> Dispatch<I, O> dispatch(ModelVersion version, LoadedModel<I, O> model, Settings<I, O> settings) {
        try {
            return model.isThreadSafe()
                    ? new Dispatch.OnCaller<>(model.newInference(), version.toString(), settings.queueing())
                    : Workers.start(
                            model,
                            version.toString(),
                            settings.workers() * model.devices(),
                            settings.queueing(),
                            threads);
        } catch (Exception | LinkageError failure) {
            model.close();
            throw failed(version, "creating its inference", failure);
        } catch (Error outOfMemory) {
            model.close();
            throw outOfMemory;
        }
    }

    private <I, O> void warmUp(Generation<I, O> generation, Settings<I, O> settings, Progress progress) {
        Span span = Flight.warmingUp(generation.version());
        try {
            progress.enter(VersionState.WARMING);
            List<I> inputs = new ArrayList<>(settings.warmUp().get());
            registry.goldenExamples(generation.version(), settings.inputType(), settings.outputType())
                    .forEach(example -> inputs.add(example.input()));
            if (inputs.isEmpty() && settings.generates()) {
                warmUpWithGenerated(generation, settings.inputType());
            } else {
                generation.warmUp(inputs);
            }
            span.ended(null);
        } catch (Load.NoLongerWanted stop) {
            span.ended(stop);
            generation.close();
            throw stop;
        } catch (Exception | LinkageError failure) {
            span.ended(failure);
            generation.close();
            throw failed(generation.version(), "warming it up with typical inputs", failure);
        } catch (Error outOfMemory) {
            span.ended(outOfMemory);
            generation.close();
            throw outOfMemory;
        }
    }

    /** That a model does not like zeros says nothing against it. */
    private static <I, O> void warmUpWithGenerated(Generation<I, O> generation, Class<I> inputType) {
        I input = GeneratedInput.of(inputType, generation.version().signature().orElse(null))
                .orElse(null);
        if (input == null) {
            LOG.info(
                    "No input could be generated to warm up version {}: give it golden examples", generation.version());
            return;
        }
        try {
            generation.warmUp(List.of(input));
        } catch (Exception refused) {
            LOG.info(
                    "Version {} could not answer the input that was generated to warm it up",
                    generation.version(),
                    refused);
        }
    }

    /** Loading may have taken minutes. */
    private void requireStillNotRevoked(Generation<?, ?> generation) {
        try {
            admission.requireNotRevoked(generation.version());
        } catch (RuntimeException revoked) {
            generation.close();
            throw revoked;
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
    private record Temporary<I, O>(ModelVersion version, LoadedModel<I, O> model, Consumer<Removal> leave)
            implements LoadedModel<I, O> {
        @Override
        public Inference<I, O> newInference() throws Exception {
            return new OneEach<>(version, model.newInference());
        }

        @Override
        public boolean isThreadSafe() {
            return model.isThreadSafe();
        }

        @Override
        public int devices() {
            return model.devices();
        }

        @Override
        public void close() {
            Removal removal = Removal.AT_ONCE;
            try {
                model.close();
                removal = Removal.IN_PIECES;
            } finally {
                leave.accept(removal);
            }
        }
    }

    /** An inference whose caller gets an answer for each input, or is told. */
    private record OneEach<I, O>(ModelVersion version, Inference<I, O> inference) implements Inference<I, O> {
        @Override
        public O predict(I input) throws Exception {
            return inference.predict(input);
        }

        @Override
        public List<O> predictAll(List<I> inputs) throws Exception {
            @Nullable List<O> answers = inference.predictAll(inputs);
            if (answers == null || answers.size() != inputs.size()) {
                throw new PredictionException("Version " + version + " gave "
                        + (answers == null ? "no answers" : answers.size() + " answers") + " to " + inputs.size()
                        + " inputs: expected one for each; mend its runtime or translator.");
            }
            return answers;
        }

        @Override
        public void close() {
            inference.close();
        }
    }

    /** Where the files of one opened version lie. As long as one is in use, the engines must not be closed. */
    private final class Place {
        private final ModelVersion version;
        private final Path directory;
        private volatile @Nullable Reservation reserved;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(ModelVersion version) {
            this.version = version;
            if (!users.tryAcquire()) {
                throw new ClosedException(
                        "Version " + version + " was not loaded: the deployer is closed; build another one.");
            }
            try {
                directory = PrivateDirectory.create(version.model().value());
            } catch (RuntimeException | Error failure) {
                users.release();
                throw failure;
            }
        }

        private Reservation reserve(Room room) {
            Reservation granted = memory.reserve(version, room.declared(), room.tenant());
            reserved = granted;
            return granted;
        }

        private void leave(Removal removal) {
            if (left.compareAndSet(false, true)) {
                Reservation granted = reserved;
                if (granted != null) {
                    granted.release();
                }
                PrivateDirectory.delete(directory, removal);
                users.release();
            }
        }
    }
}
