package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import io.modelops.model.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The versions that have been replaced and still end their last requests. */
final class Draining<I, O> {
    private final Queue<Replaced<I, O>> replaced = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();

    /** A version that has been replaced. Once it is overdue it is reported, once. */
    static final class Replaced<I, O> {
        private final Generation<I, O> generation;
        private final Instant since;
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private final Span span;
        private volatile boolean overdue;

        private Replaced(Generation<I, O> generation, Instant since) {
            this.generation = generation;
            this.since = since;
            this.span = Flight.draining(generation.version());
        }

        Generation<I, O> generation() {
            return generation;
        }

        Instant since() {
            return since;
        }

        boolean isOverdue() {
            return overdue;
        }
    }

    /** Retires a version; it is closed by its last user, perhaps at once. */
    void add(Generation<I, O> generation, Instant now) {
        replaced.add(new Replaced<>(generation, now));
        generation.life().enter(VersionState.DRAINING);
        generation.memory().leaving(true);
        generation.lease().retire();
    }

    /**
     * Lets a version serve again that has been replaced and not been closed. One that is overdue is left alone: its
     * requests may hang for ever.
     */
    @Nullable
    Generation<I, O> revive(ModelVersion version) {
        for (Replaced<I, O> candidate : replaced) {
            Generation<I, O> generation = candidate.generation();
            if (!candidate.overdue && generation.version().equals(version) && revive(generation)) {
                return generation;
            }
        }
        return null;
    }

    /** Lets a version serve again unless its memory has been freed, or is about to be. */
    boolean revive(Generation<I, O> generation) {
        if (!generation.lease().revive()) {
            return false;
        }
        generation.life().enter(VersionState.READY);
        generation.memory().leaving(false);
        take(generation);
        return true;
    }

    /** Forgets a version that has been closed. */
    void remove(Generation<I, O> generation) {
        Replaced<I, O> gone = take(generation);
        if (gone != null) {
            gone.ended.complete(true);
        }
    }

    private @Nullable Replaced<I, O> take(Generation<I, O> generation) {
        lock.lock();
        try {
            Replaced<I, O> taken = replaced.stream()
                    .filter(candidate -> candidate.generation() == generation)
                    .findFirst()
                    .orElse(null);
            if (taken != null) {
                taken.span.ended(null);
                replaced.remove(taken);
            }
            if (replaced.isEmpty()) {
                empty.signalAll();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Completed with true when a version has been closed, with false when it takes longer than allowed; not if it is revived. */
    CompletableFuture<Boolean> ended(Generation<I, O> generation) {
        for (Replaced<I, O> candidate : replaced) {
            if (candidate.generation() == generation) {
                return candidate.ended;
            }
        }
        return CompletableFuture.completedFuture(true);
    }

    List<Replaced<I, O>> all() {
        return List.copyOf(replaced);
    }

    /** Reports versions that have been draining for longer than allowed. */
    void reportOverdue(Instant now, Duration longest, Consumer<Generation<I, O>> report) {
        for (Replaced<I, O> candidate : replaced) {
            if (!candidate.overdue && now.isAfter(candidate.since.plus(longest))) {
                candidate.overdue = true;
                candidate.generation().life().enter(VersionState.QUARANTINED);
                report.accept(candidate.generation());
                candidate.ended.complete(false);
            }
        }
    }

    /** Waits until all have been closed, at most for a time. */
    void awaitEmpty(Duration longest) {
        long left = longest.toNanos();
        lock.lock();
        try {
            while (!replaced.isEmpty() && left > 0) {
                left = empty.awaitNanos(left);
            }
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
