package io.modelops.statistics.sketch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A random sample of weighted rows without replacement, in bounded memory: each row has the key log(u) / weight with its
 * own uniform u, and the rows with the greatest keys stay, as Efraimidis and Spirakis describe it (2006). Merging keeps
 * the rows with the greatest keys of both, so that the sample of the joined streams is as random as that of one, and
 * merging is associative and commutative to the last bit. Streams that are to be merged need different seeds.
 *
 * <p>Immutable and thread-safe; collect with a {@link ReservoirAccumulator}.
 */
public final class Reservoir {
    @SuppressWarnings("ArrayRecordComponent") // compared by ORDER alone
    record Entry(double key, double[] row) {
        /** The greatest key first; rows decide between equal keys. */
        static final Comparator<Entry> ORDER =
                Comparator.comparingDouble(Entry::key).reversed().thenComparing(Entry::row, Arrays::compare);
    }

    private final int capacity;
    private final long seen;
    private final double weight;
    private final List<Entry> entries;

    Reservoir(int capacity, long seen, double weight, List<Entry> entries) {
        this.capacity = capacity;
        this.seen = seen;
        this.weight = weight;
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Entry.ORDER);
        this.entries = List.copyOf(sorted.subList(0, Math.min(capacity, sorted.size())));
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param bytes the bytes; not modified
     * @return the sample
     * @throws IllegalArgumentException if they are no sample that can be read
     */
    public static Reservoir ofBytes(byte[] bytes) {
        SketchReader reader = new SketchReader(SketchKind.RESERVOIR, bytes);
        long capacity = reader.count();
        long seen = reader.count();
        double weight = reader.number();
        int size = reader.size(Double.BYTES + 1);
        if (capacity < 1 || capacity > ReservoirAccumulator.MOST || size > capacity || size > seen) {
            throw new IllegalArgumentException("The bytes hold " + size + " of " + seen + " rows in room for "
                    + capacity + "; expected no more than either, and room for 1 to " + ReservoirAccumulator.MOST);
        }
        List<Entry> entries = new ArrayList<>(size);
        for (int entry = 0; entry < size; entry++) {
            double key = reader.number();
            double[] row = new double[reader.size(Double.BYTES)];
            for (int column = 0; column < row.length; column++) {
                row[column] = reader.number();
            }
            entries.add(new Entry(key, row));
        }
        reader.end();
        return new Reservoir((int) capacity, seen, weight, entries);
    }

    /**
     * Returns the rows of the sample.
     *
     * @return a new list of new arrays, in random order; as many as there is room for once so many were seen
     */
    public List<double[]> rows() {
        return entries.stream().map(entry -> entry.row().clone()).toList();
    }

    /**
     * Returns how many rows there is room for.
     *
     * @return the number of rows, 1 or more
     */
    public int capacity() {
        return capacity;
    }

    /**
     * Returns how many rows of some weight were seen.
     *
     * @return the number of rows, 0 or more
     */
    public long seen() {
        return seen;
    }

    /**
     * Returns the weight of all rows that were seen.
     *
     * @return the sum of the weights
     */
    public double weight() {
        return weight;
    }

    /**
     * Adds another stream.
     *
     * @param other the sample of the other stream, collected with another seed
     * @return a sample of both streams together
     * @throws IllegalArgumentException if the samples have room for different numbers of rows
     */
    public Reservoir merge(Reservoir other) {
        if (capacity != other.capacity) {
            throw new IllegalArgumentException("rooms for " + capacity + " and " + other.capacity
                    + " rows can't be merged; expected the same room in both");
        }
        List<Entry> both = new ArrayList<>(entries);
        both.addAll(other.entries);
        return new Reservoir(capacity, seen + other.seen, weight + other.weight, both);
    }

    /**
     * Returns the binary form, as {@link SketchWriter} describes it.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        SketchWriter writer = new SketchWriter(SketchKind.RESERVOIR)
                .count(capacity)
                .count(seen)
                .number(weight)
                .count(entries.size());
        for (Entry entry : entries) {
            writer.number(entry.key()).count(entry.row().length);
            for (double value : entry.row()) {
                writer.number(value);
            }
        }
        return writer.toBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reservoir reservoir
                && capacity == reservoir.capacity
                && seen == reservoir.seen
                && Double.compare(weight, reservoir.weight) == 0
                && entries.size() == reservoir.entries.size()
                && sameEntries(reservoir);
    }

    private boolean sameEntries(Reservoir other) {
        for (int index = 0; index < entries.size(); index++) {
            if (Entry.ORDER.compare(entries.get(index), other.entries.get(index)) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * capacity + Long.hashCode(seen);
    }

    @Override
    public String toString() {
        return entries.size() + " of " + seen + " rows";
    }
}
