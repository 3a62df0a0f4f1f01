package io.modelops.deployment;

import io.modelops.deployment.internal.Admission;
import io.modelops.deployment.internal.Listeners;
import io.modelops.deployment.internal.MemoryLedger;
import io.modelops.deployment.internal.Opener;
import io.modelops.deployment.internal.Runtimes;
import io.modelops.deployment.internal.ServingParts;
import io.modelops.deployment.internal.Turns;
import io.modelops.event.Event;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.Example;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.Subscription;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys models of a registry into this process. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Deployer deployer = Deployer.builder(registry).build();
 *     Deployment<Customer, Score> churn = deployer.deploy("churn@champion", Customer.class, Score.class, with -> {})) {
 *   Score score = churn.predict(customer).value();
 * }
 * }</pre>
 */
public final class Deployer implements ModelHost, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
    private static final Duration LONGEST_USE = Duration.ofSeconds(2);

    private final ModelRegistry registry;
    private final Runtimes runtimes;
    private final Opener opener;
    private final DeployerParts parts;
    private final DeployerThreads threads;
    private final Subscription telling;
    private final Subscription following;
    private final List<Deployment<?, ?>> deployments = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    Deployer(DeployerBuilder builder) {
        this.registry = builder.registry;
        this.runtimes = Runtimes.discover(builder.runtimes);
        this.threads = new DeployerThreads(builder);
        Listeners listeners = new Listeners(
                builder.listeners,
                builder.listenerCapacity,
                builder.listening == null ? threads.listeners() : builder.listening);
        MemoryLedger memory = new MemoryLedger(builder.memoryBudget, builder.residentMemory, threads.loading());
        this.opener = new Opener(
                registry,
                new Admission(registry, builder.policies),
                runtimes,
                threads.closing(),
                DeployerThreads.daemons("modelops-worker"),
                builder.origins,
                memory);
        this.parts = new DeployerParts(
                registry,
                new ServingParts(registry, opener, threads.loading(), memory, builder.clock, listeners::tell),
                builder.clock,
                builder.ticker,
                builder.random,
                threads.observing(),
                threads.observers(),
                threads.shadowing(),
                listeners,
                builder.inferencesAtOnce == 0 ? null : new Turns(builder.inferencesAtOnce));
        // First, so that who is told of both hears of a moved alias before the swap that it causes.
        this.telling = builder.tellsEntries ? registry.subscribe(listeners::tell) : () -> {};
        this.following = registry.subscribe(this::follow);
    }

    /**
     * Starts to configure a deployer.
     *
     * @param registry the registry whose models are deployed; it stays the caller's to close
     * @return a builder with all defaults: runtimes from the class path, system clock, threads of its own
     */
    public static DeployerBuilder builder(ModelRegistry registry) {
        return new DeployerBuilder(registry);
    }

    /**
     * Deploys a model. Returns when it can predict.
     *
     * @param reference such as {@code churn@champion}, which is followed from now on, or {@code churn:7}
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param settings says more; may do nothing
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the deployment, to be closed by the caller
     * @throws io.modelops.model.NotFoundException if the reference names no version
     * @throws io.modelops.model.ModelLoadException if the version can't be made ready
     * @throws io.modelops.model.LoadRefusedException if the version was revoked, or a load policy refuses it
     * @throws io.modelops.model.CorruptionException if the version's files are not what was registered
     * @throws ClosedException if this is closed
     */
    public <I, O> Deployment<I, O> deploy(
            String reference,
            Class<I> inputType,
            Class<O> outputType,
            Consumer<? super DeploymentSettings<I, O>> settings) {
        refuseIfClosed();
        DeploymentSettings<I, O> told = new DeploymentSettings<>(inputType, outputType);
        settings.accept(told);
        Deployment<I, O> deployment = new Deployment<>(ModelRef.parse(reference), parts, told, ended -> {
            deployments.remove(ended);
            told.closing.forEach(
                    action -> guarded("What is to be done when " + ended.reference() + " is closed", action));
        });
        deployments.add(deployment);
        if (closed.get()) {
            deployment.close();
            refuseIfClosed();
        }
        // The alias may have moved while its version was loaded, when nobody told this deployment.
        deployment.follow();
        deployment.rolloutInLog();
        return deployment;
    }

    /** Lets every deployment follow its alias and go on with its rollout. */
    public void beat() {
        for (Deployment<?, ?> deployment : deployments) {
            try {
                deployment.beat();
            } catch (RuntimeException | Error failure) {
                LOG.warn("Deployment {} could not go on; it is tried again", deployment.reference(), failure);
            }
        }
    }

    @Override
    public Optional<ModelVersion> find(ModelRef reference) {
        return registry.find(reference);
    }

    @Override
    public <I, O> LoadedModel<I, O> load(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        return opener.load(version, inputType, outputType);
    }

    @Override
    public <I, O> List<Example<I, O>> goldenExamples(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        return registry.goldenExamples(version, inputType, outputType);
    }

    @Override
    public void keepReport(ModelVersion version, Verdict verdict, String summary, String reportJson) {
        registry.keepValidation(version, verdict, summary, reportJson);
    }

    /**
     * Closes all deployments, then the runtimes it created. If a model is still in use or being loaded two seconds after the
     * deployments were closed, the runtimes stay open, because closing them could free memory under a running call. Closing
     * twice does nothing more.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        following.close();
        deployments.forEach(deployment -> guarded("Closing " + deployment.reference(), deployment::close));
        telling.close();
        boolean unused = opener.awaitUnused(LONGEST_USE);
        threads.close();
        if (unused) {
            runtimes.close();
        } else {
            LOG.warn("A model is still in use, or being loaded; the runtimes stay open");
        }
    }

    private void refuseIfClosed() {
        if (closed.get()) {
            throw new ClosedException("This deployer is closed: nothing was deployed; build another one.");
        }
    }

    private static void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn("{} failed and was ignored", what, failure);
        }
    }

    private void follow(Event event) {
        if (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.AliasMoved moved) {
            for (Deployment<?, ?> deployment : deployments) {
                if (deployment.reference() instanceof ModelRef.Aliased aliased
                        && aliased.model().equals(moved.model())
                        && aliased.alias().equals(moved.alias())) {
                    deployment.follow();
                }
            }
        } else if (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.RolloutAdvanced advanced) {
            deployments.stream()
                    .filter(deployment -> deployment.reference().model().equals(advanced.model()))
                    .forEach(Deployment::rolloutInLog);
        } else if (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.RolloutEnded ended) {
            deployments.forEach(deployment -> deployment.endedInLog(ended));
        } else if (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.Revoked revoked) {
            deployments.forEach(deployment -> deployment.revokedInLog(revoked, entry));
        }
    }
}
