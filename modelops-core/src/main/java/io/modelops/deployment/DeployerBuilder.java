package io.modelops.deployment;

import io.modelops.deployment.internal.ResidentMemory;
import io.modelops.event.EventListener;
import io.modelops.model.InvalidInputException;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.LoadPolicy;
import io.modelops.spi.ModelRuntime;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Configures a {@link Deployer}. Not safe for use by several threads. */
public final class DeployerBuilder {
    final ModelRegistry registry;
    final List<ModelRuntime> runtimes = new ArrayList<>();
    final List<EventListener> listeners = new ArrayList<>();
    final List<LoadPolicy> policies = new ArrayList<>();
    InstantSource clock = InstantSource.system();
    LongSupplier ticker = System::nanoTime;
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    RandomGenerator origins = new SecureRandom();

    int loadingThreads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    int inferencesAtOnce;
    int listenerCapacity = 10_000;
    boolean tellsEntries;
    ResidentMemory residentMemory = ResidentMemory.ofThisProcess();

    @Nullable
    MemoryBudget memoryBudget;

    @Nullable
    Executor executor;

    @Nullable
    Executor listening;

    DeployerBuilder(ModelRegistry registry) {
        this.registry = registry;
    }

    /**
     * Adds a runtime, which comes before those on the class path.
     *
     * @param runtime the runtime; it stays the caller's to close
     * @return this
     */
    public DeployerBuilder runtime(ModelRuntime runtime) {
        runtimes.add(runtime);
        return this;
    }

    /**
     * Adds somebody who is told what deployments do: one event after another, in the order in which they happened to each
     * deployment, on a thread of its own. Nothing waits for it. Events that find {@link #listenerCapacity(int)} others waiting
     * are counted in {@link DeploymentStatus#droppedEvents()} and not told; a listener that never returns is told nothing more,
     * and keeps its thread.
     *
     * @param listener the listener; what it throws is logged, counted and ignored
     * @return this
     */
    public DeployerBuilder listener(EventListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Sets how many events may wait for one listener that is slow.
     *
     * @param events 1 or more; 10,000 by default
     * @return this
     * @throws InvalidInputException if it is less than 1
     */
    public DeployerBuilder listenerCapacity(int events) {
        if (events < 1) {
            throw new InvalidInputException(events + " events can't wait for a listener: expected 1 or more.");
        }
        listenerCapacity = events;
        return this;
    }

    /**
     * Tells the listeners of this deployer also what happens in its registry, in line with what deployments do and as little
     * waited for. Who subscribes to the registry itself is told on the thread that changes it.
     *
     * @return this
     */
    public DeployerBuilder listenersHearOfEntries() {
        tellsEntries = true;
        return this;
    }

    /**
     * Adds a policy that says which versions may be loaded. All of them have to agree. Revoked versions are refused without
     * any.
     *
     * @param policy the policy, such as a {@link io.modelops.registry.signing.SignaturePolicy}
     * @return this
     */
    public DeployerBuilder loadPolicy(LoadPolicy policy) {
        policies.add(policy);
        return this;
    }

    /**
     * Sets the clock by which predictions are dated and rollouts keep time.
     *
     * @param source the clock; the system's by default
     * @return this
     */
    public DeployerBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Sets the ticker by which latencies are measured.
     *
     * @param nanos gives nanoseconds from some origin; {@link System#nanoTime()} by default
     * @return this
     */
    public DeployerBuilder ticker(LongSupplier nanos) {
        ticker = nanos;
        return this;
    }

    /**
     * Sets the source of randomness for requests without a key during a canary, and for the random half of prediction
     * ids.
     *
     * @param source a generator that is safe for use by several threads
     * @return this
     */
    public DeployerBuilder random(RandomGenerator source) {
        random = source;
        origins = source;
        return this;
    }

    /**
     * Sets what runs loading, closing, observing, listeners and shadow answers, instead of threads of the deployer's own.
     * {@code Runnable::run} makes all of it happen on the thread that causes it, which suits tests and simulations. With a
     * {@link #memoryBudget}, an executor needs more than one thread: a load may wait for a close.
     *
     * @param runner the executor; it stays the caller's to shut down
     * @return this
     */
    public DeployerBuilder executor(Executor runner) {
        executor = runner;
        return this;
    }

    /**
     * Sets how many versions may be loaded at the same time, by all deployments together. A load that is given up or not
     * wanted any more takes no place from others, even if it never ends.
     *
     * @param threads 1 or more; by default the number of processors, at least 2 and at most 4; without effect beside
     *     {@link #executor}
     * @return this
     * @throws InvalidInputException if it is less than 1
     */
    public DeployerBuilder loadingThreads(int threads) {
        if (threads < 1) {
            throw new InvalidInputException("Versions can't be loaded by " + threads + " threads: expected 1 or more.");
        }
        loadingThreads = threads;
        return this;
    }

    /**
     * Lets at most so many calls of engines run at the same time, over all deployments together, and models take turns while
     * more want to. So a model that is flooded with requests leaves the others their share of the processors, whatever
     * number of workers each has. Models that are safe for use by several threads run on their callers' threads and take no
     * part. A model that asks a deployment of this deployer while it runs needs a place more.
     *
     * @param calls 1 or more, such as the number of processors; no limit by default
     * @return this
     * @throws InvalidInputException if it is less than 1
     */
    public DeployerBuilder inferencesAtOnce(int calls) {
        if (calls < 1) {
            throw new InvalidInputException("Models can't run " + calls + " at a time: expected 1 or more.");
        }
        inferencesAtOnce = calls;
        return this;
    }

    /**
     * Limits how much memory the models of all deployments take together.
     *
     * @param budget the limit; none by default
     * @return this
     */
    public DeployerBuilder memoryBudget(MemoryBudget budget) {
        memoryBudget = budget;
        return this;
    }

    /**
     * Creates the deployer and looks for runtimes on the class path, with this thread's context class loader.
     *
     * @return the deployer, to be closed by the caller
     * @throws io.modelops.model.InvalidInputException if two providers of runtimes have the same name
     */
    public Deployer build() {
        return new Deployer(this);
    }
}
