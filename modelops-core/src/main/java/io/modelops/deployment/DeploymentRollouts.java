package io.modelops.deployment;

import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.deployment.internal.Observers;
import io.modelops.deployment.internal.Route;
import io.modelops.deployment.internal.RunningRollout;
import io.modelops.deployment.internal.Serving;
import io.modelops.deployment.internal.Trial;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.registry.AliasPeriod;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.RolloutProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rollouts of one deployment: those that are begun here, and those that are found in the log, because another process
 * began them or this one was started again.
 */
final class DeploymentRollouts<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRollouts.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ModelRef reference;
    private final DeployerParts parts;
    private final Serving<I, O> serving;
    private final Observers<I, O> observers;
    private final @Nullable NumericView<? super O> view;
    private final List<Guard> known;
    private final Executor loading;
    private final AtomicBoolean joining = new AtomicBoolean();
    private volatile @Nullable Rollout present;
    private volatile @Nullable Failure failure;

    private record Failure(UUID rollout, Instant at) {}

    DeploymentRollouts(
            ModelRef reference,
            DeployerParts parts,
            Serving<I, O> serving,
            Observers<I, O> observers,
            @Nullable NumericView<? super O> view,
            List<Guard> known) {
        this.reference = reference;
        this.parts = parts;
        this.serving = serving;
        this.observers = observers;
        this.view = view;
        this.known = List.copyOf(known);
        this.loading = parts.serving().loading();
    }

    /** The rollout that this deployment takes or took part in last. */
    Optional<Rollout> latest() {
        return Optional.ofNullable(present);
    }

    /** Begins a rollout. */
    Rollout begin(ModelVersion challenger, Consumer<RolloutPlan.Builder> plan) {
        RolloutPlan.Builder building = new RolloutPlan.Builder();
        plan.accept(building);
        RolloutPlan built = building.build();
        if (!(reference instanceof ModelRef.Aliased aliased)
                || !challenger.model().equals(reference.model())) {
            throw new InvalidInputException("Version " + challenger + " can't be rolled out to " + reference
                    + ": expected a deployment of an alias of the same model, such as \"" + challenger.model()
                    + "@champion\".");
        }
        return attended(aliased, challenger, UUID.randomUUID(), built, false, Rollout::start);
    }

    /** Looks in the log for a rollout that is not known here, and takes part in it on the loading thread. */
    void look() {
        if (!(reference instanceof ModelRef.Aliased aliased) || serving.route() == null) {
            return;
        }
        Rollout mine = present;
        if (mine != null) {
            mine.follow();
        }
        Optional<RolloutProgress> open = registry().rollout(aliased.toString());
        if (open.isPresent() && isToBeJoined(open.get()) && joining.compareAndSet(false, true)) {
            try {
                loading.execute(() -> {
                    try {
                        join(aliased, open.get());
                    } finally {
                        joining.set(false);
                    }
                });
            } catch (RejectedExecutionException closing) {
                joining.set(false);
            }
        }
    }

    private boolean isToBeTriedAgain(Rollout.Outcome outcome) {
        return outcome.kind() == Rollout.Outcome.Kind.LEFT && serving.route() != null;
    }

    private boolean isToBeJoined(RolloutProgress open) {
        Rollout mine = present;
        Failure last = failure;
        Instant now = parts.clock().instant();
        boolean isMine = mine != null && mine.id().equals(open.rollout());
        boolean failed = last != null
                && last.rollout().equals(open.rollout())
                && now.isBefore(last.at().plus(PATIENCE));
        // Whoever has just begun it enters its first stage itself.
        boolean begins = open.stage() < 0 && now.isBefore(open.startedAt().plus(PATIENCE));
        return !isMine && !failed && !begins;
    }

    private void join(ModelRef.Aliased aliased, RolloutProgress open) {
        Route<I, O> route = serving.route();
        if (route == null) {
            return;
        }
        try {
            ModelVersion pointed = registry().get(aliased);
            if (pointed.number() != open.champion()) {
                endIfForgotten(aliased, open, pointed);
            } else if (route.champion().version().number() == open.champion()) {
                ModelVersion challenger = registry().get(new ModelRef.Numbered(aliased.model(), open.challenger()));
                RolloutPlan plan = PlanText.parse(
                        open.plan(), name -> StandardGuards.named(name, known), open.actor(), open.reason());
                attended(aliased, challenger, open.rollout(), plan, true, rollout -> rollout.join(open));
            }
        } catch (RuntimeException | Error notNow) {
            failure = new Failure(open.rollout(), parts.clock().instant());
            LOG.warn(
                    "{} can not take part in the rollout of version {} yet; it is tried again",
                    reference,
                    open.challenger(),
                    notNow);
        }
    }

    /** Its process moved the alias, or saw it moved, and was gone before it could say so. */
    private void endIfForgotten(ModelRef.Aliased aliased, RolloutProgress open, ModelVersion pointed) {
        List<AliasPeriod> periods = registry().aliasHistory(aliased.toString());
        Instant moved = periods.isEmpty()
                ? open.startedAt()
                : periods.get(periods.size() - 1).from();
        if (parts.clock().instant().isBefore(moved.plus(PATIENCE))) {
            return;
        }
        boolean promoted = pointed.number() == open.challenger();
        String why = "the alias was moved to " + pointed;
        try {
            registry()
                    .append(
                            new RegistryEvent.RolloutEnded(
                                    aliased.model(), open.rollout(), open.challenger(), promoted, why),
                            open.actor(),
                            why);
        } catch (ConflictException endedMeanwhile) {
            // So it need not be said again.
        }
    }

    private Rollout attended(
            ModelRef.Aliased aliased,
            ModelVersion challenger,
            UUID id,
            RolloutPlan plan,
            boolean joins,
            Consumer<Rollout> beginning) {
        Trial<I, O> trial = serving.begin(challenger);
        EvidenceCollector<I, O> evidence = new EvidenceCollector<>(
                trial.champion(),
                challenger,
                view,
                plan.guards(),
                plan.alphaOfEach(),
                parts.observers(),
                observers::failed);
        Rollout rollout = new Rollout(
                registry(),
                aliased,
                id,
                trial.champion(),
                challenger,
                plan,
                joins,
                evidence,
                new GuardPanel(plan.guards(), parts.observers(), observers::failed),
                new RolloutSteering<>(trial, observers, evidence));
        observers.add(evidence);
        Rollout before = present;
        try {
            // Attended before it starts, so that a close in between finds it.
            serving.attend(new RunningRollout(
                    challenger,
                    rollout::beat,
                    rollout::abortItself,
                    rollout::endedInLog,
                    () -> rollout.outcome().isPresent()));
            present = rollout;
            beginning.accept(rollout);
        } catch (RuntimeException | Error refused) {
            trial.dismiss();
            observers.remove(evidence);
            if (rollout.outcome().isEmpty()) {
                rollout.forget();
            }
            // Another one may have been attended while this one was refused.
            if (present == rollout
                    && rollout.outcome().filter(this::isToBeTriedAgain).isPresent()) {
                present = before;
            }
            throw refused;
        }
        return rollout;
    }

    private ModelRegistry registry() {
        return parts.registry();
    }
}
