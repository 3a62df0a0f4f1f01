package io.modelops.deployment;

import io.modelops.deployment.internal.AnswerCache;
import io.modelops.deployment.internal.Lifecycle;
import io.modelops.deployment.internal.Opener;
import io.modelops.deployment.internal.Queueing;
import io.modelops.deployment.internal.RecentInputs;
import io.modelops.deployment.internal.TimeLimit;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.NumericView;
import io.modelops.spi.Feedback;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observer;
import io.modelops.spi.PredictionLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one model is to be served. Filled in by the function given to {@code deploy}; not safe for use by several threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class DeploymentSettings<I, O> {
    final Class<I> inputType;
    final Class<O> outputType;
    final List<I> warmUp = new ArrayList<>();
    final List<Observer<I, O>> observers = new ArrayList<>();
    final List<Runnable> closing = new ArrayList<>();
    final List<Guard> rolloutGuards = new ArrayList<>();
    Routing<I> routing = new Routing<>(List.of(), List.of(), List.of());
    private final List<Monitor<? super I, ? super O>> monitors = new ArrayList<>();
    int workers = Math.min(2, Runtime.getRuntime().availableProcessors());
    int queueCapacity = 1_000;
    Batching batching = Batching.none();
    int observationCapacity = 65_536;
    int recentInputs = 8;
    Duration drainTimeout = Duration.ofSeconds(30);
    private Duration loadTimeout = Duration.ofMinutes(10);
    private Duration keepWarm = Duration.ZERO;
    private Duration reloadWait = Duration.ofSeconds(30);
    private TransitionPolicy transition = TransitionPolicy.keepAvailable();
    private OptionalLong memoryBytes = OptionalLong.empty();
    private boolean pinned;
    private boolean generatesWarmUp;

    @Nullable
    ConcurrencyLimit limit;

    @Nullable
    Feedback<O> feedback;

    CircuitBreaker.@Nullable Settings circuitBreaker;

    @Nullable
    Fallback<I, O> fallback;

    @Nullable
    ResponseCache<I, O> responseCache;

    private Features<I> features;
    private @Nullable NumericView<? super O> view;
    private @Nullable PredictionLog predictionLog;
    private Duration labelAge = Duration.ofDays(30);
    private int labelCapacity = 100_000;
    private boolean defaultMonitors = true;

    DeploymentSettings(Class<I> inputType, Class<O> outputType) {
        this.inputType = inputType;
        this.outputType = outputType;
        this.features = Features.ofRecord(inputType);
        this.view = NumericView.find(outputType).orElse(null);
    }

    /**
     * Sets how many threads own an inference of each loaded version, for each device it lies on. Models that are safe for
     * use by several threads run on the caller's thread instead.
     *
     * @param count 1 or more; 2 by default, 1 on a single processor
     * @return this
     * @throws InvalidInputException if it is less than 1
     */
    public DeploymentSettings<I, O> workers(int count) {
        workers = positive("workers", count);
        return this;
    }

    /**
     * Sets how many inputs may wait for a worker; requests that would exceed it are refused at once.
     *
     * @param inputs 1 or more; 1,000 by default
     * @return this
     * @throws InvalidInputException if it is less than 1
     */
    public DeploymentSettings<I, O> queueCapacity(int inputs) {
        queueCapacity = positive("queue capacity", inputs);
        return this;
    }

    /**
     * Sets how inputs of several requests are put together into one call of the model. Models that are safe for use by
     * several threads are called by each caller alone; with them it applies to {@code predictAll} only.
     *
     * @param how the setting; {@link Batching#none()} by default
     * @return this
     */
    public DeploymentSettings<I, O> batching(Batching how) {
        batching = how;
        return this;
    }

    /**
     * Limits how many inputs may be under way at once, waiting ones included. Requests above it are refused at once, before
     * a version is chosen, so observers do not see them.
     *
     * @param atOnce the limit; there is none but {@link #queueCapacity} by default
     * @return this
     */
    public DeploymentSettings<I, O> limit(ConcurrencyLimit atOnce) {
        limit = atOnce;
        return this;
    }

    /**
     * Sets how many observations may wait for monitors; further ones are counted and dropped.
     *
     * @param observations 1 or more; 65,536 by default
     * @return this
     * @throws InvalidInputException if it is less than 1
     */
    public DeploymentSettings<I, O> observationCapacity(int observations) {
        observationCapacity = positive("observation capacity", observations);
        return this;
    }

    /**
     * Adds inputs that every worker answers before a version serves, besides the version's golden examples.
     *
     * @param inputs typical inputs
     * @return this
     */
    public DeploymentSettings<I, O> warmUpWith(List<? extends I> inputs) {
        warmUp.addAll(inputs);
        return this;
    }

    /**
     * Lets a version that has no typical inputs, neither from {@link #warmUpWith} nor golden examples nor the latest ones, be
     * warmed up with one of zeros: an array as long as its signature says, or a record of numbers, texts and enums. What the
     * version answers to it, or throws, is ignored. Off by default, because a model that is a function of the application
     * would be called with an input that nobody sent.
     *
     * @return this
     */
    public DeploymentSettings<I, O> warmUpWithGenerated() {
        generatesWarmUp = true;
        return this;
    }

    /**
     * Sets how many of the latest answered inputs a version has to answer before it may replace the one that answered
     * them. So a version that does not fit what callers send is refused when it is loaded. Has an effect only if anybody
     * observes predictions, as {@code ModelOps} always does.
     *
     * @param inputs 0 or more; 8 by default; they are kept in memory
     * @return this
     * @throws InvalidInputException if it is less than 0
     */
    public DeploymentSettings<I, O> warmUpWithLatest(int inputs) {
        if (inputs < 0) {
            throw new InvalidInputException("The number of latest inputs can't be " + inputs + ": expected 0 or more.");
        }
        recentInputs = inputs;
        return this;
    }

    /**
     * Sets how long predictions wait for their true outcomes.
     *
     * @param age outcomes that come later are dropped; 30 days by default
     * @param predictions how many wait at most, the latest ones; 100,000 by default
     * @return this
     * @throws InvalidInputException if the age is not positive or the number is less than 1
     */
    public DeploymentSettings<I, O> awaitLabels(Duration age, int predictions) {
        if (age.isNegative() || age.isZero()) {
            throw new InvalidInputException(
                    "Predictions can't wait " + age + " for their outcomes: expected a positive duration.");
        }
        labelAge = age;
        labelCapacity = positive("number of predictions that wait for their outcomes", predictions);
        return this;
    }

    /**
     * How long predictions wait for their true outcomes.
     *
     * @return the greatest age of a prediction that can still be labelled
     */
    public Duration labelAge() {
        return labelAge;
    }

    /**
     * How many predictions wait for their true outcomes at most.
     *
     * @return the number
     */
    public int labelCapacity() {
        return labelCapacity;
    }

    /**
     * Sets how long requests on a replaced version may take before the version is reported as quarantined. Its memory
     * stays until they end in any case.
     *
     * @param longest the duration; 30 seconds by default
     * @return this
     */
    public DeploymentSettings<I, O> drainTimeout(Duration longest) {
        drainTimeout = longest;
        return this;
    }

    /**
     * Sets how long it may take to make a version ready, once it has got a thread. After that it is given up, what served
     * before keeps serving, and what arrives late is closed. Looked at on every beat.
     *
     * @param longest a positive duration up to ten years; ten minutes by default
     * @return this
     * @throws InvalidInputException if it is out of this range
     */
    public DeploymentSettings<I, O> loadTimeout(Duration longest) {
        if (longest.isZero()) {
            throw new InvalidInputException("The load timeout can't be " + longest + ": expected a positive duration.");
        }
        loadTimeout = TimeLimit.notNegative("The load timeout can't be", longest);
        return this;
    }

    /**
     * Keeps the version that was replaced last loaded and warm for a while, so that pointing the alias back to it takes no
     * load. It takes memory meanwhile, unless a {@link MemoryBudget} needs that. Without this, going back takes no load
     * either as long as requests are still running on the replaced version.
     *
     * @param time how long, up to ten years; 0 for not at all, which is the default
     * @return this
     * @throws InvalidInputException if it is out of this range
     */
    public DeploymentSettings<I, O> keepWarm(Duration time) {
        keepWarm = TimeLimit.notNegative("A version can't be kept warm for", time);
        return this;
    }

    /**
     * Sets which version comes first when one is exchanged for another.
     *
     * @param policy the policy; {@link TransitionPolicy#keepAvailable()} by default
     * @return this
     */
    public DeploymentSettings<I, O> transition(TransitionPolicy policy) {
        transition = policy;
        return this;
    }

    /**
     * Declares how much memory a version takes, for the {@link MemoryBudget} of the deployer.
     *
     * @param bytes 0 or more; by default what the version's parameter {@link MemoryBudget#DECLARED_BYTES} says, else an
     *     estimate
     * @return this
     * @throws InvalidInputException if it is negative
     */
    public DeploymentSettings<I, O> memoryBytes(long bytes) {
        if (bytes < 0) {
            throw new InvalidInputException("A version can't take " + bytes + " bytes: expected 0 or more.");
        }
        memoryBytes = OptionalLong.of(bytes);
        return this;
    }

    /**
     * Keeps the version that serves in memory whatever else needs room in the {@link MemoryBudget}.
     *
     * @return this
     */
    public DeploymentSettings<I, O> pinned() {
        pinned = true;
        return this;
    }

    /**
     * Sets how long a request waits for its version to be loaded again after it was evicted for the {@link MemoryBudget}.
     *
     * @param longest 0 to ten years; thirty seconds by default
     * @return this
     * @throws InvalidInputException if it is out of this range
     */
    public DeploymentSettings<I, O> reloadWait(Duration longest) {
        reloadWait = TimeLimit.notNegative("Requests can't wait", longest);
        return this;
    }

    /**
     * Says how answers are read as numbers.
     *
     * @param reading the view; what {@link NumericView#find} gives for the type by default
     * @return this
     */
    public DeploymentSettings<I, O> scoredBy(NumericView<? super O> reading) {
        view = reading;
        return this;
    }

    /**
     * Says which properties of the inputs monitors look at.
     *
     * @param described the features; the components of a record by default
     * @return this
     */
    public DeploymentSettings<I, O> features(Features<I> described) {
        features = described;
        return this;
    }

    /**
     * Adds a monitor.
     *
     * @param monitor the monitor; it belongs to this deployment alone
     * @return this
     */
    public DeploymentSettings<I, O> monitor(Monitor<? super I, ? super O> monitor) {
        monitors.add(monitor);
        return this;
    }

    /**
     * Leaves out the monitors that every deployment gets by default: of service health, throughput and staleness, and as far
     * as its features and answers are known those of drift, outliers and errors that need no settings.
     *
     * @return this
     */
    public DeploymentSettings<I, O> withoutDefaultMonitors() {
        defaultMonitors = false;
        return this;
    }

    /**
     * Adds somebody who is told of every prediction.
     *
     * @param observer the observer
     * @return this
     */
    public DeploymentSettings<I, O> observedBy(Observer<I, O> observer) {
        observers.add(observer);
        return this;
    }

    /**
     * Says where true outcomes go.
     *
     * @param channel takes them
     * @return this
     */
    public DeploymentSettings<I, O> feedback(Feedback<O> channel) {
        feedback = channel;
        return this;
    }

    /**
     * Keeps requests away from a version that fails or is slow too often, until it has been tried again. Each loaded version
     * has a circuit of its own. Off by default. {@link Deployment#probe} asks the version all the same, and does not count.
     *
     * @param settings when the circuit opens and closes
     * @return this
     */
    public DeploymentSettings<I, O> circuitBreaker(CircuitBreaker.Settings settings) {
        circuitBreaker = settings;
        return this;
    }

    /**
     * Says who answers when a version fails, or its circuit is open. Nobody by default: callers get what the version threw.
     *
     * @param instead an older version, a function, or both
     * @return this
     */
    public DeploymentSettings<I, O> fallback(Fallback<I, O> instead) {
        fallback = instead;
        return this;
    }

    /**
     * Remembers answers, so that equal inputs are answered without asking the model. Off by default.
     *
     * @param cache how many answers, for how long, and by what inputs are recognised
     * @return this
     */
    public DeploymentSettings<I, O> responseCache(ResponseCache<I, O> cache) {
        responseCache = cache;
        return this;
    }

    /**
     * Lets other versions answer beside the champion: by rules, with fixed shares, or as shadows. They are loaded before the
     * deployment serves, and a version that can't be loaded fails it. {@link Deployment#route} changes it later.
     *
     * @param table fills in who answers what
     * @return this
     * @throws InvalidInputException if the shares add up to more than 1, or a version has two
     */
    public DeploymentSettings<I, O> route(Consumer<? super Routing.Builder<I>> table) {
        Routing.Builder<I> building = new Routing.Builder<>();
        table.accept(building);
        routing = building.build();
        return this;
    }

    /**
     * Makes a guard known by its name, so that this deployment can go on with a rollout whose plan has it and that another
     * process, or this one before it was started again, has begun. The guards of {@link Guards} that say all in their name
     * are known anyway; those with a function of the application are not.
     *
     * @param guard the guard
     * @return this
     */
    public DeploymentSettings<I, O> rolloutGuard(Guard guard) {
        rolloutGuards.add(guard);
        return this;
    }

    /**
     * Adds something to do when the deployment has been closed.
     *
     * @param action is run once, on the thread that closes the deployment
     * @return this
     */
    public DeploymentSettings<I, O> onClose(Runnable action) {
        closing.add(action);
        return this;
    }

    /**
     * Keeps predictions and true outcomes beyond the life of the process, so that outcomes can be reported after a
     * restart.
     *
     * @param log the log; it stays the caller's to close, after the deployment
     * @return this
     */
    public DeploymentSettings<I, O> predictionLog(PredictionLog log) {
        predictionLog = log;
        return this;
    }

    /**
     * Where predictions and true outcomes are kept beyond the life of the process.
     *
     * @return the log, or empty if they are not
     */
    public Optional<PredictionLog> predictionLog() {
        return Optional.ofNullable(predictionLog);
    }

    /**
     * The properties of the inputs that monitors look at.
     *
     * @return the features, empty if none are known
     */
    public Features<I> features() {
        return features;
    }

    /**
     * How answers are read as numbers.
     *
     * @return the view, or empty if they can't be
     */
    public Optional<NumericView<? super O>> numericView() {
        return Optional.ofNullable(view);
    }

    /**
     * The monitors that were added.
     *
     * @return the monitors, in the order they were added
     */
    public List<Monitor<? super I, ? super O>> monitors() {
        return List.copyOf(monitors);
    }

    /**
     * Whether the default monitors are wanted.
     *
     * @return false after {@link #withoutDefaultMonitors()}
     */
    public boolean wantsDefaultMonitors() {
        return defaultMonitors;
    }

    Opener.Settings<I, O> opening(RecentInputs<I, O> recent, DeployerParts parts, ModelName model) {
        List<I> typical = List.copyOf(warmUp);
        return new Opener.Settings<>(
                inputType,
                outputType,
                workers,
                new Queueing(
                        queueCapacity,
                        batching,
                        parts.ticker(),
                        parts.turns() == null ? null : parts.turns().of(model)),
                () -> Stream.concat(typical.stream(), recent.latest().stream()).toList(),
                generatesWarmUp);
    }

    Lifecycle lifecycle() {
        if (!keepWarm.isZero() && transition instanceof TransitionPolicy.KeepWithinMemory) {
            throw new InvalidInputException(
                    "A deployment that keeps one version in memory only can't keep another one warm for " + keepWarm
                            + ": leave out keepWarm, or take TransitionPolicy.keepAvailable().");
        }
        return new Lifecycle(loadTimeout, drainTimeout, keepWarm, reloadWait, transition, memoryBytes, pinned);
    }

    @Nullable
    AnswerCache<I, O> answerCache(LongSupplier ticker) {
        ResponseCache<I, O> wanted = responseCache;
        return wanted == null
                ? null
                : new AnswerCache<>(inputType, wanted.key, wanted.maximum, wanted.weigher, wanted.timeToLive, ticker);
    }

    private static int positive(String what, int value) {
        if (value < 1) {
            throw new InvalidInputException("The " + what + " can't be " + value + ": expected 1 or more.");
        }
        return value;
    }
}
