package io.modelops.statistics.sketch;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Collects a {@link DistinctCount} one value at a time, in a little more than 1 KB and without allocation. The hash of
 * a value never changes from one release to the next, so that counts of different nodes and days can be merged. Not
 * thread-safe: give each thread its own and merge the counts.
 */
public final class DistinctCountAccumulator {
    static final int PRECISION = 10;

    private static final Hasher64 HASHER = Hashing.komihash5_0();

    private final UltraLogLog registers = UltraLogLog.create(PRECISION);

    /** Makes an accumulator without values. */
    public DistinctCountAccumulator() {}

    /**
     * Adds a text.
     *
     * @param value the text
     */
    public void add(CharSequence value) {
        registers.add(HASHER.hashCharsToLong(value));
    }

    /**
     * Adds a number. Negative and positive zero are the same value, and so is every NaN.
     *
     * @param value any number
     */
    public void add(double value) {
        registers.add(HASHER.hashLongToLong(Double.doubleToLongBits(value + 0.0)));
    }

    /**
     * Returns the count so far.
     *
     * @return an immutable snapshot
     */
    public DistinctCount snapshot() {
        return new DistinctCount(registers.getState().clone());
    }

    /** Forgets all values. */
    public void clear() {
        registers.reset();
    }

    /**
     * Returns how much memory the accumulator takes.
     *
     * @return the bytes of its registers
     */
    public long bytes() {
        return 1L << PRECISION;
    }
}
