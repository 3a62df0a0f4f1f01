package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a window and, if they are compared with it, those of the champion over the same time. */
final class PairedCounts implements WindowSummary<PairedCounts> {
    private final TableCounts own;
    private final @Nullable TableCounts champions;

    PairedCounts(List<? extends DriftColumn<?>> columns, boolean withChampions) {
        this.own = TableCounts.empty(columns);
        this.champions = withChampions ? TableCounts.empty(columns) : null;
    }

    @Override
    public void merge(PairedCounts other) {
        own.merge(other.own);
        if (champions != null && other.champions != null) {
            champions.merge(other.champions);
        }
    }

    TableCounts own() {
        return own;
    }

    @Nullable
    TableCounts champions() {
        return champions;
    }

    @Override
    public void write(SketchWriter writer) {
        own.write(writer);
        if (champions != null) {
            champions.write(writer);
        }
    }

    @Override
    public void read(SketchReader reader) {
        own.read(reader);
        if (champions != null) {
            champions.read(reader);
        }
    }

    @Override
    public long bytes() {
        return own.bytes() + (champions == null ? 0 : champions.bytes());
    }
}
