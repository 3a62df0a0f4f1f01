package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Windows of a number of observations. */
final class WindowedByCount<S extends WindowSummary<S>> extends Windowed<S> {
    private static final class Pane<S> {
        private final S summary;
        private int size;

        Pane(S summary) {
            this.summary = summary;
        }
    }

    private final Window.ByCount shape;
    private final int before;
    private final boolean leavesOutLate;

    /** Oldest first; the last one may be filling. */
    private final Deque<Pane<S>> panes = new ArrayDeque<>();

    private long held;
    private long seen;

    WindowedByCount(Window window, Window.ByCount shape, int before, Supplier<S> empty) {
        super(window, empty);
        this.shape = shape;
        this.before = before;
        this.leavesOutLate = window.eventTime() != null;
    }

    @Override
    @Nullable
    S paneAt(long time, long watermark) {
        if (leavesOutLate && time < watermark) {
            return null;
        }
        Pane<S> last = panes.peekLast();
        if (last == null || last.size == shape.step()) {
            last = new Pane<>(newPane());
            panes.addLast(last);
        }
        last.size++;
        held++;
        seen++;
        long filling = shape.complete() ? last.size % shape.length() : 0;
        while (held - filling > shape.length() * (before + 1L)) {
            held -= panes.removeFirst().size;
        }
        return last.summary;
    }

    @Override
    @Nullable
    S paneBeside(long time, long watermark) {
        Pane<S> last = panes.peekLast();
        boolean isOver = last == null || (shape.complete() && last.size == shape.length());
        return isOver ? null : last.summary;
    }

    @Override
    void ended(long watermark) {
        // A window by count ends with an observation and not with time.
    }

    @Override
    Optional<S> current() {
        return windows() == 0 ? Optional.empty() : Optional.of(merged(parts(true)));
    }

    @Override
    Optional<S> before() {
        boolean whole = seen / shape.length() > before;
        return before > 0 && whole ? Optional.of(merged(parts(false))) : Optional.empty();
    }

    @Override
    long windows() {
        return shape.complete() ? seen / shape.length() : seen;
    }

    @Override
    void writePanes(SketchWriter writer) {
        writer.count(held).count(seen);
        MonitorState.all(writer, panes, panes.size(), pane -> {
            writer.count(pane.size);
            pane.summary.write(writer);
        });
    }

    @Override
    void readPanes(SketchReader reader) {
        held = reader.count();
        seen = reader.count();
        int most = ((shape.length() - 1) / shape.step() + 1) * (before + 1) + 2;
        panes.addAll(MonitorState.all(reader, most, () -> {
            int size = (int) Math.min(reader.count(), Integer.MAX_VALUE);
            Pane<S> pane = new Pane<>(readPane(reader));
            pane.size = size;
            return pane;
        }));
        long sum = panes.stream().mapToLong(pane -> pane.size).sum();
        boolean fits = panes.stream().allMatch(pane -> pane.size > 0 && pane.size <= shape.step());
        MonitorState.require(fits && sum == held && held <= seen, "its panes do not add up");
    }

    @Override
    long bytes() {
        return panes.stream().mapToLong(pane -> 32 + pane.summary.bytes()).sum();
    }

    @Override
    int panes() {
        return panes.size();
    }

    /** The panes of the current window, or those of the windows before it. */
    private List<S> parts(boolean current) {
        List<S> chosen = new ArrayList<>();
        long newest = 0;
        for (Iterator<Pane<S>> newestFirst = panes.descendingIterator(); newestFirst.hasNext(); ) {
            Pane<S> pane = newestFirst.next();
            boolean filling = shape.complete() && pane.size < shape.length();
            newest += filling ? 0 : pane.size;
            if (!filling && (newest <= shape.length()) == current) {
                chosen.add(pane.summary);
            }
        }
        return chosen;
    }
}
