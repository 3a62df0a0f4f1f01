package io.modelops.statistics.sketch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Collects {@link HeavyHitters} one value at a time. Keeps up to twice as many values as asked for, and lowers all of
 * them by the frequency of the last when there are more; a value that is already kept costs one look-up and no memory.
 * Not thread-safe: give each thread its own and merge the lists.
 */
public final class HeavyHittersAccumulator {
    private static final class Counter {
        private long count;
    }

    /** A string, a counter and their entry in a map, without the characters. */
    private static final long ENTRY = 120;

    private final int capacity;
    private final Map<String, Counter> counters;
    private long total;
    private long error;

    /**
     * Makes an accumulator without values.
     *
     * @param capacity how many values are kept, 1 to 1,000,000
     * @throws IllegalArgumentException if the capacity is out of its range
     */
    public HeavyHittersAccumulator(int capacity) {
        if (capacity < 1 || capacity > 1_000_000) {
            throw new IllegalArgumentException("capacity was " + capacity + "; expected 1 to 1000000");
        }
        this.capacity = capacity;
        this.counters = new HashMap<>();
    }

    /**
     * Adds a value.
     *
     * @param value the value; only its first {@value HeavyHitters#LONGEST} characters count
     */
    public void add(String value) {
        String kept = value.length() > HeavyHitters.LONGEST ? value.substring(0, HeavyHitters.LONGEST) : value;
        total++;
        Counter known = counters.get(kept);
        if (known == null) {
            known = new Counter();
            counters.put(kept, known);
        }
        known.count++;
        if (counters.size() > 2 * capacity) {
            lower();
        }
    }

    /**
     * Returns the list so far.
     *
     * @return an immutable snapshot
     */
    public HeavyHitters snapshot() {
        Map<String, Long> counts = new HashMap<>();
        counters.forEach((value, counter) -> counts.put(value, counter.count));
        return HeavyHitters.cut(capacity, total, error, counts);
    }

    /** Forgets all values. */
    public void clear() {
        counters.clear();
        total = 0;
        error = 0;
    }

    /**
     * Returns how much memory the accumulator takes at most.
     *
     * @return the bytes of as many values of full length as it keeps
     */
    public long bytes() {
        return (2L * capacity + 1) * (ENTRY + HeavyHitters.LONGEST * (long) Character.BYTES);
    }

    private void lower() {
        long[] ascending =
                counters.values().stream().mapToLong(counter -> counter.count).toArray();
        Arrays.sort(ascending);
        long excess = ascending[ascending.length - 1 - capacity];
        error += excess;
        for (Iterator<Counter> left = counters.values().iterator(); left.hasNext(); ) {
            Counter counter = left.next();
            counter.count -= excess;
            if (counter.count <= 0) {
                left.remove();
            }
        }
    }
}
