package io.modelops.jdbc.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** How often and for how long something is tried again: after growing, random pauses, until a time is over. */
final class Patience {
    private static final long SHORTEST_NANOS = 2_000_000;
    private static final long LONGEST_NANOS = 250_000_000;

    private final long start = System.nanoTime();
    private final long nanos;
    private long longestPause = SHORTEST_NANOS;

    Patience(Duration longest) {
        nanos = longest.toNanos();
    }

    /** Waits a little and returns true, or returns false because the time is over. */
    boolean again() {
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
            return false;
        }
        // Random, so that those who got into each other's way do not meet again.
        pause(Math.min(left, ThreadLocalRandom.current().nextLong(longestPause / 2, longestPause + 1)));
        longestPause = Math.min(LONGEST_NANOS, longestPause * 2);
        return true;
    }

    private static void pause(long nanos) {
        long begin = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return; // Not waited out, but not lost either: a pause is a courtesy.
            }
        }
    }
}
