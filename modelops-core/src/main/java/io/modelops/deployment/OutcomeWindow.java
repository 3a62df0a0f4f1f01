package io.modelops.deployment;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The outcomes of the latest calls, a fixed number of them. Each slot is exchanged and the difference added to the sums, so
 * that the sums are exact however many threads add at once. Without locks.
 */
final class OutcomeWindow {
    private static final int CALL = 1;
    private static final int FAILED = 2;
    private static final int SLOW = 4;
    /** Three counts of 21 bits each in one number, so that one addition changes and reads them together. */
    private static final int BITS = 21;

    private static final long MASK = (1L << BITS) - 1;

    private final AtomicIntegerArray slots;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong sums = new AtomicLong();

    OutcomeWindow(int size) {
        slots = new AtomicIntegerArray(size);
    }

    /** Notes an outcome in place of the oldest one. */
    Tally add(boolean failed, boolean slow) {
        int slot = (int) (next.getAndIncrement() % slots.length());
        int outcome = CALL | (failed ? FAILED : 0) | (slow ? SLOW : 0);
        int before = slots.getAndSet(slot, outcome);
        return new Tally(sums.addAndGet(packed(outcome) - packed(before)));
    }

    Tally tally() {
        return new Tally(sums.get());
    }

    private static long packed(int outcome) {
        long calls = outcome & CALL;
        long failed = (outcome & FAILED) >> 1;
        long slow = (outcome & SLOW) >> 2;
        return calls | (failed << BITS) | (slow << (2 * BITS));
    }

    /** How many calls there were, and how many of them failed or were slow. */
    record Tally(long packed) {
        int calls() {
            return (int) (packed & MASK);
        }

        int failed() {
            return (int) ((packed >>> BITS) & MASK);
        }

        int slow() {
            return (int) ((packed >>> (2 * BITS)) & MASK);
        }
    }
}
