package io.modelops.statistics.change;

/**
 * The control chart of an exponentially weighted moving average (Roberts 1959): an alarm when the average
 * {@code a = (1 - weight) a + weight z} of the standardised values is further from 0 than {@code limit} of its standard
 * deviations, {@code sqrt(weight / (2 - weight))}, which are those it has after a while. The smaller the weight, the smaller
 * the shifts it finds soonest.
 *
 * <p>Values are standardised by a known level or, self-starting, by that of all values before (Hawkins 1987). Each rate of
 * false alarms is that of independent normal values, from the integral equation of Crowder (1987); for one direction it is
 * taken as half of that for both.
 *
 * <p>Values that are not finite are ignored; standardised values beyond ±1e9 are taken as ±1e9. Not thread-safe.
 */
public final class EwmaChart implements ChangeDetector {
    private final Standardiser standardiser;
    private final Direction direction;
    private final AfterAlarm afterAlarm;
    private final double weight;
    private final double limit;
    private long observations;
    private double average;

    EwmaChart(Standardiser standardiser, Direction direction, AfterAlarm afterAlarm, double weight, double limit) {
        this.standardiser = standardiser;
        this.direction = direction;
        this.afterAlarm = afterAlarm;
        this.weight = weight;
        this.limit = limit * Math.sqrt(weight / (2 - weight));
    }

    /**
     * Returns a self-starting detector that learns from 30 values before it judges one, with a weight of 0.2, one false
     * alarm per 10,000 values, and alarms for both directions.
     *
     * @return a new detector
     */
    public static EwmaChart withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static EwmaChartBuilder builder() {
        return new EwmaChartBuilder();
    }

    @Override
    public Signal add(double value) {
        if (!Double.isFinite(value)) {
            return Signal.STABLE;
        }
        observations++;
        average += weight * (standardiser.of(value) - average);
        Signal signal = signal();
        if (signal != Signal.STABLE && afterAlarm == AfterAlarm.RESTART) {
            reset();
        }
        return signal;
    }

    private Signal signal() {
        if (direction.hasIncrease() && average > limit) {
            return Signal.INCREASED;
        }
        return direction.hasDecrease() && average < -limit ? Signal.DECREASED : Signal.STABLE;
    }

    @Override
    public double[] memory() {
        double[] level = standardiser.memory();
        return new double[] {observations, average, level[0], level[1], level[2]};
    }

    @Override
    public void recall(double[] memory) {
        Remembered.recall(this, memory, read -> {
            observations = read.count();
            average = read.finite();
            standardiser.recall(read);
        });
    }

    @Override
    public void reset() {
        observations = 0;
        average = 0;
        standardiser.reset();
    }

    @Override
    public long observations() {
        return observations;
    }

    /**
     * Returns the average, for a chart.
     *
     * @return the average of the standardised values, 0 at the start
     */
    public double statistic() {
        return average;
    }

    /**
     * Returns how far from 0 the average may be.
     *
     * @return the limit of {@link #statistic()}, above 0
     */
    public double limit() {
        return limit;
    }
}
