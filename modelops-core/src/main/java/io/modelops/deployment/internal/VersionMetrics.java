package io.modelops.deployment.internal;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long the calls of one version take, over the latest one to two minutes.
 *
 * <p>Which calls are measured depends on how long they take. At first, and while the typical call takes 20 µs or longer,
 * each is: reading the ticker twice and three atomic additions are less than a hundredth of it. While calls are faster, every
 * 64th of a stripe is, and counts 64 times; then a call that is not measured costs a mask and a comparison of its own number,
 * and writes nothing. So threads meet on the histogram's cache lines at most once in 20 µs of work each.
 */
public final class VersionMetrics {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final long SHORTEST_NANOS = 128;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final long SLOW_NANOS = 20_000;
    private static final int ONE_IN = 64;
    private static final int REVIEW_EVERY = 256;

    private final LongSupplier ticker;
    private final AtomicInteger measured = new AtomicInteger();
    private final AtomicReference<Window> window;
    private volatile int mask;

    private record Window(long began, AtomicHistogram present, AtomicHistogram before) {}

    public VersionMetrics(LongSupplier ticker) {
        this.ticker = ticker;
        this.window = new AtomicReference<>(new Window(ticker.getAsLong(), histogram(), histogram()));
    }

    /** Whether the call with this number is to be measured. */
    public boolean measures(long number) {
        return (number & mask) == 0;
    }

    /** The ticker that calls are measured by. */
    public long now() {
        return ticker.getAsLong();
    }

    /** Notes a measured call that took from one reading of the ticker to another. */
    public void add(long began, long ended) {
        long took = Math.min(LONGEST_NANOS, Math.max(0, ended - began));
        int present = mask;
        windowAt(ended).present().recordValueWithCount(took, present + 1L);
        if ((measured.incrementAndGet() & (REVIEW_EVERY - 1)) == 0) {
            mask = percentiles().p50Nanos() < SLOW_NANOS ? ONE_IN - 1 : 0;
        }
    }

    /** The typical call, and the one that all but 1 % are faster than; 0 if none was measured lately. */
    public Percentiles percentiles() {
        Window latest = windowAt(ticker.getAsLong());
        Histogram both = new Histogram(latest.present());
        both.add(latest.present());
        both.add(latest.before());
        return new Percentiles(
                both.getTotalCount() == 0 ? 0 : both.getValueAtPercentile(50),
                both.getTotalCount() == 0 ? 0 : both.getValueAtPercentile(99));
    }

    /**
     * How long calls take.
     *
     * @param p50Nanos the median
     * @param p99Nanos what all but one in a hundred stay below
     */
    public record Percentiles(long p50Nanos, long p99Nanos) {}

    private Window windowAt(long now) {
        Window present = Objects.requireNonNull(window.get());
        long age = now - present.began();
        if (age < WINDOW_NANOS) {
            return present;
        }
        AtomicHistogram before = age < 2 * WINDOW_NANOS ? present.present() : histogram();
        window.compareAndSet(present, new Window(now, histogram(), before));
        return Objects.requireNonNull(window.get());
    }

    private static AtomicHistogram histogram() {
        return new AtomicHistogram(SHORTEST_NANOS, LONGEST_NANOS, 2);
    }
}
