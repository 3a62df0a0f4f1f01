package io.modelops.statistics.change;

import java.util.Arrays;

/** Adds up what exceeds a level by more than a tolerance, in each direction, and never falls below 0. */
abstract class CumulativeSum implements ChangeDetector {
    private final Settings settings;
    private long observations;
    private double rise;
    private double fall;

    CumulativeSum(Settings settings) {
        this.settings = settings;
        this.rise = settings.start();
        this.fall = settings.start();
    }

    @Override
    public final Signal add(double value) {
        if (!Double.isFinite(value)) {
            return Signal.STABLE;
        }
        observations++;
        double excess = excess(value, observations);
        rise = Math.max(0, rise + excess - settings.tolerance());
        fall = Math.max(0, fall - excess - settings.tolerance());
        if (observations < settings.leastObservations()) {
            return Signal.STABLE;
        }
        Signal signal = signal();
        if (signal != Signal.STABLE && settings.afterAlarm() == AfterAlarm.RESTART) {
            reset();
        }
        return signal;
    }

    private Signal signal() {
        if (settings.direction().hasIncrease() && rise > settings.threshold()) {
            return Signal.INCREASED;
        }
        return settings.direction().hasDecrease() && fall > settings.threshold() ? Signal.DECREASED : Signal.STABLE;
    }

    /** What the value exceeds the level by, in standard deviations; finite. */
    abstract double excess(double value, long observations);

    @Override
    public final double[] memory() {
        double[] level = levelMemory();
        double[] memory = Arrays.copyOf(new double[] {observations, rise, fall}, 3 + level.length);
        System.arraycopy(level, 0, memory, 3, level.length);
        return memory;
    }

    @Override
    public final void recall(double[] memory) {
        Remembered.recall(this, memory, read -> {
            observations = read.count();
            rise = read.positive();
            fall = read.positive();
            recallLevel(read);
        });
    }

    /** What is known of the level. */
    abstract double[] levelMemory();

    abstract void recallLevel(Remembered read);

    @Override
    public void reset() {
        observations = 0;
        rise = settings.start();
        fall = settings.start();
    }

    @Override
    public final long observations() {
        return observations;
    }

    /**
     * Returns the sum that is alarmed at, for a chart.
     *
     * @return the greater of the present sums of the watched directions, in standard deviations; 0 or more
     */
    public final double statistic() {
        return Math.max(
                settings.direction().hasIncrease() ? rise : 0,
                settings.direction().hasDecrease() ? fall : 0);
    }

    /**
     * Returns what the statistic must exceed for an alarm.
     *
     * @return the threshold, in standard deviations
     */
    public final double threshold() {
        return settings.threshold();
    }

    /** {@code start} is where the sums begin. */
    record Settings(
            Direction direction,
            AfterAlarm afterAlarm,
            double tolerance,
            double threshold,
            double start,
            int leastObservations) {}
}
