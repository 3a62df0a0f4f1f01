package io.modelops.statistics.sketch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The most frequent values of a stream with bounds on their frequencies: the summary of Misra and Gries (1982), merged
 * as Agarwal, Cormode, Huang, Phillips, Wei and Yi describe it in <em>Mergeable summaries</em> (2012). With room for k
 * values no frequency is off by more than a (k + 1)th of all values, so each value that is more frequent than that is
 * in the list; merging keeps this promise. Merging is commutative; another order of merging may give other bounds
 * within it.
 *
 * <p>Values are compared by their first {@value #LONGEST} characters. Immutable and thread-safe; collect with a
 * {@link HeavyHittersAccumulator}.
 *
 * @param capacity how many values there is room for, 1 or more
 * @param total how many values the stream had
 * @param error by how much a frequency may be above the stated one, 0 or more; 0 if all are exact
 * @param items the values, the most frequent first, equally frequent ones by name; at most {@code capacity}
 */
public record HeavyHitters(int capacity, long total, long error, List<Item> items) {
    /** How many characters of a value are kept. */
    public static final int LONGEST = 128;

    /**
     * A value and how often it was there.
     *
     * @param value the value
     * @param count how often it was there at least; at most {@link HeavyHitters#error()} more
     */
    public record Item(String value, long count) {}

    /**
     * Checks and keeps a list.
     *
     * @param capacity how many values there is room for
     * @param total how many values the stream had
     * @param error by how much a frequency may be above the stated one
     * @param items the values, in any order
     * @throws IllegalArgumentException if there are more items than room, an item is listed twice or is not frequent at
     *     all, or a number is out of its range
     */
    public HeavyHitters {
        if (capacity < 1 || items.size() > capacity) {
            throw new IllegalArgumentException(items.size() + " items in room for " + capacity
                    + "; expected room for 1 or more, and no more items");
        }
        if (total < 0 || error < 0 || error > total) {
            throw new IllegalArgumentException(
                    "total was " + total + " and error " + error + "; expected 0 <= error <= total");
        }
        List<Item> sorted = new ArrayList<>(items);
        sorted.sort((one, other) -> one.count() == other.count()
                ? one.value().compareTo(other.value())
                : Long.compare(other.count(), one.count()));
        if (sorted.stream().anyMatch(item -> item.count() < 1 || item.count() > total)
                || sorted.stream().map(Item::value).distinct().count() < sorted.size()) {
            throw new IllegalArgumentException("an item is listed twice, or its count is not in 1.." + total);
        }
        items = List.copyOf(sorted);
    }

    /**
     * Returns the list of an empty stream.
     *
     * @param capacity how many values there is room for
     * @return an empty list
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static HeavyHitters empty(int capacity) {
        return new HeavyHitters(capacity, 0, 0, List.of());
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param bytes the bytes; not modified
     * @return the list
     * @throws IllegalArgumentException if they are no list that can be read
     */
    public static HeavyHitters ofBytes(byte[] bytes) {
        SketchReader reader = new SketchReader(SketchKind.HEAVY_HITTERS, bytes);
        long capacity = reader.count();
        if (capacity > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("capacity was " + capacity + "; expected at most " + Integer.MAX_VALUE);
        }
        long total = reader.count();
        long error = reader.count();
        int size = reader.size(2);
        List<Item> items = new ArrayList<>(size);
        for (int item = 0; item < size; item++) {
            items.add(new Item(reader.text(), reader.count()));
        }
        reader.end();
        return new HeavyHitters((int) capacity, total, error, items);
    }

    /**
     * Adds another stream.
     *
     * @param other the list of the other stream
     * @return the list of both streams together
     * @throws IllegalArgumentException if the lists have room for different numbers of values
     * @throws ArithmeticException if the streams have more values together than a long holds
     */
    public HeavyHitters merge(HeavyHitters other) {
        if (capacity != other.capacity) {
            throw new IllegalArgumentException("rooms for " + capacity + " and " + other.capacity
                    + " values can't be merged; expected the same room in both");
        }
        Map<String, Long> counts = new HashMap<>();
        items.forEach(item -> counts.merge(item.value(), item.count(), Long::sum));
        other.items.forEach(item -> counts.merge(item.value(), item.count(), Long::sum));
        return cut(capacity, Math.addExact(total, other.total), error + other.error, counts);
    }

    /**
     * Returns the binary form, as {@link SketchWriter} describes it.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        SketchWriter writer = new SketchWriter(SketchKind.HEAVY_HITTERS)
                .count(capacity)
                .count(total)
                .count(error)
                .count(items.size());
        items.forEach(item -> writer.text(item.value()).count(item.count()));
        return writer.toBytes();
    }

    /** Leaves the most frequent values of a map, each lowered by the frequency of the first that has to go. */
    static HeavyHitters cut(int capacity, long total, long error, Map<String, Long> counts) {
        long excess = 0;
        if (counts.size() > capacity) {
            List<Long> descending = new ArrayList<>(counts.values());
            descending.sort(Collections.reverseOrder());
            excess = descending.get(capacity);
        }
        List<Item> left = new ArrayList<>();
        for (Map.Entry<String, Long> entry : new TreeMap<>(counts).entrySet()) {
            if (entry.getValue() > excess) {
                left.add(new Item(entry.getKey(), entry.getValue() - excess));
            }
        }
        return new HeavyHitters(capacity, total, error + excess, left);
    }
}
