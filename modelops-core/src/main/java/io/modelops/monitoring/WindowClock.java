package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the time of observations and remembers how far time has come. In milliseconds since 1970, saturating. */
final class WindowClock {
    private static final long LONGEST_SECONDS = Long.MAX_VALUE / 2_000;

    /** The time of an observation that must be left out. */
    static final long NONE = Long.MIN_VALUE;

    private final @Nullable Function<Object, @Nullable Instant> eventTime;
    private final long lateness;
    private long latest = NONE;
    private long untimed;

    WindowClock(Window window) {
        this.eventTime = window.eventTime();
        this.lateness = window.lateness().toMillis();
    }

    /** The time of an observation, or {@link #NONE} if its input has none that can be true. */
    long read(Instant arrived, @Nullable Object input) {
        long time = timeOf(arrived, input);
        untimed += time == NONE ? 1 : 0;
        latest = Math.max(latest, time);
        return time;
    }

    /** What {@link #read} says, for an observation that was read before: nothing is remembered. */
    long timeOf(Instant arrived, @Nullable Object input) {
        long arrival = millis(arrived);
        if (eventTime == null) {
            return arrival;
        }
        Instant read;
        try {
            read = input == null ? null : eventTime.apply(input);
        } catch (RuntimeException unreadable) {
            read = null;
        }
        return read == null || millis(read) > arrival + lateness ? NONE : millis(read);
    }

    /** Tells the time, in case no observation does. */
    void advance(Instant now) {
        if (eventTime == null) {
            latest = Math.max(latest, millis(now));
        }
    }

    /** The time before which nothing is waited for any more; {@link #NONE} before the first observation. */
    long watermark() {
        return latest == NONE ? NONE : latest - lateness;
    }

    void write(SketchWriter writer) {
        writer.bits(latest).count(untimed);
    }

    void read(SketchReader reader) {
        latest = reader.bits();
        untimed = reader.count();
        MonitorState.require(
                latest == NONE || Math.abs(latest) <= LONGEST_SECONDS * 1_000 + 999, "its clock is out of all time");
    }

    long untimed() {
        return untimed;
    }

    private static long millis(Instant instant) {
        long seconds = Math.max(-LONGEST_SECONDS, Math.min(LONGEST_SECONDS, instant.getEpochSecond()));
        return seconds * 1_000 + instant.getNano() / 1_000_000;
    }
}
