package io.modelops.monitoring.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many answers fell where, as numbers, without knowing their range beforehand: sixteen bins for each power of two from
 * 2<sup>-30</sup> to 2<sup>40</sup>, on both sides of a bin around zero. All nodes have the same bins, so merging is exact:
 * the merged counts are those of all answers, in any order. Immutable and thread-safe.
 */
public final class ScoreCounts {
    /** No answers. */
    public static final ScoreCounts NONE = new ScoreCounts(new TreeMap<>(), 0);

    /** The number of the outermost bin on either side. */
    static final int OUTERMOST = 70 * 16;

    private static final int SHIFT = 52 - 4;
    private static final double SMALLEST = 0x1p-30;
    private static final double LARGEST = Math.nextDown(0x1p40);
    private static final long BASE = Double.doubleToRawLongBits(SMALLEST) >>> SHIFT;

    private final SortedMap<Integer, Long> counts;
    private final long missing;

    /** @param counts takes over the map */
    ScoreCounts(SortedMap<Integer, Long> counts, long missing) {
        this.counts = Collections.unmodifiableSortedMap(counts);
        this.missing = missing;
    }

    /** The bin of a number that is not NaN, from {@code -OUTERMOST} to {@code OUTERMOST}. */
    static int bin(double value) {
        double size = Math.min(Math.abs(value), LARGEST);
        if (size < SMALLEST) {
            return 0;
        }
        int bin = (int) ((Double.doubleToRawLongBits(size) >>> SHIFT) - BASE) + 1;
        return value < 0 ? -bin : bin;
    }

    /** The number in the middle of a bin. */
    static double middle(int bin) {
        if (bin == 0) {
            return 0;
        }
        long edge = BASE + Math.abs(bin) - 1;
        double low = Double.longBitsToDouble(edge << SHIFT);
        double high = Double.longBitsToDouble((edge + 1) << SHIFT);
        return Math.copySign((low + high) / 2, bin);
    }

    /** The counts of the bins that are not empty. */
    SortedMap<Integer, Long> counts() {
        return counts;
    }

    /**
     * How many answers were numbers.
     *
     * @return the number, 0 or more
     */
    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * How many answers were none.
     *
     * @return the number of NaN, 0 or more
     */
    public long missing() {
        return missing;
    }

    /**
     * The number below which a share of the answers lies, to 1/32 of its size.
     *
     * @param share the share, 0 to 1
     * @return the quantile; NaN if there are no answers or the share is NaN
     */
    public double quantile(double share) {
        long count = count();
        if (count == 0 || Double.isNaN(share)) {
            return Double.NaN;
        }
        long rank = Math.max(1, (long) Math.ceil(Math.min(1, share) * count));
        long seen = 0;
        for (Map.Entry<Integer, Long> bin : counts.entrySet()) {
            seen += bin.getValue();
            if (seen >= rank) {
                return middle(bin.getKey());
            }
        }
        return middle(counts.lastKey());
    }

    /**
     * Adds other answers.
     *
     * @param other the other counts
     * @return the counts of both
     */
    public ScoreCounts merge(ScoreCounts other) {
        SortedMap<Integer, Long> both = new TreeMap<>(counts);
        other.counts.forEach((bin, count) -> both.merge(bin, count, Long::sum));
        return new ScoreCounts(both, missing + other.missing);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScoreCounts that && missing == that.missing && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * counts.hashCode() + Long.hashCode(missing);
    }

    @Override
    public String toString() {
        return count() + " scores, median " + quantile(0.5);
    }
}
