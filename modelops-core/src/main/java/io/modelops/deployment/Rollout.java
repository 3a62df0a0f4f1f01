package io.modelops.deployment;

import io.modelops.deployment.Guard.Judgement;
import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import io.modelops.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A challenger on its way to replace the champion. It goes on by itself whenever its deployment's heart beats: from stage
 * to stage while all guards pass, to the end by moving the alias, or back to the champion alone when a guard fails or the
 * deadline passes. Each step is an entry in the registry's log. Safe for use by several threads.
 */
public final class Rollout {
    private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

    private final UUID id = UUID.randomUUID();
    private final ModelRegistry registry;
    private final String alias;
    private final ModelVersion champion;
    private final ModelVersion challenger;
    private final RolloutPlan plan;
    private final EvidenceCollector<?, ?> evidence;
    private final Instant startedAt;
    private final Steering steering;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final ReentrantLock stepping = new ReentrantLock();
    private volatile @Nullable String endedInLog;
    private volatile int stage;
    private boolean started;
    private Instant stageBegan;
    private volatile Map<String, Judgement> judgements = Map.of();

    /** What a rollout does to its deployment. */
    interface Steering {
        /** Gives the challenger a share of the requests; 0 makes it a shadow. */
        void weigh(double weight);

        /** Makes the challenger the champion. */
        void adopt();

        /** Whether the challenger is the champion already. */
        boolean isAdopted();

        /** Whether challenger and champion still stand side by side. */
        boolean isOn();

        /** Takes the challenger away. */
        void dismiss();
    }

    Rollout(
            ModelRegistry registry,
            String alias,
            ModelVersion champion,
            ModelVersion challenger,
            RolloutPlan plan,
            EvidenceCollector<?, ?> evidence,
            Instant now,
            Steering steering) {
        this.registry = registry;
        this.alias = alias;
        this.champion = champion;
        this.challenger = challenger;
        this.plan = plan;
        this.evidence = evidence;
        this.startedAt = now;
        this.stageBegan = now;
        this.steering = steering;
    }

    /**
     * The version that is being tried.
     *
     * @return the challenger
     */
    public ModelVersion challenger() {
        return challenger;
    }

    /**
     * The stage it is in.
     *
     * @return the stage, the last one if the rollout has ended
     */
    public RolloutPlan.Stage stage() {
        return plan.stages().get(stage);
    }

    /**
     * What the guards said last.
     *
     * @return judgements by guard name; empty before the first heartbeat
     */
    public Map<String, Judgement> judgements() {
        return judgements;
    }

    /**
     * How it ended.
     *
     * @return the outcome, or empty while it is under way
     */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.getNow(null));
    }

    /**
     * Tells somebody how it ends, or ended.
     *
     * @param listener is told once, on the thread that ends the rollout, or at once if it has ended; what it throws is
     *     ignored
     */
    public void onEnd(Consumer<? super Outcome> listener) {
        CompletableFuture<Void> ignored = outcome.thenAccept(listener);
    }

    /**
     * Waits for the end.
     *
     * @param longest how long to wait at most
     * @return how it ended, or {@link Outcome.Kind#UNDER_WAY} if it has not ended by then
     * @throws InterruptedException if the waiting thread is interrupted; the rollout goes on
     */
    public Outcome await(Duration longest) throws InterruptedException {
        try {
            return outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            return new Outcome(Outcome.Kind.UNDER_WAY, stage().description());
        } catch (ExecutionException impossible) {
            throw new AssertionError("a rollout's outcome is a value", impossible);
        }
    }

    /**
     * Ends it now: the challenger is taken away and the champion serves alone. Does nothing if it has ended already.
     *
     * @param who who ends it
     * @param why the reason, for the history
     */
    public void abort(Actor who, String why) {
        stepping.lock();
        try {
            rollBack(who, why);
        } finally {
            stepping.unlock();
        }
    }

    /** Ends it on behalf of whoever began it. */
    void abortItself(String why) {
        abort(plan.actor(), why);
    }

    /**
     * How a rollout ended.
     *
     * @param kind which way
     * @param why the reason in words
     */
    public record Outcome(Kind kind, String why) {
        /** Which way. */
        public enum Kind {
            /** The challenger is the champion now. */
            PROMOTED,
            /** The challenger was taken away; everything is as before. */
            ROLLED_BACK,
            /** It has not ended yet. */
            UNDER_WAY
        }

        /**
         * Whether the challenger is the champion now.
         *
         * @return true if it was promoted
         */
        public boolean promoted() {
            return kind == Kind.PROMOTED;
        }
    }

    void start() {
        stepping.lock();
        try {
            if (outcome.isDone()) {
                throw new ConflictException("The rollout of " + challenger + " did not begin: "
                        + outcome.join().why() + ".");
            }
            registry.append(
                    new RegistryEvent.RolloutStarted(
                            challenger.model(), id, alias, champion.number(), challenger.number(), plan.description()),
                    plan.actor(),
                    plan.reason());
            enter(0, startedAt);
            started = true;
        } catch (RuntimeException | Error notEntered) {
            rollBack("its first stage could not be entered: " + notEntered.getMessage());
            throw notEntered;
        } finally {
            stepping.unlock();
        }
    }

    /** Notes that a rollout has ended in the log; if it is this one and was not ended here, the next beat ends it. */
    void endedInLog(RegistryEvent.RolloutEnded ended) {
        if (ended.rollout().equals(id)) {
            endedInLog = ended.why();
        }
    }

    /** Judges and goes on. Called by the deployment's heartbeat. */
    void beat(Instant now) {
        stepping.lock();
        try {
            String abandoned = endedInLog;
            if (!started || outcome.isDone()) {
                return;
            }
            if (abandoned != null) {
                rollBack(abandoned);
            } else if (registry.revocation(challenger).isPresent()) {
                rollBack(challenger + " was revoked");
            } else if (!steering.isOn()) {
                rollBack("the alias was moved away from " + champion);
            } else {
                step(now);
            }
        } finally {
            stepping.unlock();
        }
    }

    private void step(Instant now) {
        RolloutEvidence seen = evidence.snapshot();
        Map<String, Judgement> asked = new LinkedHashMap<>();
        for (Guard guard : plan.guards()) {
            asked.put(guard.name(), judge(guard, seen));
        }
        judgements = Collections.unmodifiableMap(asked);
        Verdict verdict = asked.values().stream().map(Judgement::verdict).reduce(Verdict.PASS, Verdict::and);
        if (verdict == Verdict.FAIL) {
            rollBack(described(asked, Verdict.FAIL));
        } else if (now.isAfter(startedAt.plus(plan.deadline()))) {
            rollBack("not decided within " + plan.deadline() + ": " + undecided(asked, seen));
        } else if (verdict == Verdict.PASS
                && seen.challenger().answers() >= plan.minimumAnswers()
                && !now.isBefore(stageBegan.plus(stage().lasts()))) {
            goOn(now);
        }
    }

    private void goOn(Instant now) {
        try {
            if (stage + 1 < plan.stages().size()) {
                enter(stage + 1, now);
            } else {
                promote();
            }
        } catch (ConflictException | AccessDeniedException refused) {
            rollBack(String.valueOf(refused.getMessage()));
        }
    }

    private void enter(int next, Instant now) {
        RolloutPlan.Stage entered = plan.stages().get(next);
        registry.append(
                new RegistryEvent.RolloutAdvanced(
                        challenger.model(), id, next, entered.description(), entered.weight()),
                plan.actor(),
                "");
        stage = next;
        stageBegan = now;
        steering.weigh(entered.weight());
    }

    private void promote() {
        registry.point(alias)
                .from(champion)
                .by(plan.actor())
                .because("rollout passed: " + described(judgements, Verdict.PASS))
                .to(challenger);
        steering.adopt();
        end(plan.actor(), Outcome.Kind.PROMOTED, described(judgements, Verdict.PASS));
    }

    private void rollBack(String why) {
        rollBack(plan.actor(), why);
    }

    private void rollBack(Actor who, String why) {
        if (outcome.isDone()) {
            return;
        }
        // Memory first: callers are safe even if the store is down.
        if (steering.isAdopted()) {
            steering.adopt();
            end(who, Outcome.Kind.PROMOTED, "the alias was moved to " + challenger);
        } else {
            steering.dismiss();
            end(who, Outcome.Kind.ROLLED_BACK, why);
        }
    }

    private void end(Actor who, Outcome.Kind kind, String why) {
        try {
            registry.append(
                    new RegistryEvent.RolloutEnded(
                            challenger.model(), id, challenger.number(), kind == Outcome.Kind.PROMOTED, why),
                    who,
                    why);
        } catch (ConflictException endedElsewhere) {
            // It had not begun, or somebody ended it in the log first; the outcome here is the same.
        } catch (RuntimeException unrecorded) {
            LOG.warn(
                    "The end of the rollout of {} to @{} could not be recorded; when the store is well again, "
                            + "registry.abandonRollout(\"{}@{}\", …) lets the next one begin",
                    challenger,
                    alias,
                    challenger.model(),
                    alias,
                    unrecorded);
        } finally {
            outcome.complete(new Outcome(kind, why));
        }
    }

    private static Judgement judge(Guard guard, RolloutEvidence seen) {
        try {
            return guard.judge(seen);
        } catch (RuntimeException | Error failure) {
            return new Judgement(Verdict.INCONCLUSIVE, "the guard threw " + failure);
        }
    }

    private String undecided(Map<String, Judgement> asked, RolloutEvidence seen) {
        String open = described(asked, Verdict.INCONCLUSIVE);
        return open.isEmpty()
                ? seen.challenger().answers() + " answers of the challenger, " + plan.minimumAnswers() + " are needed"
                : open;
    }

    private static String described(Map<String, Judgement> asked, Verdict verdict) {
        return asked.entrySet().stream()
                .filter(entry -> entry.getValue().verdict() == verdict)
                .map(entry -> entry.getKey() + ": " + entry.getValue().finding())
                .collect(Collectors.joining("; "));
    }
}
