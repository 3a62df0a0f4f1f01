package io.modelops.statistics.sketch;

import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Collects a {@link Reservoir} one row at a time. A row that is not taken costs one random number and nothing else. Not
 * thread-safe: give each thread its own with a seed of its own, and merge the samples.
 */
public final class ReservoirAccumulator {
    /** The most rows of a sample. */
    public static final int MOST = 1_000_000;

    private final int capacity;
    private final SplittableRandom random;
    private final PriorityQueue<Reservoir.Entry> kept;
    private long seen;
    private double weight;

    /**
     * Makes an accumulator without rows.
     *
     * @param capacity how many rows are kept, 1 to {@value #MOST}
     * @param seed decides which rows; the same seed takes the same rows from the same stream
     * @throws IllegalArgumentException if the capacity is out of its range
     */
    public ReservoirAccumulator(int capacity, long seed) {
        if (capacity < 1 || capacity > MOST) {
            throw new IllegalArgumentException("capacity was " + capacity + "; expected 1 to " + MOST);
        }
        this.capacity = capacity;
        this.random = new SplittableRandom(seed);
        this.kept = new PriorityQueue<>(Reservoir.Entry.ORDER.reversed());
    }

    /**
     * Offers a row with weight 1.
     *
     * @param row the row; copied if it is taken
     */
    public void add(double... row) {
        addWeighted(1, row);
    }

    /**
     * Offers a row.
     *
     * @param weight how much more likely than one of weight 1 it is to be taken first; a weight that is not a finite
     *     number above 0 leaves the row out
     * @param row the row; copied if it is taken
     */
    public void addWeighted(double weight, double... row) {
        if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
            return;
        }
        seen++;
        this.weight += weight;
        double key = Math.log(1 - random.nextDouble()) / weight;
        if (kept.size() < capacity) {
            kept.add(new Reservoir.Entry(key, row.clone()));
        } else if (key > kept.element().key()) {
            kept.remove();
            kept.add(new Reservoir.Entry(key, row.clone()));
        }
    }

    /**
     * Returns the sample so far.
     *
     * @return an immutable snapshot
     */
    public Reservoir snapshot() {
        return new Reservoir(capacity, seen, weight, List.copyOf(kept));
    }
}
