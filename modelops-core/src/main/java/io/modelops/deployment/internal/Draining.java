package io.modelops.deployment.internal;

import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The versions that have been replaced and still end their last requests. */
final class Draining<I, O> {
    private final Queue<Replaced<I, O>> replaced = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();

    /** A version that has been replaced. Once it is overdue it is reported, once. */
    static final class Replaced<I, O> {
        private final Generation<I, O> generation;
        private final Instant since;
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
        generation.lease().retire();
    }

    /** Forgets a version that has been closed. */
    void remove(Generation<I, O> generation) {
        lock.lock();
        try {
            replaced.removeIf(candidate -> {
                boolean closed = candidate.generation() == generation;
                if (closed) {
                    candidate.span.ended(null);
                }
                return closed;
            });
            if (replaced.isEmpty()) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    List<Replaced<I, O>> all() {
        return List.copyOf(replaced);
    }

    /** Reports versions that have been draining for longer than allowed. */
    void reportOverdue(Instant now, Duration longest, Consumer<Generation<I, O>> report) {
        for (Replaced<I, O> candidate : replaced) {
            if (!candidate.overdue && now.isAfter(candidate.since.plus(longest))) {
                candidate.overdue = true;
                report.accept(candidate.generation());
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
