package io.modelops.deployment.internal;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts who uses a version, so that its memory is freed once, and only when nobody does.
 *
 * <p>The count is spread over stripes, each on a cache line pair of its own, so that threads do not wait for each other's
 * writes. A user raises its stripe first and looks at {@code retired} second; the one who retires sets {@code retired}
 * first and reads the stripes second. All these accesses are sequentially consistent, so a user who saw "not retired" is
 * seen by every later reading of its stripe until it lets go. After retirement a stripe's count never rises for longer
 * than a refused attempt, so having read 0 from each stripe once proves that nobody is left. Whoever lets go after
 * retirement reads them; the last one finds only zeros and frees.
 *
 * <p>A retired version that has not been freed can be revived. The state is therefore a count of turns, odd while retired:
 * whoever frees compares it with what it was before the stripes were read, so zeros that were read during an earlier
 * retirement free nothing.
 */
public final class VersionLease {
    private static final int STRIPES = stripes();
    /** 128 bytes: two cache lines, because processors fetch them in pairs. */
    private static final int SPACING = 16;

    private static final int TAKEN = 1;
    private static final AtomicIntegerFieldUpdater<VersionLease> TURNS =
            AtomicIntegerFieldUpdater.newUpdater(VersionLease.class, "turns");
    /** Odd, so that a freed version is a retired one; and no count of turns. */
    private static final int FREED = -1;

    private final AtomicLongArray counts = new AtomicLongArray((STRIPES + 1) * SPACING);
    private final Runnable free;
    private volatile int turns;

    /**
     * Creates a lease that can be taken.
     *
     * @param free frees what is leased; called once, on whichever thread proves that nobody is left
     */
    public VersionLease(Runnable free) {
        this.free = free;
    }

    /**
     * Takes the lease.
     *
     * @return the stripe to give back to {@link #release}, or -1 if the version is retired
     */
    public int acquire() {
        int stripe = stripeOfThisThread();
        counts.getAndIncrement(stripe);
        if (isRetired()) {
            release(stripe);
            return -1;
        }
        return stripe;
    }

    /**
     * Takes the lease although the version may be retired, for somebody who knows that another user holds it until this one has
     * let go. So whoever looks for the last user finds that other one, whatever this one's stripe says.
     *
     * @return the stripe to give back to {@link #release}
     */
    public int acquireBesideAnother() {
        int stripe = stripeOfThisThread();
        counts.getAndIncrement(stripe);
        return stripe;
    }

    /**
     * Lets go.
     *
     * @param stripe what {@link #acquire} returned
     */
    public void release(int stripe) {
        counts.getAndDecrement(stripe);
        if (isRetired()) {
            freeIfUnused();
        }
    }

    /** Lets nobody in any more, and frees as soon as the last user has let go. */
    public void retire() {
        int before = turns;
        // Only one of several who retire it at the same time begins a turn.
        if ((before & 1) == 0) {
            TURNS.compareAndSet(this, before, before + 1);
        }
        freeIfUnused();
    }

    /**
     * Lets users in again after {@link #retire}, unless it has been freed.
     *
     * @return whether the lease can be taken now
     */
    public boolean revive() {
        while (true) {
            int before = turns;
            if (before == FREED) {
                return false;
            }
            // Another one who revives it at the same time may be faster.
            if ((before & 1) == 0 || TURNS.compareAndSet(this, before, before + 1)) {
                return true;
            }
        }
    }

    /**
     * Numbers a use of the version.
     *
     * @param stripe what {@link #acquire} returned
     * @return a number that no other use of this version gets
     */
    public long nextNumber(int stripe) {
        return ((long) stripe << 48) | counts.getAndIncrement(stripe + TAKEN);
    }

    /** How many hold the lease now; a moment's view. */
    public long holders() {
        return sum(0);
    }

    /** How many numbers were given out. */
    public long numbered() {
        return sum(TAKEN);
    }

    /** Whether nobody is let in any more. */
    public boolean isRetired() {
        return (turns & 1) != 0;
    }

    /** Whether it has been freed. */
    public boolean isFreed() {
        return turns == FREED;
    }

    private void freeIfUnused() {
        int turn = turns;
        if (turn == FREED || (turn & 1) == 0) {
            return;
        }
        for (int stripe = 1; stripe <= STRIPES; stripe++) {
            if (counts.get(stripe * SPACING) != 0) {
                return;
            }
        }
        if (TURNS.compareAndSet(this, turn, FREED)) {
            free.run();
        }
    }

    private long sum(int offset) {
        long sum = 0;
        for (int stripe = 1; stripe <= STRIPES; stripe++) {
            sum += counts.get(stripe * SPACING + offset);
        }
        return sum;
    }

    private static int stripeOfThisThread() {
        long spread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        int stripe = (int) (spread >>> 32) & (STRIPES - 1);
        return (stripe + 1) * SPACING;
    }

    private static int stripes() {
        int wanted = Math.min(64, Runtime.getRuntime().availableProcessors() * 4);
        return Integer.highestOneBit(wanted * 2 - 1);
    }
}
