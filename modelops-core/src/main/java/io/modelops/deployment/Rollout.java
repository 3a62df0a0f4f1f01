package io.modelops.deployment;

import io.modelops.deployment.Guard.Judgement;
import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.deployment.internal.GuardText;
import io.modelops.deployment.internal.ThompsonGuard;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import io.modelops.registry.AliasPeriod;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.RolloutProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * deadline passes. Each step is an entry in the registry's log, with what the guards said.
 *
 * <p>The log is what a rollout is. Every process that serves the alias takes part: it gives the challenger the share of
 * requests that the log says, judges by what it saw itself, and may take the next step, which only one of them can. A
 * process that starts again goes on in the stage it finds in the log, with new evidence.
 *
 * <p>Safe for use by several threads.
 */
public final class Rollout {
    private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);
    private static final String SPLIT = "split";
    private static final double SPLIT_ALPHA = 0.001;

    private final UUID id;
    private final ModelRegistry registry;
    private final ModelRef.Aliased reference;
    private final ModelVersion champion;
    private final ModelVersion challenger;
    private final RolloutPlan plan;
    private final EvidenceCollector<?, ?> evidence;
    private final GuardPanel panel;
    private final Steering steering;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final ReentrantLock stepping = new ReentrantLock();
    private volatile RegistryEvent.@Nullable RolloutEnded endedInLog;
    private final boolean joins;
    private volatile int stage;
    private boolean started;
    private @Nullable Ending unrecorded;
    private volatile Map<String, Judgement> judgements = Map.of();
    private volatile String waitsFor = "";

    /** What a rollout does to its deployment. */
    interface Steering {
        /** Gives the challenger a share of the requests; at 0 it answers copies of all, at 1 the champion does. */
        void weigh(double weight);

        /** Makes the challenger the champion. */
        void adopt();

        /** Whether the challenger is the champion already. */
        boolean isAdopted();

        /** Whether challenger and champion still stand side by side. */
        boolean isOn();

        /** Whether the deployment is closed. */
        boolean isClosed();

        /** Takes the challenger away. */
        void dismiss();
    }

    private record Ending(RegistryEvent.RolloutEnded event, Actor who) {}

    Rollout(
            ModelRegistry registry,
            ModelRef.Aliased reference,
            UUID id,
            ModelVersion champion,
            ModelVersion challenger,
            RolloutPlan plan,
            boolean joins,
            EvidenceCollector<?, ?> evidence,
            GuardPanel panel,
            Steering steering) {
        this.registry = registry;
        this.reference = reference;
        this.id = id;
        this.champion = champion;
        this.challenger = challenger;
        this.plan = plan;
        this.joins = joins;
        this.evidence = evidence;
        this.panel = panel;
        this.steering = steering;
    }

    /**
     * What names it in the registry's log.
     *
     * @return the id
     */
    public UUID id() {
        return id;
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
     * What keeps it in its stage.
     *
     * @return in words, as of the last heartbeat; empty if nothing does, or before the first heartbeat
     */
    public String waitsFor() {
        return waitsFor;
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
     * Keeps it in its stage, in every process, until somebody resumes it. Guards still roll it back; its deadline waits.
     *
     * @param who who pauses it
     * @param why the reason, for the history
     * @throws ConflictException if it is paused already or has ended
     * @throws AccessDeniedException if the access policy does not allow it
     */
    public void pause(Actor who, String why) {
        registry.append(new RegistryEvent.RolloutPaused(challenger.model(), id, true), who, why);
    }

    /**
     * Lets it go on after a pause.
     *
     * @param who who resumes it
     * @param why the reason, for the history
     * @throws ConflictException if it is not paused or has ended
     * @throws AccessDeniedException if the access policy does not allow it
     */
    public void resume(Actor who, String why) {
        registry.append(new RegistryEvent.RolloutPaused(challenger.model(), id, false), who, why);
    }

    /**
     * Makes the challenger the champion now, whatever stages are left and guards say.
     *
     * @param who who promotes it
     * @param why the reason, for the history
     * @throws ConflictException if it has ended, or the alias was moved meanwhile
     * @throws AccessDeniedException if the access policy does not allow it
     */
    public void promoteNow(Actor who, String why) {
        stepping.lock();
        try {
            if (!started || outcome.isDone()) {
                throw new ConflictException("Version " + challenger + " was not promoted: its rollout to " + reference
                        + " is not under way; move the alias with registry.point(…) instead.");
            }
            move(who, why);
            steering.adopt();
            end(who, Outcome.Kind.PROMOTED, why);
        } finally {
            stepping.unlock();
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

    /** Ends it on behalf of whoever began it; or leaves it to others and to the next start, if this process stops serving. */
    void abortItself(String why) {
        stepping.lock();
        try {
            boolean isInLog = started || joins;
            if (isInLog && steering.isClosed() && !outcome.isDone()) {
                steering.dismiss();
                outcome.complete(new Outcome(Outcome.Kind.LEFT, why));
            } else {
                rollBack(plan.actor(), why);
            }
        } finally {
            stepping.unlock();
        }
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
            /**
             * This deployment was closed. The rollout goes on in other processes, and here when the alias is deployed again.
             */
            LEFT,
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

    /** Begins it. */
    void start() {
        stepping.lock();
        try {
            if (outcome.isDone()) {
                throw new ConflictException("The rollout of " + challenger + " did not begin: "
                        + outcome.join().why() + ".");
            }
            registry.append(
                    new RegistryEvent.RolloutStarted(
                            challenger.model(),
                            id,
                            reference.alias(),
                            champion.number(),
                            challenger.number(),
                            plan.description()),
                    plan.actor(),
                    plan.reason());
            enter(0, "");
            started = true;
        } catch (RuntimeException | Error notEntered) {
            rollBack("its first stage could not be entered: " + notEntered.getMessage());
            throw notEntered;
        } finally {
            stepping.unlock();
        }
    }

    /** Ends it here, because this deployment could not take part in it; others may. */
    void forget() {
        outcome.complete(new Outcome(Outcome.Kind.LEFT, "this deployment could not take part in it"));
    }

    /** Takes part in it as the log says. */
    void join(RolloutProgress progress) {
        stepping.lock();
        try {
            if (outcome.isDone()) {
                throw new ConflictException("The rollout of " + challenger + " was not joined: "
                        + outcome.join().why() + ".");
            }
            if (progress.stage() < 0) {
                enter(0, "");
            } else {
                take(progress);
            }
            started = true;
        } finally {
            stepping.unlock();
        }
    }

    /** Notes that a rollout has ended in the log; if it is this one and was not ended here, the next beat ends it. */
    void endedInLog(RegistryEvent.RolloutEnded ended) {
        if (ended.rollout().equals(id)) {
            endedInLog = ended;
        }
    }

    /** Takes over the stage of the log, unless somebody is at it: then that one does, or the next beat. */
    void follow() {
        // Not lock(): two deployments of one alias in one process tell each other of their steps.
        if (stepping.tryLock()) {
            try {
                if (started && !outcome.isDone()) {
                    inLog().ifPresent(this::takeIfLater);
                }
            } finally {
                stepping.unlock();
            }
        }
    }

    /** Judges and goes on. Called by the deployment's heartbeat. */
    void beat(Instant now) {
        stepping.lock();
        try {
            if (outcome.isDone()) {
                record();
                return;
            }
            if (!started) {
                return;
            }
            Optional<RolloutProgress> open = inLog();
            if (open.isEmpty() || endedInLog != null) {
                endAsInLog();
            } else if (registry.revocation(challenger).isPresent()) {
                rollBack(challenger + " was revoked");
            } else if (!steering.isOn()) {
                rollBack("the alias was moved away from " + champion);
            } else {
                takeIfLater(open.get());
                step(now, open.get());
            }
        } finally {
            stepping.unlock();
        }
    }

    private void step(Instant now, RolloutProgress progress) {
        RolloutEvidence seen = evidence.snapshot();
        Map<String, Judgement> asked = panel.judge(seen, evidence);
        if (plan.isSplitChecked() && seen.splitPValue() < SPLIT_ALPHA) {
            asked.put(SPLIT, splitOtherwise(seen));
        }
        judgements = Collections.unmodifiableMap(asked);
        Instant deadline = progress.startedAt().plus(plan.deadline()).plus(progress.pausedFor());
        if (!of(asked, Verdict.FAIL).isEmpty()) {
            rollBack(described(of(asked, Verdict.FAIL)));
            return;
        }
        String holds = holds(now, progress, asked, seen);
        waitsFor = holds;
        if (!progress.isPaused() && now.isAfter(deadline)) {
            rollBack("not decided within " + plan.deadline() + ": " + holds);
        } else if (holds.isEmpty()) {
            goOn();
        }
    }

    /** Why it may not go on, or an empty text. */
    private String holds(Instant now, RolloutProgress progress, Map<String, Judgement> asked, RolloutEvidence seen) {
        Map<String, Judgement> open = new LinkedHashMap<>(of(asked, Verdict.INCONCLUSIVE));
        boolean decides = stage + 1 == plan.stages().size() || stage().kind() == RolloutPlan.Kind.AB_TEST;
        if (!decides) {
            plan.guards().stream().filter(Guard::isForPromotionOnly).forEach(guard -> open.remove(guard.name()));
        }
        if (!open.isEmpty()) {
            return described(open);
        }
        long fewest = Math.min(seen.challenger().answers(), seen.champion().answers());
        if (fewest < plan.minimumAnswers()) {
            return seen.challenger().answers() + " answers of the challenger and "
                    + seen.champion().answers() + " of the champion, " + plan.minimumAnswers() + " of each are needed";
        }
        if (evidence.stageAnswers() < stage().answers()) {
            return evidence.stageAnswers() + " answers of the challenger in this stage, " + stage().answers()
                    + " are needed";
        }
        if (now.isBefore(progress.stageBegan().plus(stage().lasts()))) {
            return "the stage lasts " + stage().lasts();
        }
        boolean approved = registry.approvals(challenger).stream()
                .anyMatch(approval -> approval.sequence() > progress.stageSequence());
        if (stage().isApproved() && !approved) {
            return "an approval of " + challenger + " given in this stage, with registry.approve";
        }
        return progress.isPaused() ? "somebody paused it; resume(…) lets it go on" : "";
    }

    private void goOn() {
        int present = stage;
        try {
            if (stage + 1 < plan.stages().size()) {
                enter(stage + 1, "passed: " + described(of(judgements, Verdict.PASS)));
            } else {
                String why = described(of(judgements, Verdict.PASS));
                move(plan.actor(), "rollout passed: " + why);
                steering.adopt();
                end(plan.actor(), Outcome.Kind.PROMOTED, why);
            }
        } catch (ConflictException refused) {
            Optional<RolloutProgress> open = inLog();
            if (open.isEmpty()) {
                endAsInLog();
            } else if (open.get().stage() > present) {
                // Another node was faster, as a listener may have told this thread before the refusal came.
                take(open.get());
            } else if (registry.find(reference).filter(challenger::equals).isPresent()) {
                steering.adopt();
                end(plan.actor(), Outcome.Kind.PROMOTED, moved());
            } else {
                rollBack(String.valueOf(refused.getMessage()));
            }
        } catch (AccessDeniedException refused) {
            rollBack(String.valueOf(refused.getMessage()));
        }
    }

    private void enter(int next, String why) {
        RolloutPlan.Stage entered = plan.stages().get(next);
        double weight = entered.weight();
        String description = entered.description();
        ThompsonGuard bandit = plan.bandit();
        if (entered.kind() == RolloutPlan.Kind.BANDIT && bandit != null) {
            double belief = bandit.belief(evidence.snapshot());
            weight = Math.max(entered.weight(), Math.min(1 - entered.weight(), Math.round(belief * 1000) / 1000.0));
            description = RolloutPlan.Kind.BANDIT.words + " " + GuardText.percent(weight);
        }
        registry.append(
                new RegistryEvent.RolloutAdvanced(challenger.model(), id, next, description, weight),
                plan.actor(),
                why);
        stage = next;
        steering.weigh(weight);
    }

    private void takeIfLater(RolloutProgress progress) {
        if (progress.stage() > stage) {
            take(progress);
        }
    }

    private void take(RolloutProgress progress) {
        stage = Math.min(progress.stage(), plan.stages().size() - 1);
        steering.weigh(progress.weight());
    }

    private void move(Actor who, String why) {
        registry.point(reference.alias())
                .from(champion)
                .duringRollout(id)
                .by(who)
                .because(why)
                .to(challenger);
    }

    /** Whoever moved the alias has said why; perhaps it was another node that found that the rollout had passed. */
    private String moved() {
        List<AliasPeriod> periods = registry.aliasHistory(reference.toString());
        String why = periods.isEmpty() ? "" : periods.get(periods.size() - 1).why();
        return "the alias was moved to " + challenger + (why.isEmpty() ? "" : ": " + why);
    }

    private Optional<RolloutProgress> inLog() {
        return registry.rollout(reference.toString())
                .filter(open -> open.rollout().equals(id));
    }

    /** Another process, or a person, has ended it. */
    private void endAsInLog() {
        RegistryEvent.RolloutEnded ended = endedInLog == null ? lastInLog() : endedInLog;
        if (ended != null && ended.promoted()) {
            steering.adopt();
            outcome.complete(new Outcome(Outcome.Kind.PROMOTED, ended.why()));
        } else if (steering.isAdopted()) {
            steering.adopt();
            outcome.complete(new Outcome(Outcome.Kind.PROMOTED, moved()));
        } else {
            steering.dismiss();
            outcome.complete(
                    new Outcome(Outcome.Kind.ROLLED_BACK, ended == null ? "it ended in the log" : ended.why()));
        }
    }

    private RegistryEvent.@Nullable RolloutEnded lastInLog() {
        List<LogEntry> history = registry.history(challenger.model().value());
        for (int index = history.size() - 1; index >= 0; index--) {
            if (history.get(index).event() instanceof RegistryEvent.RolloutEnded ended
                    && ended.rollout().equals(id)) {
                return ended;
            }
        }
        return null;
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
            end(who, Outcome.Kind.PROMOTED, moved());
        } else {
            steering.dismiss();
            end(who, Outcome.Kind.ROLLED_BACK, why);
        }
    }

    private void end(Actor who, Outcome.Kind kind, String why) {
        unrecorded = new Ending(
                new RegistryEvent.RolloutEnded(
                        challenger.model(), id, challenger.number(), kind == Outcome.Kind.PROMOTED, why),
                who);
        try {
            record();
        } finally {
            outcome.complete(new Outcome(kind, why));
        }
    }

    /** Writes the end to the log, unless that was done. */
    private void record() {
        Ending ending = unrecorded;
        if (ending == null) {
            return;
        }
        try {
            registry.append(ending.event(), ending.who(), ending.event().why());
            unrecorded = null;
        } catch (ConflictException endedElsewhere) {
            // It had not begun, or somebody ended it in the log first; the outcome here is the same.
            unrecorded = null;
        } catch (AccessDeniedException refused) {
            unrecorded = null;
            if (started) {
                LOG.warn("The end of the rollout of {} to {} was not recorded", challenger, reference, refused);
            }
        } catch (RuntimeException notNow) {
            LOG.warn(
                    "The end of the rollout of {} to {} could not be recorded; it is tried again with the next heartbeat",
                    challenger,
                    reference,
                    notNow);
        }
    }

    private static Judgement splitOtherwise(RolloutEvidence seen) {
        return new Judgement(
                Verdict.INCONCLUSIVE,
                "the requests seen are not split as planned (p " + seen.splitPValue() + "), so nothing can be compared:"
                        + " answers may get lost, or keys ask very unequally often (plan.withoutSplitCheck())");
    }

    private static Map<String, Judgement> of(Map<String, Judgement> asked, Verdict verdict) {
        Map<String, Judgement> those = new LinkedHashMap<>(asked);
        those.values().removeIf(judgement -> judgement.verdict() != verdict);
        return those;
    }

    private static String described(Map<String, Judgement> asked) {
        return asked.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().finding())
                .collect(Collectors.joining("; "));
    }
}
