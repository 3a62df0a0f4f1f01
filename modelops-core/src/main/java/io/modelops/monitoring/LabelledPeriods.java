package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a {@link Window}, period after period, for outcomes that come much later: the latest 100 periods
 * are kept, and an outcome finds the one of its prediction. Not thread-safe.
 *
 * <p>A window of the latest observations is judged each time that a twentieth of it is new.
 *
 * @param <S> what is kept of a period
 */
final class LabelledPeriods<S extends LabelledPeriods.Counts<S>> {
    /** What is kept of a part of a period; that of two parts adds up to that of both, in any order. */
    interface Counts<S> {
        /** Takes up what another one holds; the other one stays as it is. */
        void merge(S other);

        /** About how many bytes it takes. */
        long bytes();
    }

    static final int KEPT = 100;

    private static final long FURTHEST = 1L << 62;

    /**
     * A period.
     *
     * @param from the time of its first prediction
     * @param to the time of its latest one
     * @param predictions how many it has
     * @param full whether no more come
     * @param counts what is kept of it
     */
    record Period<S>(Instant from, Instant to, long predictions, boolean full, S counts) {}

    private static final class Pane<S> {
        private final S counts;
        private Instant from;
        private Instant to;
        private long size;

        Pane(S counts, Instant at) {
            this.counts = counts;
            this.from = at;
            this.to = at;
        }

        void seen(Instant at) {
            from = at.isBefore(from) ? at : from;
            to = at.isAfter(to) ? at : to;
            size++;
        }
    }

    private final Supplier<S> empty;
    private final WindowClock clock;
    private final Window.Shape shape;
    private final @Nullable Function<Object, @Nullable Instant> eventTime;
    private final int panesInPeriod;

    /** By the number of the pane, or of its step since 1970; a step without predictions has none. */
    private final TreeMap<Long, Pane<S>> panes = new TreeMap<>();

    /** The first pane that can still take predictions. */
    private long open = Long.MIN_VALUE;

    private long late;

    LabelledPeriods(Window window, Supplier<S> empty) {
        this.empty = empty;
        this.clock = new WindowClock(window);
        this.shape = window.shape();
        this.eventTime = window.eventTime();
        this.panesInPeriod = shape instanceof Window.ByTime byTime
                ? byTime.steps()
                : Math.max(1, ((Window.ByCount) shape).length() / ((Window.ByCount) shape).step());
    }

    /**
     * Takes one prediction.
     *
     * @return where to add it, once, or null if it is late or has no time
     */
    @Nullable
    S take(Instant arrived, @Nullable Object input) {
        long time = clock.read(arrived, input);
        if (time == WindowClock.NONE) {
            return null;
        }
        Pane<S> pane = shape instanceof Window.ByTime byTime ? paneOf(time, byTime) : nextPane(time, arrived);
        if (pane == null) {
            late++;
            return null;
        }
        pane.seen(shape instanceof Window.ByTime && eventTime != null ? Instant.ofEpochMilli(time) : arrived);
        return pane.counts;
    }

    /**
     * Finds the period of a prediction whose outcome came.
     *
     * @param arrived when the prediction was made
     * @param input its input
     * @return where to add the outcome, or null if the period is not kept any more or never was
     */
    @Nullable
    S find(Instant arrived, @Nullable Object input) {
        if (shape instanceof Window.ByTime byTime) {
            long time = clock.timeOf(arrived, input);
            Pane<S> pane = time == WindowClock.NONE ? null : panes.get(Math.floorDiv(time, byTime.step()));
            return pane == null ? null : pane.counts;
        }
        for (Pane<S> pane : panes.descendingMap().values()) {
            if (!arrived.isBefore(pane.from)) {
                return arrived.isAfter(pane.to) ? null : pane.counts;
            }
        }
        return null;
    }

    /** Ends the periods that are over by now. */
    void advance(Instant now) {
        clock.advance(now);
        if (shape instanceof Window.ByTime byTime) {
            ended(byTime);
        }
    }

    /** The periods that are kept, oldest first; those that are not full last. */
    List<Period<S>> periods() {
        List<Period<S>> periods = new ArrayList<>();
        long skipped = Math.max(0, panes.size() - (long) KEPT);
        for (long last : panes.keySet()) {
            if (skipped-- <= 0) {
                periods.add(periodTo(last));
            }
        }
        return periods;
    }

    /** The latest period that is as wanted. */
    Optional<Period<S>> latest(Predicate<Period<S>> wanted) {
        for (long last : panes.descendingKeySet()) {
            Period<S> period = periodTo(last);
            if (wanted.test(period)) {
                return Optional.of(period);
            }
        }
        return Optional.empty();
    }

    /** About how many bytes all that is kept takes. */
    long bytes() {
        return panes.values().stream().mapToLong(pane -> pane.counts.bytes()).sum();
    }

    /** Writes all periods, for others with the same window to read after a restart. */
    void write(SketchWriter writer, BiConsumer<SketchWriter, S> counts) {
        clock.write(writer);
        writer.count(late).bits(open);
        MonitorState.all(writer, panes.entrySet(), panes.size(), pane -> {
            writer.bits(pane.getKey()).count(pane.getValue().size);
            MonitorState.instant(writer, pane.getValue().from);
            MonitorState.instant(writer, pane.getValue().to);
            counts.accept(writer, pane.getValue().counts);
        });
    }

    /**
     * Reads what {@link #write} wrote, into these periods, which nothing was added to.
     *
     * @throws IllegalArgumentException if it is anything else; then these periods are not to be used any more
     */
    void read(SketchReader reader, Function<SketchReader, S> counts) {
        clock.read(reader);
        late = reader.count();
        open = reader.bits();
        MonitorState.require(open < FURTHEST, "its periods are out of range");
        MonitorState.all(reader, KEPT + panesInPeriod - 1, () -> {
            long number = reader.bits();
            MonitorState.require(Math.abs(number) < FURTHEST, "its periods are out of range");
            long size = reader.count();
            Instant from = MonitorState.time(reader);
            Instant to = MonitorState.time(reader);
            Pane<S> pane = new Pane<>(counts.apply(reader), from);
            pane.to = to;
            pane.size = size;
            return panes.put(number, pane);
        });
    }

    /** How many predictions were left out because their period was over, or because they had no time. */
    long leftOut() {
        return late + clock.untimed();
    }

    private @Nullable Pane<S> paneOf(long time, Window.ByTime byTime) {
        ended(byTime);
        long step = Math.floorDiv(time, byTime.step());
        return step < open ? null : paneAt(step, Instant.ofEpochMilli(time));
    }

    private void ended(Window.ByTime byTime) {
        if (clock.watermark() != WindowClock.NONE) {
            open = Math.max(open, Math.floorDiv(clock.watermark(), byTime.step()));
        }
    }

    private @Nullable Pane<S> nextPane(long time, Instant arrived) {
        if (eventTime != null && time < clock.watermark()) {
            return null;
        }
        open = panes.isEmpty() ? 0 : panes.lastKey();
        open += panes.isEmpty() || !isFull(open) ? 0 : 1;
        return paneAt(open, arrived);
    }

    private Pane<S> paneAt(long number, Instant at) {
        Pane<S> pane = panes.computeIfAbsent(number, unknown -> new Pane<>(empty.get(), at));
        while (panes.size() > KEPT + panesInPeriod - 1) {
            panes.pollFirstEntry();
        }
        return pane;
    }

    private boolean isFull(long number) {
        if (shape instanceof Window.ByTime) {
            return number < open;
        }
        Pane<S> pane = panes.get(number);
        return pane != null && pane.size >= ((Window.ByCount) shape).step();
    }

    private Period<S> periodTo(long last) {
        Map<Long, Pane<S>> parts = panes.subMap(last - panesInPeriod, false, last, true);
        Pane<S> latest = Objects.requireNonNull(parts.get(last));
        if (panesInPeriod == 1) {
            return new Period<>(latest.from, latest.to, latest.size, isFull(last), latest.counts);
        }
        Instant from = latest.from;
        Instant to = latest.to;
        long size = 0;
        S all = empty.get();
        for (Pane<S> part : parts.values()) {
            from = part.from.isBefore(from) ? part.from : from;
            to = part.to.isAfter(to) ? part.to : to;
            size += part.size;
            all.merge(part.counts);
        }
        boolean whole = shape instanceof Window.ByTime || parts.size() == panesInPeriod;
        return new Period<>(from, to, size, whole && isFull(last), all);
    }
}
