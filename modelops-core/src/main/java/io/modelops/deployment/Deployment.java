package io.modelops.deployment;

import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.Observers;
import io.modelops.deployment.internal.RecentInputs;
import io.modelops.deployment.internal.Route;
import io.modelops.deployment.internal.RouteTable;
import io.modelops.deployment.internal.RoutedVersions;
import io.modelops.deployment.internal.Serving;
import io.modelops.deployment.internal.StickyShare;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Feedback;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private final ModelRef reference;
    private final DeployerParts parts;
    private final Observers<I, O> observers;
    private final Shadow<I, O> shadow;
    private final Serving<I, O> serving;
    private final @Nullable Feedback<O> feedback;
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
        this.onClose = onClose;
        RecentInputs<I, O> recent = new RecentInputs<>(settings.recentInputs);
        if (!settings.observers.isEmpty()) {
            settings.observers.add(0, recent);
        }
        this.observers = new Observers<>(
                settings.observers, settings.observationCapacity, parts.observing(), this::observerFailed);
        this.shadow = new Shadow<>(parts, observers);
        this.serving =
                new Serving<>(reference, parts.serving(), settings.opening(recent), settings.drainTimeout, observers);
        this.rollouts = new DeploymentRollouts<>(
                reference, parts, serving, observers, settings.numericView().orElse(null), settings.rolloutGuards);
        this.routed = new RoutedVersions<>(
                reference, parts.registry(), parts.serving().opener(), settings.opening(recent));
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
     * lease, but neither logged nor seen by monitors and rollouts, so that it can't distort them.
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
        return serving.status(observers.dropped(), observers.failures(), shadow.dropped());
    }

    /**
     * Follows the alias, and lets the rollout go on. Called by the heart of {@code ModelOps} or of the {@link Deployer};
     * applications that keep time themselves may call it.
     */
    public void beat() {
        serving.beat(parts.clock().instant());
        rollouts.look();
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
        if (serving.close()) {
            routed.close();
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
            Generation<I, O> chosen = choose(route, key, input);
            int stripe = chosen.lease().acquire();
            if (stripe >= 0) {
                try {
                    return answer(input, route, chosen, stripe, observed);
                } finally {
                    chosen.lease().release(stripe);
                }
            }
            // It was replaced between the two lines above: its successor has been published before.
            Thread.onSpinWait();
        }
    }

    private Prediction<O> answer(I input, Route<I, O> route, Generation<I, O> chosen, int stripe, boolean observed) {
        long number = chosen.lease().nextNumber(stripe);
        Role role = chosen == route.champion() ? Role.CHAMPION : Role.CHALLENGER;
        if (!observed || observers.isEmpty()) {
            return new Prediction<>(chosen.answer(input), chosen.version(), role, chosen.origin(), number);
        }
        PredictionId id = new PredictionId(chosen.origin(), number);
        Instant at = parts.clock().instant();
        long began = parts.ticker().getAsLong();
        O output = null;
        Throwable thrown = null;
        try {
            output = chosen.answer(input);
            return new Prediction<>(output, chosen.version(), role, chosen.origin(), number);
        } catch (Throwable asThrown) {
            thrown = asThrown;
            throw asThrown;
        } finally {
            long took = parts.ticker().getAsLong() - began;
            observers.onPrediction(new Observation<>(id, at, chosen.version(), role, input, output, thrown, took));
            shadow.copy(route, routed.table(), id, at, input);
        }
    }

    private Generation<I, O> choose(Route<I, O> route, @Nullable CharSequence key, I input) {
        RouteTable<I, O> table = routed.table();
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

    private void observerFailed(String observer, Throwable failure) {
        serving.pluginFailed(observer, failure);
    }
}
