package io.modelops.monitoring;

import io.modelops.statistics.sketch.Reservoir;
import io.modelops.statistics.sketch.ReservoirAccumulator;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sample of the rows of a window: all of them as long as there is room. */
final class RowSample implements WindowSummary<RowSample> {
    private static final int BYTES_OF_ROW = 64;

    private final int columns;
    private final ReservoirAccumulator added;
    private final int capacity;
    private @Nullable Reservoir merged;

    /**
     * Makes a sample without rows.
     *
     * @param seed another one for each sample that is merged with this one
     */
    RowSample(int columns, int capacity, long seed) {
        this.columns = columns;
        this.capacity = capacity;
        this.added = new ReservoirAccumulator(capacity, seed);
    }

    void add(double[] row) {
        added.add(row);
    }

    /** How many rows it was drawn from. */
    long seen() {
        return sample().seen();
    }

    /** The rows in an order that depends on nothing but them. */
    double[][] rows() {
        double[][] rows = sample().rows().toArray(double[][]::new);
        Arrays.sort(rows, Arrays::compare);
        return rows;
    }

    @Override
    public void merge(RowSample other) {
        Reservoir more = other.sample();
        merged = merged == null ? more : merged.merge(more);
    }

    @Override
    public void write(SketchWriter writer) {
        writer.bytes(sample().toBytes());
    }

    @Override
    public void read(SketchReader reader) {
        Reservoir read = Reservoir.ofBytes(reader.bytes());
        MonitorState.require(
                read.capacity() == capacity && read.rows().stream().allMatch(row -> row.length == columns),
                "a sample has other rows");
        merged = read;
    }

    @Override
    public long bytes() {
        return sample().rows().size() * ((long) Double.BYTES * columns + BYTES_OF_ROW);
    }

    private Reservoir sample() {
        Reservoir own = added.snapshot();
        return merged == null ? own : merged.merge(own);
    }
}
