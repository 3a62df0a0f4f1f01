package io.modelops.feedback;

import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes labelled observations on: one after another, in order, never under a lock that somebody else waits for. */
final class LabelDelivery<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(LabelDelivery.class);

    private final Queue<LabelledObservation<I, O>> waiting = new ArrayDeque<>();
    private final AtomicLong failures = new AtomicLong();
    private final List<Observer<I, O>> observers;
    private final Executor executor;
    private final int limit;
    private boolean draining;
    private long undelivered;

    LabelDelivery(List<Observer<I, O>> observers, Executor executor, int limit) {
        this.observers = observers;
        this.executor = executor;
        this.limit = limit;
    }

    synchronized void enqueue(LabelledObservation<I, O> labelled) {
        if (waiting.size() < limit) {
            waiting.add(labelled);
        } else {
            undelivered++;
        }
    }

    /** Delivers what waits, unless another thread does so already. */
    void deliver() {
        synchronized (this) {
            if (draining || waiting.isEmpty()) {
                return;
            }
            draining = true;
        }
        try {
            executor.execute(this::drain);
        } catch (RuntimeException refused) {
            discard();
        }
    }

    long failures() {
        return failures.get();
    }

    synchronized long undelivered() {
        return undelivered;
    }

    private void drain() {
        for (LabelledObservation<I, O> next = poll(); next != null; next = poll()) {
            for (Observer<I, O> observer : observers) {
                tell(observer, next);
            }
        }
    }

    private void tell(Observer<I, O> observer, LabelledObservation<I, O> labelled) {
        try {
            observer.onLabel(labelled);
        } catch (Throwable thrown) {
            if (failures.getAndIncrement() == 0) {
                LOG.warn(
                        "Observer {} of outcomes threw. Further failures are only counted.",
                        observer.getClass().getName(),
                        thrown);
            }
        }
    }

    private synchronized @Nullable LabelledObservation<I, O> poll() {
        LabelledObservation<I, O> next = waiting.poll();
        if (next == null) {
            draining = false;
        }
        return next;
    }

    private synchronized void discard() {
        undelivered += waiting.size();
        waiting.clear();
        draining = false;
    }
}
