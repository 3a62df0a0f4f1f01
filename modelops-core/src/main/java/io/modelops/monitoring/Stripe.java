package io.modelops.monitoring;

import io.modelops.statistics.MomentsTable;
import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.HeavyHittersAccumulator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one thread counted. All counts lie in one array whose ends are padded, so that two threads never write to the same
 * cache line. Whoever reads or writes holds the stripe; nobody waits for it while predicting.
 */
final class Stripe {
    private static final VarHandle HOLDER = MethodHandles.arrayElementVarHandle(long[].class);

    /** Twice a cache line, because processors fetch them in pairs. */
    private static final int PADDING = 16;

    private static final int HELD = PADDING;
    private static final int ROWS = PADDING + 1;

    /** Where the counts of the first column begin. */
    static final int FIRST = PADDING + 2;

    private final long[] cells;
    private final MomentsTable moments;
    private final @Nullable DistinctCountAccumulator[] distinct;
    private final @Nullable HeavyHittersAccumulator[] heavyHitters;

    Stripe(List<? extends RecordedColumn<?>> columns, int cells) {
        this.cells = new long[cells + PADDING];
        this.moments = new MomentsTable(columns.size());
        this.distinct = new DistinctCountAccumulator[columns.size()];
        this.heavyHitters = new HeavyHittersAccumulator[columns.size()];
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).options().distinct()) {
                distinct[column] = new DistinctCountAccumulator();
            }
            if (columns.get(column).options().heavyHitters() > 0) {
                heavyHitters[column] = new HeavyHittersAccumulator(
                        columns.get(column).options().heavyHitters());
            }
        }
    }

    /** Takes the stripe if nobody holds it. */
    boolean hold() {
        return HOLDER.compareAndSet(cells, HELD, 0L, 1L);
    }

    void release() {
        HOLDER.setRelease(cells, HELD, 0L);
    }

    void addRow() {
        cells[ROWS]++;
    }

    long rows() {
        return cells[ROWS];
    }

    void count(int cell) {
        cells[cell]++;
    }

    long counted(int cell) {
        return cells[cell];
    }

    List<Long> counted(int from, int to) {
        return Arrays.stream(cells, from, to).boxed().toList();
    }

    MomentsTable moments() {
        return moments;
    }

    @Nullable
    DistinctCountAccumulator distinct(int column) {
        return distinct[column];
    }

    @Nullable
    HeavyHittersAccumulator heavyHitters(int column) {
        return heavyHitters[column];
    }

    long bytes() {
        long bytes = (long) cells.length * Long.BYTES + moments.bytes();
        for (DistinctCountAccumulator accumulator : distinct) {
            bytes += accumulator == null ? 0 : accumulator.bytes();
        }
        for (HeavyHittersAccumulator accumulator : heavyHitters) {
            bytes += accumulator == null ? 0 : accumulator.bytes();
        }
        return bytes;
    }

    /** Forgets everything; for its holder. */
    void clear() {
        Arrays.fill(cells, ROWS, cells.length, 0);
        moments.clear();
        for (DistinctCountAccumulator accumulator : distinct) {
            if (accumulator != null) {
                accumulator.clear();
            }
        }
        for (HeavyHittersAccumulator accumulator : heavyHitters) {
            if (accumulator != null) {
                accumulator.clear();
            }
        }
    }
}
