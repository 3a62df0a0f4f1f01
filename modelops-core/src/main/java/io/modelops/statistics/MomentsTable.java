package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Objects;

/**
 * Collects the {@link Moments} of several columns one value at a time, by the update of Welford (1962), which loses no
 * digits to a large mean. All columns lie side by side in one array whose ends are padded, so that tables of two threads
 * never share a cache line. Adding allocates nothing. Not thread-safe: give each thread its own and merge the moments.
 */
public final class MomentsTable {
    /** Twice a cache line, because processors fetch them in pairs. */
    private static final int PADDING = 16;

    private static final int COUNT = PADDING;
    private static final int MEAN = COUNT + 1;
    private static final int SQUARED_DEVIATIONS = COUNT + 2;
    private static final int MIN = COUNT + 3;
    private static final int MAX = COUNT + 4;
    private static final int WIDTH = 5;

    private final int columns;
    private final double[] cells;

    /**
     * Makes a table without values.
     *
     * @param columns the number of columns, 0 or more
     * @throws IllegalArgumentException if the number is negative
     */
    public MomentsTable(int columns) {
        this.columns = Arguments.atLeast(0, "columns", columns);
        this.cells = new double[columns * WIDTH + 2 * PADDING];
        clear();
    }

    /**
     * Adds a value to a column.
     *
     * @param column the column, in {@code 0..columns - 1}
     * @param value a finite number; anything else is for the caller to count
     */
    public void add(int column, double value) {
        int row = column * WIDTH;
        double count = cells[COUNT + row] + 1;
        double mean = cells[MEAN + row];
        double delta = value - mean;
        cells[COUNT + row] = count;
        if (Math.abs(delta) <= Double.MAX_VALUE) {
            double next = mean + delta / count;
            cells[MEAN + row] = next;
            cells[SQUARED_DEVIATIONS + row] += delta * (value - next);
        } else {
            cells[MEAN + row] = mean + (value / count - mean / count);
            cells[SQUARED_DEVIATIONS + row] = Double.POSITIVE_INFINITY;
        }
        // The least and the greatest value change seldom, so a branch is cheaper than a store.
        if (value < cells[MIN + row]) {
            cells[MIN + row] = value + 0.0;
        }
        if (value > cells[MAX + row]) {
            cells[MAX + row] = value + 0.0;
        }
    }

    /**
     * Adds values that were collected elsewhere to a column.
     *
     * @param column the column, in {@code 0..columns - 1}
     * @param other the moments of other values; what they ignored is left out
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public void add(int column, Moments other) {
        Moments merged = moments(column).merge(other);
        if (merged.count() > 0) {
            int row = column * WIDTH;
            cells[COUNT + row] = merged.count();
            cells[MEAN + row] = merged.mean();
            cells[SQUARED_DEVIATIONS + row] = merged.squaredDeviations();
            cells[MIN + row] = merged.min();
            cells[MAX + row] = merged.max();
        }
    }

    /**
     * Returns the moments of a column so far.
     *
     * @param column the column, in {@code 0..columns - 1}
     * @return an immutable snapshot, with nothing ignored
     * @throws IndexOutOfBoundsException if there is no such column
     */
    public Moments moments(int column) {
        int row = Objects.checkIndex(column, columns) * WIDTH;
        return cells[COUNT + row] == 0
                ? Moments.EMPTY
                : new Moments(
                        (long) cells[COUNT + row],
                        cells[MEAN + row],
                        cells[SQUARED_DEVIATIONS + row],
                        cells[MIN + row],
                        cells[MAX + row],
                        0);
    }

    /** Forgets all values. */
    public void clear() {
        for (int row = 0; row < columns * WIDTH; row += WIDTH) {
            cells[COUNT + row] = 0;
            cells[MEAN + row] = 0;
            cells[SQUARED_DEVIATIONS + row] = 0;
            cells[MIN + row] = Double.POSITIVE_INFINITY;
            cells[MAX + row] = Double.NEGATIVE_INFINITY;
        }
    }

    /**
     * Returns how much memory the table takes.
     *
     * @return the bytes of its cells, padding included
     */
    public long bytes() {
        return (long) cells.length * Double.BYTES;
    }
}
