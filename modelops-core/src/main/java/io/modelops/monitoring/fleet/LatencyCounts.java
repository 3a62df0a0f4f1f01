package io.modelops.monitoring.fleet;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How long answers took: counts by latency from 1 µs to 1 h, to 1 %, as an HdrHistogram keeps them. Merging is exact: the
 * merged counts are those of all answers, in any order. Immutable and thread-safe.
 */
public final class LatencyCounts {
    /** No answers. */
    public static final LatencyCounts NONE = new LatencyCounts(histogram());

    private static final long SHORTEST_NANOS = 1_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 2;
    /** Cookie, length, normalizing offset, digits, shortest, longest, conversion ratio. */
    private static final int HEADER = 40;

    private static final int DIGITS_AT = 12;
    private static final int SHORTEST_AT = 16;
    private static final int LONGEST_AT = 24;

    private final Histogram histogram;

    LatencyCounts(Histogram histogram) {
        this.histogram = histogram;
    }

    static Histogram histogram() {
        return new Histogram(SHORTEST_NANOS, LONGEST_NANOS, DIGITS);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, nanos)));
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static LatencyCounts ofBytes(byte[] bytes) {
        ByteBuffer form = ByteBuffer.wrap(bytes);
        // What the header says decides how much memory is taken.
        if (bytes.length < HEADER
                || form.getInt(DIGITS_AT) != DIGITS
                || form.getLong(SHORTEST_AT) != SHORTEST_NANOS
                || form.getLong(LONGEST_AT) != LONGEST_NANOS) {
            throw new IllegalArgumentException("The bytes are no latencies that can be read.");
        }
        try {
            Histogram histogram = Histogram.decodeFromByteBuffer(form, 0);
            LatencyCounts counts = NONE.merge(new LatencyCounts(histogram));
            if (form.hasRemaining() || counts.count() < 0) {
                throw new IllegalArgumentException("The bytes of latencies go on after their end.");
            }
            return counts;
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("The bytes are no latencies that can be read.", unreadable);
        }
    }

    byte[] toBytes() {
        ByteBuffer form = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(form);
        byte[] bytes = new byte[length];
        form.flip().get(bytes);
        return bytes;
    }

    /**
     * How many answers there were.
     *
     * @return the number, 0 or more
     */
    public long count() {
        return histogram.getTotalCount();
    }

    /**
     * The time within which a share of the answers came.
     *
     * @param percentile the share in percent, 0 to 100, such as 99
     * @return the time, to 1 %; zero if there were no answers
     */
    public Duration percentile(double percentile) {
        return Duration.ofNanos(count() == 0 ? 0 : histogram.getValueAtPercentile(percentile));
    }

    /**
     * How many answers took longer than a time, to 1 % of the time.
     *
     * @param limit the time
     * @return the number of answers, 0 or more
     */
    public long slowerThan(Duration limit) {
        long nanos = limit.compareTo(Duration.ofNanos(LONGEST_NANOS)) > 0 ? LONGEST_NANOS : limit.toNanos();
        return count() - histogram.getCountBetweenValues(0, Math.max(0, nanos));
    }

    /**
     * Adds other answers.
     *
     * @param other the other counts
     * @return the counts of both
     */
    public LatencyCounts merge(LatencyCounts other) {
        Histogram both = histogram();
        both.add(histogram);
        both.add(other.histogram);
        return new LatencyCounts(both);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyCounts that && histogram.equals(that.histogram);
    }

    @Override
    public int hashCode() {
        return histogram.hashCode();
    }

    @Override
    public String toString() {
        return count() + " answers, p50 " + percentile(50) + ", p99 " + percentile(99);
    }
}
