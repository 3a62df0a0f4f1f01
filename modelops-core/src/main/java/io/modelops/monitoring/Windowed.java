package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The observations of a {@link Window}, and of a number of windows before it, as summaries of their parts: a number of
 * panes that depends on the window and not on the traffic. Not thread-safe.
 *
 * <p>A monitor asks {@link #take} for the pane of each observation and adds it there; {@link #advance} before it judges;
 * then {@link #current()} has the window to judge.
 *
 * @param <S> what is kept of a pane
 */
abstract sealed class Windowed<S extends WindowSummary<S>> permits WindowedByCount, WindowedByTime {
    private final Supplier<S> empty;
    private final WindowClock clock;
    private long late;

    Windowed(Window window, Supplier<S> empty) {
        this.empty = empty;
        this.clock = new WindowClock(window);
    }

    /**
     * Starts a window.
     *
     * @param before how many earlier windows of the same length are kept besides, 0 or more
     * @param empty makes the summary of no observations
     */
    static <S extends WindowSummary<S>> Windowed<S> of(Window window, int before, Supplier<S> empty) {
        return window.shape() instanceof Window.ByCount byCount
                ? new WindowedByCount<>(window, byCount, before, empty)
                : new WindowedByTime<>(window, (Window.ByTime) window.shape(), before, empty);
    }

    /**
     * Takes one observation.
     *
     * @param arrived when it was made
     * @param input what an event time is read from
     * @return the pane to add it to, once, or null if it is late or has no time
     */
    final @Nullable S take(Instant arrived, @Nullable Object input) {
        long time = clock.read(arrived, input);
        if (time == WindowClock.NONE) {
            return null;
        }
        S pane = paneAt(time, clock.watermark());
        late += pane == null ? 1 : 0;
        return pane;
    }

    /**
     * Finds the pane for something that happened beside the observations and is no reason for a window to be full.
     *
     * @param arrived when it happened
     * @param input what an event time is read from
     * @return the pane to add it to, or null if there is none
     */
    final @Nullable S join(Instant arrived, @Nullable Object input) {
        long time = clock.read(arrived, input);
        return time == WindowClock.NONE ? null : paneBeside(time, clock.watermark());
    }

    /** Ends the windows that are over by now. */
    final void advance(Instant now) {
        clock.advance(now);
        ended(clock.watermark());
    }

    abstract @Nullable S paneAt(long time, long watermark);

    abstract @Nullable S paneBeside(long time, long watermark);

    abstract void ended(long watermark);

    /** The latest window that can be judged, or empty if there is none yet. */
    abstract Optional<S> current();

    /** The windows that were kept from before the current one, as one, or empty if the traffic is younger than they. */
    abstract Optional<S> before();

    /**
     * How many windows could be judged so far, the latest one included. As long as the number stays the same there is
     * nothing new to say; a window of the latest observations has a new one with each of them.
     */
    abstract long windows();

    /** How many panes are kept. */
    abstract int panes();

    /** How many observations were left out because their window was over. */
    final long late() {
        return late;
    }

    /** How many observations were left out because their input had no time, or one that had not come yet. */
    final long untimed() {
        return clock.untimed();
    }

    /** Writes all panes, for a window of the same kind to go on from after a restart. */
    final void write(SketchWriter writer) {
        clock.write(writer);
        writer.count(late);
        writePanes(writer);
    }

    /**
     * Reads what {@link #write} wrote, into this window, which nothing was added to.
     *
     * @throws IllegalArgumentException if it is no such thing; this window is of no use then
     */
    final void read(SketchReader reader) {
        clock.read(reader);
        late = reader.count();
        readPanes(reader);
    }

    abstract void writePanes(SketchWriter writer);

    abstract void readPanes(SketchReader reader);

    final S readPane(SketchReader reader) {
        S pane = empty.get();
        pane.read(reader);
        return pane;
    }

    /** About how many bytes all panes take. */
    abstract long bytes();

    final LeftOut leftOut() {
        return new LeftOut(late, clock.untimed());
    }

    final S newPane() {
        return empty.get();
    }

    final S merged(Iterable<S> panes) {
        S all = empty.get();
        panes.forEach(all::merge);
        return all;
    }
}
