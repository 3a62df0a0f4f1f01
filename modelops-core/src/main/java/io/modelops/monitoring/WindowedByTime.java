package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Windows of a time, out of panes that are as long as the step. */
final class WindowedByTime<S extends WindowSummary<S>> extends Windowed<S> {
    private final Window.ByTime shape;
    private final int before;

    /** By the number of steps since 1970 that they begin at; a step without observations has none. */
    private final TreeMap<Long, S> panes = new TreeMap<>();

    private boolean started;

    /** The step that the first observation fell in. */
    private long first;

    /** The first step that is not over. */
    private long open;

    WindowedByTime(Window window, Window.ByTime shape, int before, Supplier<S> empty) {
        super(window, empty);
        this.shape = shape;
        this.before = before;
    }

    @Override
    @Nullable
    S paneAt(long time, long watermark) {
        long step = Math.floorDiv(time, shape.step());
        if (!started) {
            started = true;
            first = Math.floorDiv(watermark, shape.step());
            open = first;
        }
        ended(watermark);
        return step < open ? null : panes.computeIfAbsent(step, unknown -> newPane());
    }

    @Override
    @Nullable
    S paneBeside(long time, long watermark) {
        return paneAt(time, watermark);
    }

    @Override
    void ended(long watermark) {
        if (started && watermark != WindowClock.NONE) {
            open = Math.max(open, Math.floorDiv(watermark, shape.step()));
            panes.headMap(open - (before + 1L) * shape.steps()).clear();
        }
    }

    @Override
    Optional<S> current() {
        if (windows() == 0) {
            return Optional.empty();
        }
        return Optional.of(merged(panes.subMap(open - shape.steps(), open).values()));
    }

    @Override
    Optional<S> before() {
        long from = open - (before + 1L) * shape.steps();
        return before > 0 && started && from >= first
                ? Optional.of(merged(panes.subMap(from, open - shape.steps()).values()))
                : Optional.empty();
    }

    /** A window is judged from the end of the first step that was watched on, however little of it that is. */
    @Override
    long windows() {
        return started ? open - first : 0;
    }

    @Override
    void writePanes(SketchWriter writer) {
        writer.count(started ? 1 : 0).bits(first).bits(open);
        MonitorState.all(writer, panes.entrySet(), panes.size(), pane -> {
            writer.bits(pane.getKey());
            pane.getValue().write(writer);
        });
    }

    @Override
    void readPanes(SketchReader reader) {
        started = reader.count() > 0;
        first = reader.bits();
        open = reader.bits();
        long earliest = open - (before + 1L) * shape.steps();
        for (int left = reader.size(Long.BYTES); left > 0; left--) {
            long step = reader.bits();
            MonitorState.require(started && step >= earliest, "a pane is older than those that are kept");
            panes.put(step, readPane(reader));
        }
        long furthest = Long.MAX_VALUE / shape.step() / 2;
        MonitorState.require(
                first <= open && Math.abs(first) <= furthest && Math.abs(open) <= furthest,
                "its steps are out of order");
    }

    @Override
    long bytes() {
        return panes.values().stream().mapToLong(pane -> 64 + pane.bytes()).sum();
    }

    @Override
    int panes() {
        return panes.size();
    }
}
