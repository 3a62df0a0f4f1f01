package io.modelops;

import io.modelops.automation.RetrainingLoop;
import io.modelops.automation.RetrainingPolicy;
import io.modelops.deployment.Deployer;
import io.modelops.deployment.DeployerBuilder;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.DeploymentSettings;
import io.modelops.event.EventListener;
import io.modelops.event.RegistryEvent;
import io.modelops.feedback.FeedbackLog;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.MonitorHost;
import io.modelops.monitoring.Monitors;
import io.modelops.monitoring.Profiler;
import io.modelops.monitoring.Reference;
import io.modelops.monitoring.Slf4jAlertSink;
import io.modelops.monitoring.fleet.FleetMonitoring;
import io.modelops.monitoring.fleet.FleetPublisher;
import io.modelops.monitoring.fleet.MonitorKeeper;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.ModelRegistryBuilder;
import io.modelops.spi.AlertSink;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.LoadPolicy;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.Observer;
import io.modelops.spi.SummaryStore;
import io.modelops.validation.ValidationReport;
import io.modelops.validation.Validator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole life of machine-learning models inside this process: one registry, the deployments of its models, what watches
 * them, and what keeps them fresh.
 *
 * <pre>{@code
 * try (ModelOps ops = ModelOps.open(Path.of("models"));
 *     Deployment<Customer, Score> churn = ops.deploy("churn@champion", Customer.class, Score.class)) {
 *   Prediction<Score> prediction = churn.predict(customer);
 * }
 * }</pre>
 *
 * <p>Nothing listens on a port and nothing is downloaded. A heart beats on a thread of its own: it follows aliases that
 * other processes moved, lets rollouts go on, and asks the monitors. Safe for use by several threads.
 */
public final class ModelOps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelOps.class);
    /** How long a store may take for what a node says when it leaves. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ModelRegistry registry;
    private final Deployer deployer;
    private final Builder settings;
    private final Map<Deployment<?, ?>, Watch<?, ?>> watches = new ConcurrentHashMap<>();
    private final @Nullable ScheduledExecutorService heart;
    private final Executor retraining;
    private final @Nullable ExecutorService ownRetraining;
    private Instant lastEvaluation = Instant.MIN;

    private ModelOps(Builder settings, ModelRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        DeployerBuilder building =
                Deployer.builder(registry).clock(settings.clock).ticker(settings.ticker);
        settings.runtimes.forEach(building::runtime);
        settings.listeners.forEach(building::listener);
        building.listenersHearOfEntries();
        settings.policies.forEach(building::loadPolicy);
        settings.serving.forEach(details -> details.accept(building));
        if (settings.random != null) {
            building.random(settings.random);
        }
        if (settings.executor != null) {
            building.executor(settings.executor);
        }
        this.deployer = building.build();
        this.ownRetraining =
                settings.executor == null ? Executors.newSingleThreadExecutor(daemon("modelops-retraining")) : null;
        this.retraining = ownRetraining == null ? Objects.requireNonNull(settings.executor) : ownRetraining;
        this.heart = settings.heartbeat == null ? null : beatEvery(settings.heartbeat);
    }

    /**
     * Opens the registry in a directory, which is created if it does not exist, with all defaults: runtimes from the class
     * path, the system's clock, a heartbeat every second, monitors asked every minute, alerts to the log.
     *
     * @param directory a directory on a local file system
     * @return the library, to be closed by the caller
     * @throws io.modelops.model.StoreException if the directory can't be read
     * @throws io.modelops.model.CorruptionException if what it holds is not what was written
     */
    public static ModelOps open(Path directory) {
        return builder().directory(directory).open();
    }

    /**
     * Starts to configure the library.
     *
     * @return a builder whose registry is in memory and whose other settings are those of {@link #open}
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The registry.
     *
     * @return the registry; closed with this
     */
    public ModelRegistry registry() {
        return registry;
    }

    /**
     * Starts a validator for versions of this registry.
     *
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a builder without checks
     */
    public <I, O> Validator.Builder<I, O> validator(Class<I> inputType, Class<O> outputType) {
        return Validator.builder(deployer, inputType, outputType).clock(settings.clock);
    }

    /**
     * What the newest validation of a version measured; a good baseline for watching the same metric in service.
     *
     * @param version a version of this registry
     * @param metric the name of a metric, such as {@code mae}
     * @return its value, or empty if the version was not validated on it
     * @throws io.modelops.model.CorruptionException if the stored report is not what was written
     */
    public OptionalDouble validated(ModelVersion version, String metric) {
        return registry.validation(version)
                .map(registry::validationReport)
                .map(ValidationReport::fromJson)
                .map(report -> report.measured(metric))
                .orElse(OptionalDouble.empty());
    }

    /**
     * Summarises data, such as what a model was trained on.
     *
     * @param type a record type, whose components are the features
     * @param rows the data
     * @param <I> the type of the rows
     * @return the summary
     */
    public static <I> Profile profile(Class<I> type, Iterable<? extends I> rows) {
        return Profiler.of(Features.ofRecord(type)).profile(rows);
    }

    /**
     * Deploys a model with all defaults. Returns when it can predict.
     *
     * @param reference such as {@code churn@champion}, which is followed from now on, or {@code churn:7}
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the deployment, to be closed by the caller
     * @throws InvalidInputException if the reference is not readable
     * @throws io.modelops.model.NotFoundException if the reference names no version
     * @throws io.modelops.model.ModelLoadException if the version can't be made ready
     * @throws io.modelops.model.LoadRefusedException if the version was revoked, or a load policy refuses it
     * @throws io.modelops.model.CorruptionException if the version's files are not what was registered
     * @throws io.modelops.model.ClosedException if this is closed
     */
    public <I, O> Deployment<I, O> deploy(String reference, Class<I> inputType, Class<O> outputType) {
        return deploy(reference, inputType, outputType, defaults -> {});
    }

    /**
     * Deploys a model. Returns when it can predict.
     *
     * @param reference such as {@code churn@champion}, which is followed from now on, or {@code churn:7}
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param details says more
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the deployment, to be closed by the caller
     * @throws InvalidInputException if the reference is not readable, or a setting makes no sense
     * @throws io.modelops.model.NotFoundException if the reference names no version
     * @throws io.modelops.model.ModelLoadException if the version can't be made ready
     * @throws io.modelops.model.LoadRefusedException if the version was revoked, or a load policy refuses it
     * @throws io.modelops.model.CorruptionException if the version's files are not what was registered
     * @throws io.modelops.model.ClosedException if this is closed
     */
    public <I, O> Deployment<I, O> deploy(
            String reference,
            Class<I> inputType,
            Class<O> outputType,
            Consumer<? super DeploymentSettings<I, O>> details) {
        AtomicReference<@Nullable Watch<I, O>> created = new AtomicReference<>();
        Deployment<I, O> deployment = deployer.deploy(reference, inputType, outputType, with -> {
            details.accept(with);
            Watch<I, O> watch = watch(ModelRef.parse(reference), with, inputType, outputType);
            watch.fleet().ifPresent(fleet -> with.observedBy(fleet.publisher()));
            with.observedBy(watch.feedback())
                    .observedBy(watch.monitors())
                    .feedback(watch.feedback())
                    .onClose(() -> {
                        watch.loops().forEach(RetrainingLoop::close);
                        watch.fleet().ifPresent(fleet -> {
                            Instant left = settings.clock.instant();
                            watch.monitors()
                                    .runAside("fleet", () -> fleet.publisher().leave(left));
                            watch.monitors().awaitIdle(FAREWELL);
                        });
                        watch.monitors().close();
                        ifThere(watch.deployment(), watches::remove);
                    });
            created.set(watch);
        });
        Watch<I, O> watch = created.get();
        if (watch != null) {
            watch.deployment().set(deployment);
            watches.put(deployment, watch);
        }
        return deployment;
    }

    /**
     * What watches a deployment: its monitors, their findings and alerts.
     *
     * @param deployment a deployment of this library
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return its monitors
     * @throws InvalidInputException if it was not deployed here
     */
    public <I, O> MonitorHost<I, O> monitoring(Deployment<I, O> deployment) {
        return watchOf(deployment).monitors();
    }

    /**
     * What all nodes that serve a model see: those that were given a {@linkplain Builder#node name}, in whatever process.
     * Any process that has the registry open can ask.
     *
     * @param model the name of a model
     * @return what watches the fleet; it reads the side channel when it is asked, and judges only when it is told to, which
     *     named nodes do by themselves
     * @throws InvalidInputException if it is no name of a model, or the registry's store has no side channel
     */
    public FleetMonitoring fleet(String model) {
        return fleetOf(ModelName.of(model)).build();
    }

    /**
     * The predictions of a deployment with their true outcomes.
     *
     * @param deployment a deployment of this library
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return its feedback log
     * @throws InvalidInputException if it was not deployed here
     */
    public <I, O> FeedbackLog<I, O> feedback(Deployment<I, O> deployment) {
        return watchOf(deployment).feedback();
    }

    /**
     * Lets a deployment be retrained when its monitors raise an alert.
     *
     * @param deployment a deployment of this library
     * @param details says who trains, what validates, and how to roll out
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the loop, closed with this at the latest
     * @throws InvalidInputException if it was not deployed here, or the trainer or the validator is missing
     */
    public <I, O> RetrainingLoop<I, O> automate(
            Deployment<I, O> deployment, Consumer<? super RetrainingPolicy.Builder<I, O>> details) {
        Watch<I, O> watch = watchOf(deployment);
        RetrainingPolicy.Builder<I, O> policy = new RetrainingPolicy.Builder<>(retraining);
        details.accept(policy);
        RetrainingLoop<I, O> loop = new RetrainingLoop<>(
                registry,
                deployment,
                () -> watch.feedback().examples(Integer.MAX_VALUE),
                policy.build(),
                settings.clock);
        watch.loops().add(loop);
        return loop;
    }

    /**
     * One heartbeat: reads what other processes changed, lets deployments follow and rollouts go on, and asks the monitors
     * if it is time. It does not wait for their answers: unless an executor was set, they answer on threads of their own, see
     * {@link MonitorHost#awaitIdle}. Called by the library's own thread unless that was turned off.
     */
    public synchronized void beat() {
        guarded("reading the registry's log", registry::refresh);
        guarded("following aliases", deployer::beat);
        watches.values().forEach(watch -> watch.monitors().interruptHanging());
        Instant now = settings.clock.instant();
        boolean clockWasSetBack = now.isBefore(lastEvaluation);
        if (lastEvaluation.equals(Instant.MIN)
                || clockWasSetBack
                || !now.isBefore(lastEvaluation.plus(settings.evaluation))) {
            lastEvaluation = now;
            watches.values()
                    .forEach(watch ->
                            guarded("asking monitors", () -> watch.monitors().startEvaluation(now)));
            watches.values()
                    .forEach(watch -> watch.fleet()
                            .ifPresent(fleet -> guarded(
                                    "publishing what was seen",
                                    () -> watch.monitors().runAside("fleet", () -> fleet.publishAndJudge(now)))));
        }
    }

    /**
     * Stops the heart and retrainings, then closes deployments, runtimes and the registry, in this order. A retraining that
     * does not end within ten seconds after it was interrupted is left to itself; it can't change the registry any more.
     * Closing twice does nothing more.
     */
    @Override
    public void close() {
        stop(heart);
        watches.values().forEach(watch -> watch.loops().forEach(RetrainingLoop::close));
        stop(ownRetraining);
        try {
            deployer.close();
        } finally {
            registry.close();
        }
    }

    private static void stop(@Nullable ExecutorService executor) {
        if (executor != null) {
            executor.shutdownNow();
            try {
                if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                    LOG.warn("A background task did not end when it was interrupted; closing goes on without it");
                }
            } catch (InterruptedException inAHurry) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the library keeps about one deployment. */
    private record Watch<I, O>(
            FeedbackLog<I, O> feedback,
            MonitorHost<I, O> monitors,
            List<RetrainingLoop<I, O>> loops,
            AtomicReference<@Nullable Deployment<I, O>> deployment,
            Optional<FleetMember<I, O>> fleet) {}

    /** What a deployment tells the fleet, and how it judges for all of it. */
    private record FleetMember<I, O>(
            MonitorHost<I, O> monitors,
            FleetPublisher<I, O> publisher,
            FleetMonitoring monitoring,
            MonitorKeeper keeper) {
        void publishAndJudge(Instant now) {
            publisher.publish(now);
            keeper.keep(now);
            // The receiver of its alerts delivers them.
            List<Alert> ignored = monitoring.evaluate(now);
            monitoring
                    .lasting(now)
                    .ifPresentOrElse(
                            lasting -> monitors.settleAdopted(lasting, "the fleet's findings are as they should be"),
                            () -> monitors.settleAdopted(
                                    Set.of(), "nobody has judged the fleet for " + monitoring.silentAfter()));
        }
    }

    private <I, O> Watch<I, O> watch(
            ModelRef reference, DeploymentSettings<I, O> with, Class<I> inputType, Class<O> outputType) {
        ModelName model = reference.model();
        AtomicReference<@Nullable Deployment<I, O>> deployment = new AtomicReference<>();
        List<RetrainingLoop<I, O>> loops = new CopyOnWriteArrayList<>();
        FeedbackLog.Builder<I, O> feedback = FeedbackLog.<I, O>builder()
                .clock(settings.clock)
                .timeToLive(with.labelAge())
                .capacity(with.labelCapacity())
                .catchUp(() -> ifThere(deployment, Deployment::awaitObserved))
                .observer(new Observer<>() {
                    @Override
                    public void onLabel(LabelledObservation<I, O> labelled) {
                        ifThere(deployment, there -> there.onLabel(labelled));
                    }
                });
        with.predictionLog().ifPresent(log -> feedback.predictionLog(log, inputType, outputType, registry::find));
        MonitorHost.Builder<I, O> monitors = MonitorHost.<I, O>builder(model)
                .policy(settings.alertPolicy)
                .clock(settings.clock)
                .hangLimit(settings.hangLimit)
                .history(settings.historyPoints)
                .onAlert(alert -> alerted(alert, loops));
        if (settings.executor == null) {
            monitors.threadsOfItsOwn();
        } else {
            monitors.executor(settings.executor);
        }
        settings.sinks().forEach(monitors::sink);
        if (with.wantsDefaultMonitors()) {
            addDefaults(monitors, with, outputType);
        }
        with.monitors().forEach(monitors::monitor);
        MonitorHost<I, O> host = monitors.build();
        return new Watch<>(feedback.build(), host, loops, deployment, fleetMember(reference, with, host));
    }

    private <I, O> Optional<FleetMember<I, O>> fleetMember(
            ModelRef reference, DeploymentSettings<I, O> with, MonitorHost<I, O> host) {
        String node = settings.node;
        if (node == null) {
            return Optional.empty();
        }
        ModelName model = reference.model();
        FleetPublisher.Builder<I, O> publisher = FleetPublisher.<I, O>builder(model, sideChannel(), node)
                .window(settings.fleetWindow)
                .features(with.features())
                .references(registry::trainingProfile);
        with.numericView().ifPresent(publisher::scores);
        FleetMonitoring monitoring =
                fleetOf(model).node(node).onAlert(host::adopt).build();
        MonitorKeeper keeper = new MonitorKeeper(host, sideChannel(), reference, node);
        keeper.recall(settings.hangLimit);
        return Optional.of(new FleetMember<>(host, publisher.build(), monitoring, keeper));
    }

    private FleetMonitoring.Builder fleetOf(ModelName model) {
        return FleetMonitoring.builder(model, sideChannel())
                .window(settings.fleetWindow)
                // Every node publishes once per evaluation, so two of them give a slow one the time it needs.
                .grace(settings.evaluation.multipliedBy(2).plusSeconds(30))
                .policy(settings.alertPolicy)
                .references(version -> registry.find(version).flatMap(registry::trainingProfile));
    }

    private SummaryStore sideChannel() {
        return registry.summaries()
                .orElseThrow(() -> new InvalidInputException("The registry's store has no side channel, so nodes can't"
                        + " tell each other what they see: use a directory or a database, or leave out the name of the"
                        + " node."));
    }

    private static <I, O> void addDefaults(
            MonitorHost.Builder<I, O> monitors, DeploymentSettings<I, O> with, Class<O> outputType) {
        monitors.monitor(Monitors.serviceHealth());
        monitors.monitor(Monitors.throughput());
        monitors.monitor(Monitors.staleness());
        if (!with.features().isEmpty()) {
            monitors.monitor(Monitors.dataQuality(with.features()));
            monitors.monitor(Monitors.featureDrift(with.features()));
            monitors.monitor(Monitors.featureDrift(with.features()).reference(Reference.champion()));
            monitors.monitor(Monitors.summaryDrift(with.features()));
            monitors.monitor(Monitors.multivariateDrift(with.features()));
            monitors.monitor(Monitors.outliers(with.features()));
        }
        with.numericView().ifPresent(view -> {
            NumericView<O> reading = view::of;
            monitors.monitor(Monitors.predictionDrift(reading));
            monitors.monitor(Monitors.predictionDrift(reading).reference(Reference.champion()));
            monitors.monitor(Monitors.errorShift(reading));
        });
        if (outputType == String.class || outputType.isEnum()) {
            monitors.monitor(Monitors.<O>classDrift(String::valueOf));
            monitors.monitor(Monitors.<O>classDrift(String::valueOf).reference(Reference.champion()));
            monitors.monitor(Monitors.<O>mistakeShift());
        }
    }

    private <I, O> void alerted(Alert alert, List<RetrainingLoop<I, O>> loops) {
        registry.append(new RegistryEvent.AlertRaised(alert.model(), alert), Actor.SYSTEM, alert.summary());
        loops.forEach(loop -> loop.onAlert(alert));
    }

    private static <I, O> void ifThere(
            AtomicReference<@Nullable Deployment<I, O>> deployment, Consumer<Deployment<I, O>> action) {
        Deployment<I, O> there = deployment.get();
        if (there != null) {
            action.accept(there);
        }
    }

    @SuppressWarnings("unchecked") // the map pairs a deployment with the watch of the same types
    private <I, O> Watch<I, O> watchOf(Deployment<I, O> deployment) {
        Watch<?, ?> watch = watches.get(deployment);
        if (watch == null) {
            throw new InvalidInputException("Deployment " + deployment.reference()
                    + " is not one of this ModelOps: expected one that its deploy(...) returned.");
        }
        return (Watch<I, O>) watch;
    }

    private ScheduledExecutorService beatEvery(Duration interval) {
        ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(daemon("modelops-heart"));
        // Each beat guards its parts, so the future never completes with an exception that somebody would have to see.
        ScheduledFuture<?> ignored = beating.scheduleWithFixedDelay(
                this::beat, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return beating;
    }

    private static void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn("{} failed; it is tried again with the next heartbeat", what, failure);
        }
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Configures the library. Not safe for use by several threads. */
    public static final class Builder {
        private final ModelRegistryBuilder registry = ModelRegistry.builder();
        private final List<ModelRuntime> runtimes = new ArrayList<>();
        private final List<EventListener> listeners = new ArrayList<>();
        private final List<LoadPolicy> policies = new ArrayList<>();
        private final List<Consumer<? super DeployerBuilder>> serving = new ArrayList<>();
        private final List<AlertSink> sinks = new ArrayList<>();
        private InstantSource clock = InstantSource.system();
        private LongSupplier ticker = System::nanoTime;
        private AlertPolicy alertPolicy = AlertPolicy.ofDefaults();
        private Duration evaluation = Duration.ofMinutes(1);
        private int historyPoints = 1_000;
        private Duration hangLimit = Duration.ofSeconds(30);
        private @Nullable Duration heartbeat = Duration.ofSeconds(1);
        private @Nullable RandomGenerator random;
        private @Nullable Executor executor;
        private @Nullable String node;
        private Duration fleetWindow = Duration.ofMinutes(10);

        private Builder() {}

        /**
         * Keeps the registry in a directory.
         *
         * @param path a directory on a local file system, created if it does not exist
         * @return this
         */
        public Builder directory(Path path) {
            registry.directory(path);
            return this;
        }

        /**
         * Configures the registry further.
         *
         * @param details says more, such as its stores
         * @return this
         */
        public Builder registry(Consumer<? super ModelRegistryBuilder> details) {
            details.accept(registry);
            return this;
        }

        /**
         * Adds a runtime, which comes before those on the class path.
         *
         * @param runtime the runtime; it stays the caller's to close
         * @return this
         */
        public Builder runtime(ModelRuntime runtime) {
            runtimes.add(runtime);
            return this;
        }

        /**
         * Adds somebody who is told of changes in the registry and of what deployments do, in order and on a thread of its own,
         * for which nothing waits; see {@link DeployerBuilder#listener}.
         *
         * @param listener the listener; what it throws is logged, counted and ignored
         * @return this
         */
        public Builder listener(EventListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Adds somebody who gets alerts. Without any, they go to the log.
         *
         * @param sink the sink; what it throws is counted and isolated
         * @return this
         */
        public Builder alertSink(AlertSink sink) {
            sinks.add(sink);
            return this;
        }

        /**
         * Adds a policy that says which versions may be loaded, by deployments, rollouts and validations. All of them have
         * to agree. Revoked versions are refused without any.
         *
         * @param policy the policy, such as a {@link io.modelops.registry.signing.SignaturePolicy}
         * @return this
         */
        public Builder loadPolicy(LoadPolicy policy) {
            policies.add(policy);
            return this;
        }

        /**
         * Says more about how models are served, such as how much memory they may take together.
         *
         * @param details fills in what the deployer is built with, after the rest of this builder
         * @return this
         */
        public Builder serving(Consumer<? super DeployerBuilder> details) {
            serving.add(details);
            return this;
        }

        /**
         * Sets when a finding becomes an alert.
         *
         * @param policy the policy
         * @return this
         */
        public Builder alertPolicy(AlertPolicy policy) {
            alertPolicy = policy;
            return this;
        }

        /**
         * Sets the clock for everything that is dated or waits.
         *
         * @param source the clock; the system's by default
         * @return this
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Sets the ticker by which latencies are measured.
         *
         * @param nanos gives nanoseconds from some origin; {@link System#nanoTime()} by default
         * @return this
         */
        public Builder ticker(LongSupplier nanos) {
            ticker = nanos;
            return this;
        }

        /**
         * Sets the source of randomness for prediction ids and requests without a key during a canary.
         *
         * @param source a generator that is safe for use by several threads
         * @return this
         */
        public Builder random(RandomGenerator source) {
            random = source;
            return this;
        }

        /**
         * Sets what runs everything that happens in the background. {@code Runnable::run} makes it happen on the thread
         * that causes it, which suits tests and simulations.
         *
         * @param runner the executor; it stays the caller's to shut down
         * @return this
         */
        public Builder executor(Executor runner) {
            executor = runner;
            return this;
        }

        /**
         * Sets how often the heart beats.
         *
         * @param interval the duration; 1 second by default
         * @return this
         */
        public Builder heartbeat(Duration interval) {
            heartbeat = interval;
            return this;
        }

        /**
         * Leaves the heartbeat to the application, which calls {@link ModelOps#beat()}.
         *
         * @return this
         */
        public Builder manualHeartbeat() {
            heartbeat = null;
            return this;
        }

        /**
         * Sets how often monitors are asked.
         *
         * @param interval the duration; 1 minute by default; the heartbeat is the shortest that has an effect
         * @return this
         */
        public Builder evaluateEvery(Duration interval) {
            evaluation = interval;
            return this;
        }

        /**
         * Sets how much monitors remember for the charts of reports.
         *
         * @param points how many points of each series are kept, 1 or more; 1,000 by default
         * @return this
         * @throws InvalidInputException if the number is less than 1
         */
        public Builder monitoringHistory(int points) {
            if (points < 1) {
                throw new InvalidInputException("monitoringHistory must be 1 or more, not " + points);
            }
            historyPoints = points;
            return this;
        }

        /**
         * Makes this process a named node of a fleet: its deployments publish what they see, in windows, beside the
         * registry's log, and each node can judge what all of them see. Not so unless told.
         *
         * @param name a name that no other process has and that this one keeps when it is started anew: a letter or a
         *     digit, then at most 99 letters, digits, dots, underscores and hyphens
         * @return this
         */
        public Builder node(String name) {
            node = name;
            return this;
        }

        /**
         * Sets how long the windows last in which nodes publish what they see; ten minutes unless told. All nodes of a fleet
         * need the same length; summaries of another length are not seen. It should be several times as long as the
         * interval in which monitors are asked.
         *
         * @param length whole milliseconds, at most seven days
         * @return this
         */
        public Builder fleetWindow(Duration length) {
            fleetWindow = length;
            return this;
        }

        /**
         * Sets within which time a monitor or an alert sink has to come back from a call. One that does not is reported and
         * interrupted, and gets nothing more until it does; see {@link MonitorHost}.
         *
         * @param longest a positive duration of at most a day; 30 seconds by default
         * @return this
         */
        public Builder monitorHangLimit(Duration longest) {
            hangLimit = longest;
            return this;
        }

        /**
         * Opens the library.
         *
         * @return the library, to be closed by the caller
         * @throws InvalidInputException if two providers of runtimes have the same name, or the directory holds something
         *     else
         * @throws io.modelops.model.StoreException if the stores can't be read
         * @throws io.modelops.model.CorruptionException if what they hold is not what was written
         */
        public ModelOps open() {
            ModelRegistry opened = registry.clock(clock).open();
            try {
                return new ModelOps(this, opened);
            } catch (RuntimeException | Error failure) {
                opened.close();
                throw failure;
            }
        }

        private List<AlertSink> sinks() {
            return sinks.isEmpty() ? List.of(new Slf4jAlertSink()) : sinks;
        }
    }
}
