package io.modelops.statistics.change;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * ADWIN (Bifet and Gavaldà 2007): keeps a window of as many recent values as are alike, and drops its older part when the
 * means of the two parts differ by more than chance allows. The values may be any numbers, of any level and spread; no
 * reference is needed.
 *
 * <p>A window of W values is kept in O(log W) memory, in buckets of doubling size, at most five of each. Each
 * {@code checkEvery} values, each border between buckets with at least five values on both sides is looked at: with
 * {@code m = 1/(n0 - 4) + 1/(n1 - 4)}, the variance v of the window and {@code d = ln(2 ln(W) / delta)}, the means may
 * differ by {@code sqrt(2 m v d) + 2/3 m d}. That is the test of MOA and River, except that early versions of River never
 * looked at the last bucket of each size.
 *
 * <p>After an alarm MOA keeps the part after the change ({@link AfterAlarm#KEEP_RECENT}), River forgets all
 * ({@link AfterAlarm#RESTART}, the default). A change in a direction that isn't watched shortens the window without an
 * alarm.
 *
 * <p>Each rate of false alarms was simulated with independent normal values and with errors of a probability of 0.05 and
 * 0.5; it is the rate of the worst of them.
 *
 * <p>Values that are not finite are ignored; values further than 1e100 from the first are taken as that far. Takes no
 * memory per value. Not thread-safe.
 */
public final class Adwin implements ChangeDetector {
    /** Buckets of a size; when there is one more, the two oldest become one of the next size. */
    private static final int MOST = 5;

    private static final int LEAST_PART = 5;
    private static final int LEAST_WINDOW = 10;
    private static final int FIRST_ROWS = 16;
    private static final double LARGEST = 1e100;

    private final Direction direction;
    private final AfterAlarm afterAlarm;
    private final double delta;
    private final int checkEvery;
    private Rows rows = new Rows(FIRST_ROWS);
    private double origin;
    private double total;
    private double squares;
    private long width;
    private int sinceCheck;

    Adwin(Direction direction, AfterAlarm afterAlarm, double delta, int checkEvery) {
        this.direction = direction;
        this.afterAlarm = afterAlarm;
        this.delta = delta;
        this.checkEvery = checkEvery;
    }

    /**
     * Returns a detector with a delta of 0.002 that checks every 32 values, and alarms for both directions: the defaults of
     * MOA and River.
     *
     * @return a new detector
     */
    public static Adwin withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static AdwinBuilder builder() {
        return new AdwinBuilder();
    }

    @Override
    public Signal add(double value) {
        if (!Double.isFinite(value)) {
            return Signal.STABLE;
        }
        if (width == 0) {
            origin = value; // sums of differences keep the digits of a small spread at a high level
        }
        insert(Math.max(-LARGEST, Math.min(LARGEST, value - origin)));
        sinceCheck++;
        if (sinceCheck < checkEvery) {
            return Signal.STABLE;
        }
        sinceCheck = 0;
        return width > LEAST_WINDOW ? check() : Signal.STABLE;
    }

    private void insert(double value) {
        if (width > 0) {
            double difference = value - total / width;
            squares += difference * difference * width / (width + 1);
        }
        width++;
        total += value;
        rows.push(0, value, 0);
        for (int row = 0; rows.used[row] > MOST; row++) {
            if (row + 1 == rows.used.length) {
                rows = rows.larger();
            }
            rows.mergeOldest(row);
        }
    }

    private Signal check() {
        Signal signal = Signal.STABLE;
        for (double difference = cut(); difference != 0; difference = cut()) {
            if (signal == Signal.STABLE) {
                signal = difference > 0 ? Signal.INCREASED : Signal.DECREASED;
            }
            dropOldest();
        }
        if (signal == Signal.STABLE
                || !(signal == Signal.INCREASED ? direction.hasIncrease() : direction.hasDecrease())) {
            return Signal.STABLE;
        }
        if (afterAlarm == AfterAlarm.RESTART) {
            reset();
        }
        return signal;
    }

    /** How much higher the mean is after the first border at which it differs by more than chance allows; or 0. */
    private double cut() {
        double logTerm = Math.log(2 * Math.log((double) width) / delta);
        double variance = Math.max(0, squares / width);
        double chance = 2 * variance * logTerm * width;
        double older = 0;
        double olderTotal = 0;
        for (int row = rows.count - 1; row >= 0; row--) {
            double size = 1L << row;
            int end = row * Rows.LENGTH + rows.used[row];
            for (int bucket = row * Rows.LENGTH; bucket < end; bucket++) {
                older += size;
                olderTotal += rows.totals[bucket];
                double newer = width - older;
                double scaled = olderTotal * width - total * older;
                // A difference within the first term of the bound alone, without its correction, decides most borders.
                if (scaled * scaled > chance * older * newer && older >= LEAST_PART && newer >= LEAST_PART) {
                    double difference = -scaled / (older * newer);
                    double inverse = 1 / (older - LEAST_PART + 1) + 1 / (newer - LEAST_PART + 1);
                    double bound = Math.sqrt(2 * inverse * variance * logTerm) + 2.0 / 3 * logTerm * inverse;
                    if (Math.abs(difference) > bound) {
                        return difference;
                    }
                }
            }
        }
        return 0;
    }

    private void dropOldest() {
        rows.dropOldest();
        width = 0;
        total = 0;
        squares = 0;
        for (int row = rows.count - 1; row >= 0; row--) {
            long size = 1L << row;
            for (int bucket = row * Rows.LENGTH; bucket < row * Rows.LENGTH + rows.used[row]; bucket++) {
                squares += rows.squares[bucket] + between(total, (double) width, rows.totals[bucket], (double) size);
                total += rows.totals[bucket];
                width += size;
            }
        }
    }

    /** What the squared deviations of two samples together exceed those of each by. */
    private static double between(double total, double count, double otherTotal, double otherCount) {
        if (count == 0) {
            return 0;
        }
        double difference = total / count - otherTotal / otherCount;
        return difference * difference * count * otherCount / (count + otherCount);
    }

    @Override
    public double[] memory() {
        DoubleStream.Builder memory = DoubleStream.builder();
        memory.add(origin).add(total).add(squares).add(sinceCheck).add(rows.count);
        for (int row = 0; row < rows.count; row++) {
            memory.add(rows.used[row]);
            for (int bucket = row * Rows.LENGTH; bucket < row * Rows.LENGTH + rows.used[row]; bucket++) {
                memory.add(rows.totals[bucket]).add(rows.squares[bucket]);
            }
        }
        return memory.build().toArray();
    }

    @Override
    public void recall(double[] memory) {
        Remembered.recall(this, memory, read -> {
            origin = read.finite();
            double rememberedTotal = read.finite();
            double rememberedSquares = read.positive();
            sinceCheck = read.upTo(checkEvery);
            int count = read.upTo(Long.SIZE - 2);
            while (rows.used.length < count) {
                rows = rows.larger();
            }
            for (int row = 0; row < count; row++) {
                int used = read.upTo(MOST);
                for (int bucket = 0; bucket < used; bucket++) {
                    rows.push(row, read.finite(), read.positive());
                    width += 1L << row;
                }
            }
            total = rememberedTotal;
            squares = rememberedSquares;
        });
    }

    @Override
    public void reset() {
        rows.clear();
        width = 0;
        total = 0;
        squares = 0;
        sinceCheck = 0;
    }

    @Override
    public long observations() {
        return width;
    }

    /**
     * Returns the mean of the window: the present level of the stream.
     *
     * @return the mean, {@code NaN} before the first value
     */
    public double mean() {
        return width == 0 ? Double.NaN : origin + total / width;
    }

    /** Buckets of {@code 2^row} values each, the oldest first in each row. */
    private static final class Rows {
        static final int LENGTH = MOST + 1;

        final double[] totals;
        final double[] squares;
        final int[] used;
        int count = 1;

        Rows(int rows) {
            totals = new double[rows * LENGTH];
            squares = new double[rows * LENGTH];
            used = new int[rows];
        }

        Rows larger() {
            Rows larger = new Rows(2 * used.length);
            System.arraycopy(totals, 0, larger.totals, 0, totals.length);
            System.arraycopy(squares, 0, larger.squares, 0, squares.length);
            System.arraycopy(used, 0, larger.used, 0, used.length);
            larger.count = count;
            return larger;
        }

        void push(int row, double total, double squaresWithin) {
            int bucket = row * LENGTH + used[row]++;
            totals[bucket] = total;
            squares[bucket] = squaresWithin;
            count = Math.max(count, row + 1);
        }

        void mergeOldest(int row) {
            int first = row * LENGTH;
            double size = 1L << row;
            push(
                    row + 1,
                    totals[first] + totals[first + 1],
                    squares[first] + squares[first + 1] + between(totals[first], size, totals[first + 1], size));
            remove(row, 2);
        }

        void dropOldest() {
            remove(count - 1, 1);
            while (count > 1 && used[count - 1] == 0) {
                count--;
            }
        }

        private void remove(int row, int buckets) {
            int first = row * LENGTH;
            used[row] -= buckets;
            for (int bucket = first; bucket < first + used[row]; bucket++) {
                totals[bucket] = totals[bucket + buckets];
                squares[bucket] = squares[bucket + buckets];
            }
        }

        void clear() {
            Arrays.fill(used, 0);
            count = 1;
        }
    }
}
