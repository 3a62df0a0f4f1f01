package io.modelops.deployment;

import io.modelops.deployment.DeploymentStatus.CacheStatus;
import io.modelops.deployment.internal.AnswerCache;
import io.modelops.deployment.internal.Companion;
import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.Limiter;
import io.modelops.deployment.internal.Observers;
import io.modelops.deployment.internal.PublishedRoute;
import io.modelops.deployment.internal.RecentInputs;
import io.modelops.deployment.internal.Route;
import io.modelops.deployment.internal.RouteTable;
import io.modelops.deployment.internal.RoutedVersions;
import io.modelops.deployment.internal.Serving;
import io.modelops.deployment.internal.Standby;
import io.modelops.deployment.internal.StickyShare;
import io.modelops.deployment.internal.VersionMetrics;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.DeadlineExceededException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.OverloadedException;
import io.modelops.model.PredictionId;
import io.modelops.spi.Feedback;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 * <p>Where a {@link MemoryBudget} or {@link TransitionPolicy#keepWithinMemory} takes a version out of memory, predictions wait
 * for it to be back, and get a {@link io.modelops.model.ModelLoadException} if it can't be loaded or not in time.
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
    private final PublishedRoute<I, O> published;
    private final @Nullable AnswerCache<I, O> cache;
    private final @Nullable ProtectedCalls<I, O> protection;
    private final @Nullable Feedback<O> feedback;
    private final @Nullable Limiter limiter;
    private final ParkedRequests<O> parked;
    private final DeploymentRollouts<I, O> rollouts;
    private final RoutedVersions<I, O> routed;
    private final Consumer<Deployment<I, O>> onClose;

    Deployment(
            ModelRef reference,
            DeployerParts parts,
            DeploymentSettings<I, O> settings,
            Consumer<Deployment<I, O>> onClose) {
        this.reference = reference;
        this.parts = parts;
        this.feedback = settings.feedback;
        this.limiter = settings.limit == null ? null : new Limiter(settings.limit);
        this.parked = new ParkedRequests<>(reference, settings.queueCapacity);
        this.onClose = onClose;
        RecentInputs<I, O> recent = new RecentInputs<>(settings.recentInputs);
        if (!settings.observers.isEmpty()) {
            settings.observers.add(0, recent);
        }
        this.observers = new Observers<>(
                settings.observers,
                settings.observationCapacity,
                parts.observing(),
                parts.observers(),
                this::observerFailed);
        this.shadow = new Shadow<>(parts, observers);
        this.cache = settings.answerCache(parts.ticker());
        Fallback<I, O> fallback = settings.fallback;
        Standby<I, O> standby = new Standby<>(fallback != null && fallback.older);
        this.serving = new Serving<>(
                reference,
                parts.serving(),
                settings.opening(recent, parts, reference.model()),
                settings.lifecycle(),
                observers,
                new Companion<>(standby, generation -> equip(generation, settings.circuitBreaker), this::forget));
        this.published = serving.published();
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
        this.rollouts = new DeploymentRollouts<>(
                reference, parts, serving, observers, settings.numericView().orElse(null), settings.rolloutGuards);
        this.routed = new RoutedVersions<>(reference, parts.registry(), serving);
        routed.publish(settings.routing);
        try {
            serving.start();
        } catch (RuntimeException | Error notReady) {
            routed.close();
            throw notReady;
        }
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
        return answer(input, null, PredictOptions.USUAL, true);
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
        return answer(input, key, PredictOptions.USUAL, true);
    }

    /**
     * Answers an input, with a deadline, a priority or a key.
     *
     * @param input the input
     * @param options what is asked for besides an answer
     * @return the answer, with the version that gave it and the id for its true outcome
     * @throws InvalidInputException if the input is null
     * @throws RuntimeException what the model threw, as thrown
     * @throws io.modelops.model.PredictionException if the engine threw a checked exception, or the model gave no answer
     * @throws io.modelops.model.OverloadedException if too many requests are waiting or under way
     * @throws io.modelops.model.DeadlineExceededException if there is no answer at the deadline
     * @throws ClosedException if the deployment is closed
     */
    public Prediction<O> predict(I input, PredictOptions options) {
        return options.deadline() == null
                ? answer(input, options.key(), options.priority(), true)
                : ask(List.of(required(input)), options).get(0).await();
    }

    /**
     * Answers several inputs, all by the same version. With {@link DeploymentSettings#batching} they share batches with
     * each other and with other requests; without, workers answer one after another.
     *
     * @param inputs the inputs; none is null
     * @return the answers in the same order, each with an id of its own
     * @throws InvalidInputException if an input is null
     * @throws RuntimeException what the model threw, as thrown, at the first input that it could not answer; the others have
     *     been answered and observed all the same
     * @throws io.modelops.model.PredictionException if the engine threw a checked exception, or the model gave no answer
     * @throws io.modelops.model.OverloadedException if not all of them can be taken; none was then
     * @throws ClosedException if the deployment is closed
     */
    public List<Prediction<O>> predictAll(List<? extends I> inputs) {
        return predictAll(inputs, PredictOptions.standard());
    }

    /**
     * Answers several inputs, all by the same version, with a deadline, a priority or a key.
     *
     * @param inputs the inputs; none is null
     * @param options what is asked for besides answers
     * @return the answers in the same order, each with an id of its own
     * @throws InvalidInputException if an input is null
     * @throws RuntimeException what the model threw, as thrown, at the first input that it could not answer; the others have
     *     been answered and observed all the same
     * @throws io.modelops.model.PredictionException if the engine threw a checked exception, or the model gave no answer
     * @throws io.modelops.model.OverloadedException if not all of them can be taken; none was then
     * @throws io.modelops.model.DeadlineExceededException if an answer is missing at the deadline
     * @throws ClosedException if the deployment is closed
     */
    public List<Prediction<O>> predictAll(List<? extends I> inputs, PredictOptions options) {
        inputs.forEach(this::required);
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<Call<I, O>> calls = ask(inputs, options);
        List<Prediction<O>> answers = new ArrayList<>(calls.size());
        RuntimeException first = null;
        for (Call<I, O> call : calls) {
            try {
                answers.add(call.await());
            } catch (RuntimeException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return answers;
    }

    /**
     * Answers an input without holding a thread.
     *
     * @param input the input
     * @return gets the answer, or the exception that {@link #predict(Object)} would throw. It is completed on the thread that
     *     answered, so what follows should be quick, or run on an executor of its own; waiting there for another
     *     prediction of this deployment is refused. Cancelling it takes an input that still waits out of the queue. Models
     *     that run on the caller's thread have answered when this returns. Where the version was taken out of memory, the
     *     request waits until it is back, and goes on in the common pool
     *     ({@link java.util.concurrent.ForkJoinPool#commonPool()}).
     * @throws InvalidInputException if the input is null
     */
    public CompletableFuture<Prediction<O>> predictAsync(I input) {
        return predictAsync(input, PredictOptions.standard());
    }

    /**
     * Answers an input without holding a thread, as {@link #predictAsync(Object)}, with a deadline, a priority or a key.
     *
     * @param input the input
     * @param options what is asked for besides an answer
     * @return gets the answer, or the exception that {@link #predict(Object, PredictOptions)} would throw; see
     *     {@link #predictAsync(Object)}
     * @throws InvalidInputException if the input is null
     */
    public CompletableFuture<Prediction<O>> predictAsync(I input, PredictOptions options) {
        required(input);
        try {
            if (limiter != null) {
                enter(limiter, 1);
            }
            return attended(input, options, ticks());
        } catch (ModelOpsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
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
        return answer(input, null, PredictOptions.USUAL, false);
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
        return rollouts.begin(challenger, plan);
    }

    /**
     * The rollout that this deployment takes part in, also one that another process began or that was under way when this
     * one was started.
     *
     * @return the rollout, or empty if none is under way
     */
    public Optional<Rollout> rollout() {
        return rollouts.latest().filter(rollout -> rollout.outcome().isEmpty());
    }

    /**
     * Changes which other versions answer beside the champion. Returns when they are loaded and the table is in force; each
     * request is answered by the one table or the other. Versions that are no longer named are closed after their last
     * request.
     *
     * @param table fills in who answers what; what it leaves out is the champion's
     * @throws InvalidInputException if the shares add up to more than 1, a version has two, or one is of another model
     * @throws io.modelops.model.NotFoundException if a version does not exist
     * @throws io.modelops.model.ModelLoadException if a version can't be made ready; nothing has changed
     */
    public void route(Consumer<? super Routing.Builder<I>> table) {
        Routing.Builder<I> building = new Routing.Builder<>();
        table.accept(building);
        routed.publish(building.build());
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
        return new DeploymentStatus(
                reference,
                serving.versions(),
                serving.ended(),
                observers.dropped(),
                observers.failures(),
                shadow.dropped(),
                parts.listeners().failures(),
                parts.listeners().dropped(),
                protection == null ? 0 : protection.fallbackAnswers(),
                cache == null ? null : new CacheStatus(cache.hits(), cache.misses(), cache.entries()),
                serving.lastLoadFailure());
    }

    /**
     * Follows the alias, and lets the rollout go on. Called by the heart of {@code ModelOps} or of the {@link Deployer};
     * applications that keep time themselves may call it.
     */
    public void beat() {
        serving.beat(parts.clock().instant());
        rollouts.look();
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
            serving.awaitServing(champion, Long.MAX_VALUE);
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

    /** Notes that a rollout of the model has come further in the registry's log. */
    void rolloutInLog() {
        rollouts.look();
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
        routed.close();
        if (serving.close()) {
            onClose.accept(this);
        }
    }

    private Route<I, O> route() {
        Route<I, O> route = published.route();
        if (route == null) {
            throw new ClosedException("Deployment " + reference + " is closed: deploy the model again.");
        }
        return route;
    }

    /** Every single answer to a caller that waits for as long as it takes goes through here. */
    private Prediction<O> answer(I input, @Nullable CharSequence key, int priority, boolean observed) {
        required(input);
        if (limiter == null) {
            return admitted(input, key, priority, observed);
        }
        enter(limiter, 1);
        long began = ticks();
        Throwable failure = null;
        try {
            return admitted(input, key, priority, observed);
        } catch (Throwable asThrown) {
            failure = asThrown;
            throw asThrown;
        } finally {
            leave(limiter, began, ticks(), failure);
        }
    }

    private Prediction<O> admitted(I input, @Nullable CharSequence key, int priority, boolean observed) {
        while (true) {
            Route<I, O> route = route();
            Generation<I, O> chosen = choose(route, key, input);
            Role role = route.roleOf(chosen);
            Prediction<O> answer = protection == null || !observed
                    ? ask(input, priority, route, chosen, role, null, observed)
                    : protection.answer(
                            input,
                            route,
                            chosen,
                            role,
                            (asked, way, version, part, known) ->
                                    ask(asked, priority, way, version, part, known, true));
            if (answer != null) {
                return answer;
            }
            // It was replaced between the two lines above, so its successor has been published before; or it was
            // evicted.
            serving.awaitServing(chosen, Long.MAX_VALUE);
        }
    }

    private @Nullable Prediction<O> ask(
            I input, Route<I, O> route, Generation<I, O> chosen, Role role, @Nullable O known) {
        return ask(input, PredictOptions.USUAL, route, chosen, role, known, true);
    }

    /** Lets a version answer that somebody holds until this has ended, whether it still serves or not. */
    private Prediction<O> askHeld(I input, Route<I, O> route, Generation<I, O> held, Role role, @Nullable O known) {
        int stripe = held.lease().acquireBesideAnother();
        try {
            return answer(input, PredictOptions.USUAL, route, held, stripe, role, known, true);
        } finally {
            held.lease().release(stripe);
        }
    }

    /** Lets a version answer, unless its answer is known; null if it was replaced meanwhile. */
    private @Nullable Prediction<O> ask(
            I input,
            int priority,
            Route<I, O> route,
            Generation<I, O> chosen,
            Role role,
            @Nullable O known,
            boolean observed) {
        int stripe = chosen.lease().acquire();
        if (stripe < 0) {
            return null;
        }
        try {
            return answer(input, priority, route, chosen, stripe, role, known, observed);
        } finally {
            chosen.lease().release(stripe);
        }
    }

    private Prediction<O> answer(
            I input,
            int priority,
            Route<I, O> route,
            Generation<I, O> chosen,
            int stripe,
            Role role,
            @Nullable O known,
            boolean observed) {
        long number = chosen.lease().nextNumber(stripe);
        if (!observed || observers.isEmpty()) {
            O output = known == null ? chosen.answer(input, priority, number) : known;
            return new Prediction<>(output, chosen.version(), role, chosen.origin(), number);
        }
        Instant at = parts.clock().instant();
        long began = ticks();
        O output = null;
        Throwable thrown = null;
        try {
            output = known == null ? chosen.answer(input, priority, number) : known;
            return new Prediction<>(output, chosen.version(), role, chosen.origin(), number);
        } catch (Throwable asThrown) {
            thrown = asThrown;
            throw asThrown;
        } finally {
            observed(route, chosen, number, role, at, began, input, output, thrown);
        }
    }

    /**
     * Hands inputs over for a caller that will wait for them. What becomes of them is in the calls, also if the version refuses
     * them.
     *
     * @throws OverloadedException if the limit refuses them
     * @throws ClosedException if this is closed
     */
    private List<Call<I, O>> ask(List<? extends I> inputs, PredictOptions options) {
        RouteTable<I, O> table = route().table();
        if (inputs.size() > 1 && table != null && table.hasRules()) {
            // Who answers depends on each input.
            return inputs.stream()
                    .flatMap(input -> ask(List.of(input), options).stream())
                    .toList();
        }
        Limiter limit = limiter;
        if (limit != null) {
            enter(limit, inputs.size());
        }
        long began = ticks();
        try {
            while (true) {
                Route<I, O> route = route();
                Generation<I, O> chosen = choose(route, options.key(), inputs.get(0));
                List<Call<I, O>> calls = handedOver(route, chosen, inputs, options, began, true);
                if (calls != null) {
                    return calls;
                }
                serving.awaitServing(chosen, nanosLeft(options, began));
            }
        } catch (RuntimeException | Error notHandedOver) {
            notHandedOver(inputs.size());
            throw notHandedOver;
        }
    }

    /**
     * Hands an input over that the limit has let in, and waits without a thread if its version is not in memory.
     *
     * @throws ClosedException if this is closed
     * @throws OverloadedException if too many wait for the version to come back
     */
    private CompletableFuture<Prediction<O>> attended(I input, PredictOptions options, long began) {
        try {
            while (true) {
                Route<I, O> route = route();
                Generation<I, O> chosen = choose(route, options.key(), input);
                List<Call<I, O>> calls = handedOver(route, chosen, List.of(input), options, began, false);
                if (calls != null) {
                    return calls.get(0).attended();
                }
                CompletableFuture<Void> served = serving.whenServing(chosen, nanosLeft(options, began));
                if (!served.isDone() || served.isCompletedExceptionally()) {
                    return parked.park(served, () -> attended(input, options, began), () -> notHandedOver(1));
                }
                Thread.onSpinWait();
            }
        } catch (RuntimeException | Error notHandedOver) {
            notHandedOver(1);
            throw notHandedOver;
        }
    }

    private void notHandedOver(int inputs) {
        Limiter limit = limiter;
        for (int input = 0; limit != null && input < inputs; input++) {
            limit.leave();
        }
    }

    private long nanosLeft(PredictOptions options, long began) {
        Duration patience = options.deadline();
        return patience == null ? Long.MAX_VALUE : began + patience.toNanos() - ticks();
    }

    /** Hands inputs over to a version; null if it is not in memory any more. */
    private @Nullable List<Call<I, O>> handedOver(
            Route<I, O> route,
            Generation<I, O> chosen,
            List<? extends I> inputs,
            PredictOptions options,
            long began,
            boolean toBeAwaited) {
        int stripe = chosen.lease().acquire();
        if (stripe < 0) {
            return null;
        }
        Duration patience = options.deadline();
        Call.Asked<I, O> asked = new Call.Asked<>(
                this,
                route,
                chosen,
                new SharedLease(chosen.lease(), stripe, inputs.size()),
                limiter,
                parts.clock().instant(),
                began,
                patience == null ? Call.NO_DEADLINE : began + patience.toNanos());
        return submitted(asked, inputs, options.priority(), stripe, toBeAwaited);
    }

    private List<Call<I, O>> submitted(
            Call.Asked<I, O> asked, List<? extends I> inputs, int priority, int stripe, boolean toBeAwaited) {
        Generation<I, O> chosen = asked.chosen();
        Role role = asked.route().roleOf(chosen);
        List<Call<I, O>> calls = new ArrayList<>(inputs.size());
        for (I input : inputs) {
            calls.add(new Call<>(asked, input, priority, chosen.lease().nextNumber(stripe), role));
        }
        List<Call<I, O>> toBeAsked = protection == null ? calls : protection.toBeAsked(calls);
        try {
            if (toBeAwaited) {
                chosen.refuseOwnThread();
            }
            chosen.submit(toBeAsked);
        } catch (ModelOpsException refused) {
            toBeAsked.forEach(call -> call.done(null, refused));
        }
        return calls;
    }

    /** Whether somebody may answer instead of a version. */
    boolean hasFallback() {
        return protection != null && protection.hasFallback();
    }

    /** What is answered instead of a failure, or null if it is nothing. */
    @Nullable
    Prediction<O> insteadOf(Throwable failure, I input, Route<I, O> route, Generation<I, O> chosen) {
        return protection == null ? null : protection.insteadOf(failure, input, route, chosen);
    }

    /** Remembers an answer, if answers are remembered. */
    void learnt(Generation<I, O> chosen, I input, O answer) {
        if (protection != null) {
            protection.answered(chosen, input, answer);
        }
    }

    /** Tells observers what came of a request, and gives the shadow its copy. */
    void observed(
            Route<I, O> route,
            Generation<I, O> chosen,
            long number,
            Role role,
            Instant at,
            long began,
            I input,
            @Nullable O output,
            @Nullable Throwable thrown) {
        if (observers.isEmpty()) {
            return;
        }
        PredictionId id = new PredictionId(chosen.origin(), number);
        observers.onPrediction(
                new Observation<>(id, at, chosen.version(), role, input, output, thrown, ticks() - began));
        shadow.copy(route, id, at, input);
    }

    long ticks() {
        return parts.ticker().getAsLong();
    }

    private void enter(Limiter limit, int inputs) {
        if (!limit.enter(inputs)) {
            throw new OverloadedException("Deployment " + reference + " has " + limit.limit()
                    + " inputs under way, which is its limit now: the request was refused at once; send fewer, or deploy "
                    + "with a higher limit.");
        }
    }

    /** What the model itself threw says nothing about how busy it is. */
    static void leave(Limiter limit, long began, long ended, @Nullable Throwable failure) {
        boolean refused = failure instanceof OverloadedException || failure instanceof DeadlineExceededException;
        if (failure == null || refused) {
            limit.leave(began, ended, refused);
        } else {
            limit.leave();
        }
    }

    private I required(I input) {
        if (input == null) {
            throw new InvalidInputException(
                    "The input for " + reference + " is null: expected a value of its input type.");
        }
        return input;
    }

    private Generation<I, O> choose(Route<I, O> route, @Nullable CharSequence key, I input) {
        RouteTable<I, O> table = route.table();
        if (table != null) {
            Generation<I, O> other =
                    table.choose(input, key, key == null ? parts.random().nextDouble() : 0);
            if (other != null) {
                return other;
            }
        }
        if (!route.isSplit()) {
            return route.whole();
        }
        return route.at(key == null ? parts.random().nextDouble() : StickyShare.of(key, route.salt()));
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
        shadow.forget(generation);
        if (cache != null) {
            cache.forget(generation.origin());
        }
    }

    private void observerFailed(String observer, Throwable failure) {
        serving.pluginFailed(observer, failure);
    }
}
