package io.modelops.statistics.change;

import java.util.Arrays;

/**
 * KSWIN (Raab, Heusinger and Schleif 2020): keeps a window of the last values, and compares the most recent of them with as
 * many drawn from the older ones by the test of Kolmogorov and Smirnov. It sees any change of the distribution, such as of
 * the spread alone.
 *
 * <p>The p-value of the test is exact without ties, and too high with them. An alarm needs a p-value of at most alpha and a
 * distance above 0.1, like River's. River tests at each value; here it is each tenth unless told, as windows that overlap by
 * all but one value tell hardly more. After an alarm it forgets all, like River's, or keeps the recent values, as published
 * ({@link AfterAlarm#KEEP_RECENT}).
 *
 * <p>An increase is when larger values became more frequent, a decrease when smaller ones did. When both did, so that the
 * distance the other way is at least half of the distance, the signal is {@link ChangeDetector.Signal#CHANGED}, if both
 * directions are watched.
 *
 * <p>Each rate of false alarms was simulated with independent continuous values, at the default window. Values that are not
 * finite are ignored. Not thread-safe.
 */
public final class Kswin implements ChangeDetector {
    private static final double LEAST_DISTANCE = 0.1;

    private final Direction direction;
    private final AfterAlarm afterAlarm;
    private final Sampler sampler;
    private final int checkEvery;
    private final int leastSteps;
    private final double[] window;
    private final double[] older;
    private final double[] recent;
    private final int[] drawn;
    private int oldest;
    private int size;
    private int sinceCheck;

    Kswin(
            Direction direction,
            AfterAlarm afterAlarm,
            Sampler sampler,
            double alpha,
            int window,
            int recent,
            int checkEvery) {
        this.direction = direction;
        this.afterAlarm = afterAlarm;
        this.sampler = sampler;
        this.checkEvery = checkEvery;
        this.leastSteps = Math.max(leastSteps(recent, alpha), (int) (LEAST_DISTANCE * recent) + 1);
        this.window = new double[window];
        this.older = new double[recent];
        this.recent = new double[recent];
        this.drawn = new int[recent];
    }

    /**
     * Returns a detector with a window of 100 values, of which 30 are recent, an alpha of 0.005, a test at each tenth value,
     * and alarms for both directions.
     *
     * @return a new detector
     */
    public static Kswin withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static KswinBuilder builder() {
        return new KswinBuilder();
    }

    @Override
    public Signal add(double value) {
        if (!Double.isFinite(value)) {
            return Signal.STABLE;
        }
        if (size < window.length) {
            window[(oldest + size) % window.length] = value;
            size++;
        } else {
            window[oldest] = value;
            oldest = (oldest + 1) % window.length;
        }
        sinceCheck++;
        if (size < window.length || sinceCheck < checkEvery) {
            return Signal.STABLE;
        }
        sinceCheck = 0;
        Signal signal = compare();
        if (signal != Signal.STABLE) {
            forget();
        }
        return signal;
    }

    private Signal compare() {
        int before = window.length - recent.length;
        sampler.draw(before, drawn);
        for (int i = 0; i < recent.length; i++) {
            older[i] = window[(oldest + drawn[i]) % window.length];
            recent[i] = window[(oldest + before + i) % window.length];
        }
        Arrays.sort(older);
        Arrays.sort(recent);
        int higher = 0; // the most that older values up to a place outnumber recent ones: those are larger
        int lower = 0;
        for (int o = 0, r = 0; o < older.length && r < recent.length; ) {
            double place = Math.min(older[o], recent[r]);
            while (o < older.length && older[o] == place) {
                o++;
            }
            while (r < recent.length && recent[r] == place) {
                r++;
            }
            higher = Math.max(higher, o - r);
            lower = Math.max(lower, r - o);
        }
        return Math.max(higher, lower) < leastSteps ? Signal.STABLE : signal(higher, lower);
    }

    private Signal signal(int higher, int lower) {
        if (2 * Math.min(higher, lower) >= Math.max(higher, lower)) {
            return direction == Direction.BOTH ? Signal.CHANGED : Signal.STABLE;
        }
        if (higher > lower) {
            return direction.hasIncrease() ? Signal.INCREASED : Signal.STABLE;
        }
        return direction.hasDecrease() ? Signal.DECREASED : Signal.STABLE;
    }

    private void forget() {
        if (afterAlarm == AfterAlarm.RESTART) {
            reset();
        } else {
            oldest = (oldest + window.length - recent.length) % window.length;
            size = recent.length;
        }
    }

    /** The window; what the sampler goes on from is its own. */
    @Override
    public double[] memory() {
        double[] memory = new double[size + 2];
        memory[0] = sinceCheck;
        memory[1] = size;
        for (int i = 0; i < size; i++) {
            memory[i + 2] = window[(oldest + i) % window.length];
        }
        return memory;
    }

    @Override
    public void recall(double[] memory) {
        Remembered.recall(this, memory, read -> {
            sinceCheck = read.upTo(Integer.MAX_VALUE - 1);
            int remembered = read.upTo(window.length);
            for (int i = 0; i < remembered; i++) {
                window[i] = read.finite();
            }
            size = remembered;
        });
    }

    @Override
    public void reset() {
        oldest = 0;
        size = 0;
        sinceCheck = 0;
    }

    @Override
    public long observations() {
        return size;
    }

    /**
     * The least number of steps, of {@code 1 / size} each, by which the distributions of two samples of one size must differ
     * for a p-value of at most alpha; more than there can be if there is none.
     */
    static int leastSteps(int size, double alpha) {
        int steps = 1;
        while (steps <= size && probability(size, steps) > alpha) {
            steps++;
        }
        return steps;
    }

    /** That two samples of one size differ by so many steps or more (Gnedenko and Korolyuk 1951). */
    private static double probability(int size, int steps) {
        double sum = 0;
        double term = 1;
        int sign = 1;
        int removed = 0;
        while (removed + steps <= size) {
            for (int i = 0; i < steps; i++) {
                term *= (double) (size - removed) / (size + removed + 1);
                removed++;
            }
            sum += sign * term;
            sign = -sign;
        }
        return 2 * sum;
    }

    /** Draws the older values that are compared with the recent ones. */
    @FunctionalInterface
    public interface Sampler {
        /**
         * Draws places without putting them back.
         *
         * @param places the number of places there are
         * @param drawn is filled with different numbers in {@code 0..places - 1}; no longer than {@code places}
         */
        void draw(int places, int[] drawn);
    }
}
