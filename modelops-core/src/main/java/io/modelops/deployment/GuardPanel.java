package io.modelops.deployment;

import io.modelops.deployment.Guard.Judgement;
import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.model.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Asks the guards of one rollout, each on a thread of its own and all together for a bounded time. A guard that throws, hangs
 * or can't be asked is inconclusive and says why; one that hangs is not waited for again before it has returned. Used by
 * one thread at a time.
 */
final class GuardPanel {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<Guard> guards;
    private final Executor threads;
    private final BiConsumer<String, Throwable> onFailure;
    private final Map<String, CompletableFuture<Judgement>> hanging = new HashMap<>();

    /**
     * @param threads has a thread for each guard that is asked
     * @param onFailure is told which guard threw what, and which one hangs
     */
    GuardPanel(List<Guard> guards, Executor threads, BiConsumer<String, Throwable> onFailure) {
        this.guards = guards;
        this.threads = threads;
        this.onFailure = onFailure;
    }

    /** What they say, in their order. */
    Map<String, Judgement> judge(RolloutEvidence seen, EvidenceCollector<?, ?> evidence) {
        hanging.values().removeIf(CompletableFuture::isDone);
        Map<String, CompletableFuture<Judgement>> asked = new LinkedHashMap<>();
        for (Guard guard : guards) {
            asked.put(guard.name(), ask(guard, seen, evidence));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Judgement> judgements = new LinkedHashMap<>();
        asked.forEach((name, answer) -> judgements.put(name, await(name, answer, end)));
        return judgements;
    }

    private CompletableFuture<Judgement> ask(Guard guard, RolloutEvidence seen, EvidenceCollector<?, ?> evidence) {
        CompletableFuture<Judgement> answer = new CompletableFuture<>();
        if (hanging.containsKey(guard.name())) {
            answer.complete(inconclusive("the guard was asked before and has still not returned"));
            return answer;
        }
        String obstacle = evidence.obstacle(guard.name()).orElse(null);
        if (obstacle != null) {
            answer.complete(inconclusive(obstacle));
            return answer;
        }
        try {
            threads.execute(() -> answer.complete(judge(guard, seen)));
        } catch (RejectedExecutionException closing) {
            answer.complete(inconclusive("the deployer is being closed"));
        }
        return answer;
    }

    private Judgement await(String name, CompletableFuture<Judgement> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            hanging.put(name, answer);
            onFailure.accept("guard " + name, tooLong);
            return inconclusive("the guard did not return within " + PATIENCE);
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
            hanging.put(name, answer);
            return inconclusive("the thread that asked the guard was interrupted");
        } catch (ExecutionException impossible) {
            throw new AssertionError("what a guard throws is a judgement", impossible);
        }
    }

    private Judgement judge(Guard guard, RolloutEvidence seen) {
        try {
            return guard.judge(seen);
        } catch (RuntimeException | Error failure) {
            onFailure.accept("guard " + guard.name(), failure);
            return inconclusive("the guard threw " + failure);
        }
    }

    private static Judgement inconclusive(String why) {
        return new Judgement(Verdict.INCONCLUSIVE, why);
    }
}
