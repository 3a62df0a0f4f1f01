package io.modelops.automation;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.Rollout;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.ConflictException;
import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.Trainer;
import io.modelops.spi.TrainingRequest;
import io.modelops.validation.ValidationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers alerts about one deployment with a new version: it trains on recent labelled examples, registers the result with
 * the alert as its cause, validates it on examples that were kept back, and rolls it out. Whatever fails on the way leaves
 * the champion in place and says why in the registry's log.
 *
 * <p>One retraining runs at a time, and none begins before the cool-down has passed since the last one in the log
 * began, whichever process began it. Safe for use
 * by several threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class RetrainingLoop<I, O> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetrainingLoop.class);
    private static final Actor ACTOR = Actor.by("modelops-retraining");

    private final ModelRegistry registry;
    private final Deployment<I, O> deployment;
    private final Supplier<List<Example<I, O>>> labelled;
    private final RetrainingPolicy<I, O> policy;
    private final InstantSource clock;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong retrainings = new AtomicLong();
    private volatile @Nullable Instant lastBegan;
    private volatile boolean closed;

    /**
     * Creates a loop that waits for alerts.
     *
     * @param registry where versions and events are kept
     * @param deployment what is retrained and rolled out to
     * @param labelled gives the labelled examples of the deployment, oldest first
     * @param policy when and how to retrain
     * @param clock the clock that cool-downs go by
     */
    public RetrainingLoop(
            ModelRegistry registry,
            Deployment<I, O> deployment,
            Supplier<List<Example<I, O>>> labelled,
            RetrainingPolicy<I, O> policy,
            InstantSource clock) {
        this.registry = registry;
        this.deployment = deployment;
        this.labelled = labelled;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Takes note of an alert, and retrains on the policy's executor if it calls for that.
     *
     * @param alert the alert
     * @return whether a retraining was begun; if not, the policy does not want it, one is under way, or it is too early
     */
    public boolean onAlert(Alert alert) {
        return policy.trigger().test(alert) && !isCoolingDown() && begin(alert.id(), alert.summary());
    }

    /**
     * Retrains now, whatever the cool-down.
     *
     * @param who who asks for it
     * @param reason why
     * @return whether a retraining was begun; if not, one is under way
     */
    public boolean retrain(Actor who, String reason) {
        return begin("asked for by " + who, reason);
    }

    /**
     * How many retrainings were begun.
     *
     * @return the number
     */
    public long retrainings() {
        return retrainings.get();
    }

    /** Begins no further retraining; one that is under way goes on to its end. Closing twice does nothing more. */
    @Override
    public void close() {
        closed = true;
    }

    private boolean begin(String cause, String why) {
        if (closed || !busy.compareAndSet(false, true)) {
            return false;
        }
        Instant before = lastBegan;
        lastBegan = clock.instant();
        long number = retrainings.incrementAndGet();
        try {
            policy.executor().execute(() -> run(cause, why, number));
            return true;
        } catch (RejectedExecutionException fullOrClosing) {
            lastBegan = before;
            retrainings.decrementAndGet();
            busy.set(false);
            return false;
        }
    }

    /** By the log, which other processes write to as well, and by what was begun here and is not in it yet. */
    private boolean isCoolingDown() {
        Instant earliest = clock.instant().minus(policy.coolDown());
        Instant last = lastBegan;
        return (last != null && last.isAfter(earliest))
                || registry.history(deployment.reference().model().value()).stream()
                        .anyMatch(entry -> entry.event() instanceof RegistryEvent.RetrainingStarted
                                && entry.at().isAfter(earliest));
    }

    private void run(String cause, String why, long number) {
        try {
            registry.append(
                    new RegistryEvent.RetrainingStarted(deployment.reference().model(), cause), ACTOR, why);
            attempt(cause, why, number);
        } catch (Exception | Error failure) {
            LOG.warn("A retraining of {} failed; the champion stays", deployment.reference(), failure);
            end(cause, null, "failed: " + failure);
        }
    }

    private void attempt(String cause, String why, long number) throws Exception {
        ModelVersion champion = deployment.version();
        TrainingSplit<I, O> split = TrainingSplit.of(labelled.get(), policy);
        ModelVersion candidate = train(champion, split.training(), cause, number);
        ValidationReport report = policy.validator().validate(candidate, split.holdout());
        if (!report.passed()) {
            end(cause, candidate, "not rolled out: " + report.summary());
            return;
        }
        try {
            Rollout rollout = deployment.rollOut(candidate, plan -> {
                plan.by(ACTOR).because(why);
                policy.plan().accept(plan);
            });
            rollout.onEnd(outcome -> end(cause, candidate, ended(outcome)));
        } catch (ConflictException elsewhere) {
            end(cause, candidate, "not rolled out: " + elsewhere.getMessage());
        }
    }

    private static String ended(Rollout.Outcome outcome) {
        return switch (outcome.kind()) {
            case PROMOTED -> "promoted: " + outcome.why();
            case LEFT, UNDER_WAY -> "left under way: " + outcome.why();
            case ROLLED_BACK -> "rolled back: " + outcome.why();
        };
    }

    private ModelVersion train(ModelVersion champion, List<Example<I, O>> examples, String cause, long number)
            throws Exception {
        Path directory = Files.createTempDirectory("modelops-training-");
        try {
            Trainer<I, O> trainer = policy.trainer();
            TrainedModel trained = trainer.train(new TrainingRequest<>(
                    examples, champion, cause, directory, policy.seed() * 1_000_003 + number, policy.progress()));
            return registry.register(champion.model().value(), trained.files(), model -> {
                model.trained(trained).derivedFrom(champion).causedBy(cause).by(ACTOR);
                if (champion.description().owner() != null) {
                    model.owner(champion.description().owner());
                }
            });
        } finally {
            delete(directory);
        }
    }

    private void end(String cause, @Nullable ModelVersion candidate, String outcome) {
        try {
            registry.append(
                    new RegistryEvent.RetrainingEnded(
                            deployment.reference().model(),
                            cause,
                            candidate == null ? null : candidate.number(),
                            outcome),
                    ACTOR,
                    outcome);
        } catch (RuntimeException unrecorded) {
            LOG.warn("The end of a retraining of {} could not be recorded", deployment.reference(), unrecorded);
        } finally {
            busy.set(false);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("Temporary directory {} could not be removed: {}", directory, failure.toString());
        }
    }
}
