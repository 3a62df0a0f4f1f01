package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.ArrayList;
import java.util.List;

/** The values of some columns over the same observations. */
final class TableCounts implements WindowSummary<TableCounts> {
    private final List<ColumnCounts> columns;

    private TableCounts(List<ColumnCounts> columns) {
        this.columns = columns;
    }

    /** No values yet. */
    static TableCounts empty(List<? extends DriftColumn<?>> columns) {
        List<ColumnCounts> none = new ArrayList<>(columns.size());
        columns.forEach(column -> none.add(column.empty()));
        return new TableCounts(none);
    }

    /** The values that the profiles tell of which the columns were made. */
    static TableCounts known(List<? extends DriftColumn<?>> columns) {
        return new TableCounts(columns.stream()
                .map(column -> ColumnCounts.of(column.profile()))
                .toList());
    }

    <T> void add(List<DriftColumn<T>> readers, T value) {
        for (int column = 0; column < columns.size(); column++) {
            readers.get(column).add(value, columns.get(column));
        }
    }

    @Override
    public void merge(TableCounts other) {
        for (int column = 0; column < columns.size(); column++) {
            columns.get(column).merge(other.columns.get(column));
        }
    }

    ColumnCounts column(int index) {
        return columns.get(index);
    }

    @Override
    public void write(SketchWriter writer) {
        columns.forEach(column -> column.write(writer));
    }

    @Override
    public void read(SketchReader reader) {
        columns.forEach(column -> column.read(reader));
    }

    @Override
    public long bytes() {
        return columns.stream().mapToLong(ColumnCounts::bytes).sum();
    }
}
