package io.modelops.deployment.internal;

import io.modelops.deployment.ConcurrencyLimit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what is under way, exactly, and lets no more in than the limit of the moment. */
public final class Limiter {
    private final LimitLaw law;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ReentrantLock learning = new ReentrantLock();
    private double exact;
    private volatile int limit;

    /** Starts at the limit's start. */
    public Limiter(ConcurrencyLimit settings) {
        this.law = LimitLaw.of(settings);
        this.exact = settings.start();
        this.limit = settings.start();
    }

    /** The limit now. */
    public int limit() {
        return limit;
    }

    /** Lets all of so many inputs in, or none. */
    public boolean enter(int inputs) {
        while (true) {
            int present = inFlight.get();
            if (inputs > limit - present) {
                return false;
            }
            if (inFlight.compareAndSet(present, present + inputs)) {
                return true;
            }
        }
    }

    /**
     * Notes that an input is over.
     *
     * @param began when it was let in, in nanoseconds
     * @param ended when it was over
     * @param refused whether it was refused further on, or missed its deadline
     */
    public void leave(long began, long ended, boolean refused) {
        int before = inFlight.getAndDecrement();
        // Whoever finds another one learning goes on: the next answer tells as much.
        if (learning.tryLock()) {
            try {
                exact = law.next(exact, began, ended, before, refused);
                limit = (int) exact;
            } finally {
                learning.unlock();
            }
        }
    }

    /** Notes that an input is over of which nothing can be learnt. */
    public void leave() {
        inFlight.getAndDecrement();
    }
}
