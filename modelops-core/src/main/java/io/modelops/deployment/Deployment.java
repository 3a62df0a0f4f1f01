package io.modelops.deployment;

import io.modelops.deployment.DeploymentStatus.CacheStatus;
import io.modelops.deployment.internal.AnswerCache;
import io.modelops.deployment.internal.Companion;
import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.Observers;
import io.modelops.deployment.internal.RecentInputs;
import io.modelops.deployment.internal.Route;
import io.modelops.deployment.internal.Serving;
import io.modelops.deployment.internal.Standby;
import io.modelops.deployment.internal.StickyShare;
import io.modelops.deployment.internal.VersionMetrics;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.PredictionId;
import io.modelops.spi.Feedback;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that answers. It serves the version that its alias points to, and swaps to another without dropping, blocking
 * or mixing up a request when the alias moves, in this process or in another one.
 *
 * <pre>{@code
 * try (Deployment<Customer, Score> churn = ops.deploy("churn@champion", Customer.class, Score.class)) {
 *   Prediction<Score> prediction = churn.predict(customer);
 *   churn.feedback().label(prediction.id(), new Score(1));      // when the truth is known
 * }
 * }</pre>
 *
 * <p>Safe for use by any number of threads, {@code predict} above all. A prediction takes a lease on one version, holds no
 * lock and does no I/O; loading, warming up, draining and monitoring happen on other threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class Deployment<I, O> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final ModelRef reference;
    private final DeployerParts parts;
    private final Observers<I, O> observers;
    private final Shadow<I, O> shadow;
    private final Serving<I, O> serving;
    private final @Nullable AnswerCache<I, O> cache;
    private final @Nullable ProtectedCalls<I, O> protection;
    private final @Nullable Feedback<O> feedback;
    private final @Nullable NumericView<? super O> view;
    private final Consumer<Deployment<I, O>> onClose;

    Deployment(
            ModelRef reference,
            DeployerParts parts,
            DeploymentSettings<I, O> settings,
            Consumer<Deployment<I, O>> onClose) {
        this.reference = reference;
        this.parts = parts;
        this.feedback = settings.feedback;
        this.view = settings.numericView().orElse(null);
        this.onClose = onClose;
        RecentInputs<I, O> recent = new RecentInputs<>(settings.recentInputs);
        if (!settings.observers.isEmpty()) {
            settings.observers.add(0, recent);
        }
        this.observers = new Observers<>(
                settings.observers, settings.observationCapacity, parts.observing(), this::observerFailed);
        this.shadow = new Shadow<>(parts, observers);
        this.cache = settings.answerCache(parts.ticker());
        Fallback<I, O> fallback = settings.fallback;
        Standby<I, O> standby = new Standby<>(fallback != null && fallback.older);
        this.serving = new Serving<>(
                reference,
                parts.serving(),
                settings.opening(recent),
                settings.drainTimeout,
                observers,
                new Companion<>(standby, generation -> equip(generation, settings.circuitBreaker), this::forget));
        this.protection = cache == null && settings.circuitBreaker == null && fallback == null
                ? null
                : new ProtectedCalls<>(
                        reference.toString(),
                        parts,
                        cache,
                        fallback,
                        serving::standby,
                        observation -> {
                            if (!observers.isEmpty()) {
                                observers.onPrediction(observation);
                            }
                        },
                        this::ask);
        serving.start();
    }

    /**
     * Answers an input.
     *
     * @param input the input
     * @return the answer, with the version that gave it and the id for its true outcome
     * @throws InvalidInputException if the input is null
     * @throws RuntimeException what the model threw, as thrown
     * @throws io.modelops.model.PredictionException if the engine threw a checked exception, or the model gave no answer
     * @throws io.modelops.model.OverloadedException if too many requests are waiting
     * @throws ClosedException if the deployment is closed
     */
    public Prediction<O> predict(I input) {
        return answer(input, null, true);
    }

    /**
     * Answers an input for somebody who is to be answered by the same version during a rollout.
     *
     * @param input the input
     * @param key who asks, such as a customer's id; equal keys get the same version while weights stay, in every process
     * @return the answer, with the version that gave it and the id for its true outcome
     * @throws InvalidInputException if the input is null
     * @throws RuntimeException what the model threw, as thrown
     * @throws io.modelops.model.PredictionException if the engine threw a checked exception, or the model gave no answer
     * @throws io.modelops.model.OverloadedException if too many requests are waiting
     * @throws ClosedException if the deployment is closed
     */
    public Prediction<O> predict(I input, CharSequence key) {
        return answer(input, key, true);
    }

    /**
     * Answers an input that is no real request, such as one of a health check or a load test: through the same route and
     * lease, but neither logged nor seen by monitors and rollouts, so that it can't distort them. The model is asked in any
     * case: no response cache, circuit breaker or fallback comes in between.
     *
     * @param input the input
     * @return the answer; a true outcome can't be reported for it
     * @throws RuntimeException what the model threw, as thrown
     * @throws io.modelops.model.PredictionException if the engine threw a checked exception, or the model gave no answer
     * @throws io.modelops.model.OverloadedException if too many requests are waiting
     * @throws ClosedException if the deployment is closed
     */
    public Prediction<O> probe(I input) {
        return answer(input, null, false);
    }

    /**
     * The version that serves now.
     *
     * @return the champion of this process; the registry says what it should be
     * @throws ClosedException if the deployment is closed
     */
    public ModelVersion version() {
        return route().champion().version();
    }

    /**
     * What is deployed.
     *
     * @return the reference it was deployed with
     */
    public ModelRef reference() {
        return reference;
    }

    /**
     * Where to report true outcomes.
     *
     * @return the channel
     * @throws InvalidInputException if it was deployed without one
     */
    public Feedback<O> feedback() {
        if (feedback == null) {
            throw new InvalidInputException("Deployment " + reference + " has no channel for true outcomes: deploy it "
                    + "with ModelOps, or give one with settings.feedback(channel).");
        }
        return feedback;
    }

    /**
     * Tries a version and lets it replace the champion if it does well. Returns when it is loaded and in its first stage.
     *
     * @param challenger another version of the same model
     * @param plan fills in the stages and guards
     * @return the rollout, which goes on by itself
     * @throws InvalidInputException if the deployment follows no alias, or the version is of another model or serves
     *     already
     * @throws io.modelops.model.ConflictException if a rollout is under way, or the alias moves while it begins
     * @throws ClosedException if the deployment is closed
     * @throws io.modelops.model.StoreException if its beginning can't be written to the registry's log; nothing has changed
     * @throws io.modelops.model.ModelLoadException if the version can't be made ready; nothing has changed
     */
    public Rollout rollOut(ModelVersion challenger, Consumer<RolloutPlan.Builder> plan) {
        RolloutPlan.Builder building = new RolloutPlan.Builder();
        plan.accept(building);
        RolloutPlan built = building.build();
        if (!(reference instanceof ModelRef.Aliased aliased)
                || !challenger.model().equals(reference.model())) {
            throw new InvalidInputException("Version " + challenger + " can't be rolled out to " + reference
                    + ": expected a deployment of an alias of the same model, such as \"" + challenger.model()
                    + "@champion\".");
        }
        Serving<I, O>.Trial trial = serving.begin(challenger);
        EvidenceCollector<I, O> evidence = new EvidenceCollector<>(trial.champion(), challenger, view);
        Rollout rollout = new Rollout(
                parts.registry(),
                aliased.alias(),
                trial.champion(),
                challenger,
                built,
                evidence,
                parts.clock().instant(),
                new RolloutSteering<>(trial, observers, evidence));
        observers.add(evidence);
        try {
            // Attended before it starts, so that a close in between finds it.
            serving.attend(new Serving.Running(
                    challenger,
                    rollout::beat,
                    rollout::abortItself,
                    rollout::endedInLog,
                    () -> rollout.outcome().isPresent()));
            rollout.start();
        } catch (RuntimeException | Error refused) {
            trial.dismiss();
            observers.remove(evidence);
            throw refused;
        }
        return rollout;
    }

    /**
     * Tells the observers of this deployment that a true outcome has become known. Called by whoever joins outcomes with
     * predictions.
     *
     * @param labelled the prediction and its outcome
     */
    public void onLabel(LabelledObservation<I, O> labelled) {
        observers.onLabel(labelled);
    }

    /**
     * Waits until the observers of this deployment have seen the predictions that were made before this call, at most for
     * a second.
     */
    public void awaitObserved() {
        observers.awaitCaughtUp(Duration.ofSeconds(1));
    }

    /**
     * What it looks like now.
     *
     * @return a snapshot
     */
    public DeploymentStatus status() {
        return serving.status(
                observers.dropped(),
                observers.failures(),
                shadow.dropped(),
                parts.listeners().failures(),
                protection == null ? 0 : protection.fallbackAnswers(),
                cache == null ? null : new CacheStatus(cache.hits(), cache.misses(), cache.entries()));
    }

    /**
     * Follows the alias, and lets the rollout go on. Called by the heart of {@code ModelOps} or of the {@link Deployer};
     * applications that keep time themselves may call it.
     */
    public void beat() {
        serving.beat(parts.clock().instant());
    }

    /** The version that serves now, or null if this is closed. */
    @Nullable
    Generation<I, O> champion() {
        Route<I, O> route = serving.route();
        return route == null ? null : route.champion();
    }

    /** Waits until the version that serves is in memory, if it is not. */
    void awaitInMemory() {
        Generation<I, O> champion = champion();
        if (champion != null && champion.lease().isRetired()) {
            Thread.onSpinWait();
        }
    }

    /** Whether it serves what its reference names. */
    boolean isUpToDate() {
        return serving.isUpToDate();
    }

    /** Adds somebody who is called when another version serves, at each heartbeat, and when this is closed. */
    void watch(Runnable watcher) {
        serving.watch(watcher);
    }

    /** Takes somebody away. */
    void unwatch(Runnable watcher) {
        serving.unwatch(watcher);
    }

    /** Answers with a version of this deployment that the caller holds, whether it still serves or not. */
    Prediction<O> predictWith(Generation<I, O> held, I input) {
        Route<I, O> route = Route.to(held);
        Prediction<O> answer = protection == null
                ? askHeld(input, route, held, Role.CHAMPION, null)
                : protection.answer(input, route, held, Role.CHAMPION, this::askHeld);
        return Objects.requireNonNull(answer, "A version that is held always answers");
    }

    /** Notes that a rollout has ended in the registry's log. */
    void endedInLog(RegistryEvent.RolloutEnded ended) {
        serving.endedInLog(ended);
    }

    /** Notes that a version was revoked in the registry's log. */
    void revokedInLog(RegistryEvent.Revoked revoked, LogEntry entry) {
        serving.revokedInLog(revoked, entry);
    }

    /** Looks whether the alias names another version, and swaps to it in the background if so. */
    void follow() {
        serving.follow();
    }

    /**
     * Stops answering, ends a rollout, and closes all versions after their last request. Waits for running requests up to
     * the drain timeout; versions that are still in use then are left to be closed by their last request. Closing twice
     * does nothing more.
     */
    @Override
    public void close() {
        if (serving.close()) {
            onClose.accept(this);
        }
    }

    private Route<I, O> route() {
        Route<I, O> route = serving.route();
        if (route == null) {
            throw new ClosedException("Deployment " + reference + " is closed: deploy the model again.");
        }
        return route;
    }

    private Prediction<O> answer(I input, @Nullable CharSequence key, boolean observed) {
        if (input == null) {
            throw new InvalidInputException(
                    "The input for " + reference + " is null: expected a value of its input type.");
        }
        while (true) {
            Route<I, O> route = route();
            Generation<I, O> chosen = choose(route, key);
            Role role = chosen == route.champion() ? Role.CHAMPION : Role.CHALLENGER;
            Prediction<O> answer = protection == null || !observed
                    ? ask(input, route, chosen, role, null, observed)
                    : protection.answer(input, route, chosen, role, this::ask);
            if (answer != null) {
                return answer;
            }
            // It was replaced between the two lines above: its successor has been published before.
            Thread.onSpinWait();
        }
    }

    private @Nullable Prediction<O> ask(
            I input, Route<I, O> route, Generation<I, O> chosen, Role role, @Nullable O known) {
        return ask(input, route, chosen, role, known, true);
    }

    /** Lets a version answer that somebody holds until this has ended, whether it still serves or not. */
    private Prediction<O> askHeld(I input, Route<I, O> route, Generation<I, O> held, Role role, @Nullable O known) {
        int stripe = held.lease().acquireBesideAnother();
        try {
            return answer(input, route, held, stripe, role, known, true);
        } finally {
            held.lease().release(stripe);
        }
    }

    /** Lets a version answer, unless its answer is known; null if it was replaced meanwhile. */
    private @Nullable Prediction<O> ask(
            I input, Route<I, O> route, Generation<I, O> chosen, Role role, @Nullable O known, boolean observed) {
        int stripe = chosen.lease().acquire();
        if (stripe < 0) {
            return null;
        }
        try {
            return answer(input, route, chosen, stripe, role, known, observed);
        } finally {
            chosen.lease().release(stripe);
        }
    }

    private Prediction<O> answer(
            I input,
            Route<I, O> route,
            Generation<I, O> chosen,
            int stripe,
            Role role,
            @Nullable O known,
            boolean observed) {
        long number = chosen.lease().nextNumber(stripe);
        if (!observed || observers.isEmpty()) {
            O output = known == null ? chosen.answer(input, number) : known;
            return new Prediction<>(output, chosen.version(), role, chosen.origin(), number);
        }
        PredictionId id = new PredictionId(chosen.origin(), number);
        Instant at = parts.clock().instant();
        long began = parts.ticker().getAsLong();
        O output = null;
        Throwable thrown = null;
        try {
            output = known == null ? chosen.answer(input, number) : known;
            return new Prediction<>(output, chosen.version(), role, chosen.origin(), number);
        } catch (Throwable asThrown) {
            thrown = asThrown;
            throw asThrown;
        } finally {
            long took = parts.ticker().getAsLong() - began;
            observers.onPrediction(new Observation<>(id, at, chosen.version(), role, input, output, thrown, took));
            if (route.isShadowing()) {
                shadow.copy(route, id, at, input);
            }
        }
    }

    private Generation<I, O> choose(Route<I, O> route, @Nullable CharSequence key) {
        Generation<I, O> challenger = route.challenger();
        if (challenger == null || route.weight() == 0) {
            return route.champion();
        }
        double place = key == null ? parts.random().nextDouble() : StickyShare.of(key, route.salt());
        return place < route.weight() ? challenger : route.champion();
    }

    private void equip(Generation<I, O> generation, CircuitBreaker.@Nullable Settings circuit) {
        VersionMetrics metrics = new VersionMetrics(parts.ticker());
        if (circuit == null) {
            generation.equip(metrics, null);
            return;
        }
        generation.equip(metrics, new CircuitBreaker(circuit, parts.ticker(), (state, why) -> {
            try {
                // A listener may take long, and this is the thread of a caller.
                parts.observing().execute(() -> serving.circuitChanged(generation.version(), state, why));
            } catch (RejectedExecutionException closing) {
                LOG.debug("{} is being closed: nobody is told of its circuit", reference);
            }
        }));
    }

    private void forget(Generation<I, O> generation) {
        if (cache != null) {
            cache.forget(generation.origin());
        }
    }

    private void observerFailed(String observer, Throwable failure) {
        serving.pluginFailed(observer, failure);
    }
}
