package io.modelops.statistics;

/**
 * The Page–Hinkley test: an alarm when the sum of what exceeds the mean has climbed far above its lowest point.
 *
 * <p>Each value is standardised, {@code z = (x - mean) / deviation}. With {@code c} the mean of the {@code z} so far, this
 * one included (or 0, when centred on the reference), the rise is {@code S = max(0, S + z - c - tolerance)}, and a value
 * that makes {@code S > threshold} is an increase, once the least number of observations is there. That is Hinkley's
 * {@code m - min(m) > threshold}. A fall mirrors it: {@code max(0, S - (z - c) - tolerance)}. After an alarm everything
 * starts anew.
 *
 * <p>Names differ: MOA calls this formula CUSUM, and its PageHinkley is one without the maximum and with a forgetting
 * factor. Centred on the reference it is Page's (1954) cumulative sum with a known mean.
 *
 * <p>Values that are not finite are ignored; standardised values beyond ±1e9 are taken as ±1e9, so that sums stay
 * finite. Not thread-safe.
 */
public final class PageHinkley implements ChangeDetector {
    private static final double LARGEST = 1e9;

    private final Settings settings;
    private long observations;
    private double centre;
    private double rise;
    private double fall;

    PageHinkley(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns a detector with a tolerance of 0.005, a threshold of 50, at least 30 observations, no standardisation, and
     * alarms for increases only: the usual defaults of the literature. For standard normal values that is one false
     * alarm per 3,000; {@link PageHinkleyBuilder#oneFalseAlarmPer(double)} sets another rate.
     *
     * @return a new detector
     */
    public static PageHinkley withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static PageHinkleyBuilder builder() {
        return new PageHinkleyBuilder();
    }

    @Override
    public Signal add(double value) {
        if (!Double.isFinite(value)) {
            return Signal.STABLE;
        }
        double standardised = Math.max(-LARGEST, Math.min(LARGEST, (value - settings.mean()) / settings.deviation()));
        observations++;
        if (!settings.centredOnReference()) {
            centre += (standardised - centre) / observations;
        }
        double excess = standardised - centre;
        rise = Math.max(0, rise + excess - settings.tolerance());
        fall = Math.max(0, fall - excess - settings.tolerance());
        if (observations < settings.leastObservations()) {
            return Signal.STABLE;
        }
        Signal signal = signal();
        if (signal != Signal.STABLE) {
            reset();
        }
        return signal;
    }

    private Signal signal() {
        if (rise > settings.threshold()) {
            return Signal.INCREASED;
        }
        return settings.twoSided() && fall > settings.threshold() ? Signal.DECREASED : Signal.STABLE;
    }

    @Override
    public void reset() {
        observations = 0;
        centre = 0;
        rise = 0;
        fall = 0;
    }

    @Override
    public long observations() {
        return observations;
    }

    /**
     * Returns the sum that is alarmed at, for a chart.
     *
     * @return the present rise, or fall if that is larger and watched, in standard deviations; 0 or more
     */
    public double statistic() {
        return settings.twoSided() ? Math.max(rise, fall) : rise;
    }

    /**
     * Returns what the statistic must exceed for an alarm.
     *
     * @return the threshold, in standard deviations
     */
    public double threshold() {
        return settings.threshold();
    }

    record Settings(
            double mean,
            double deviation,
            double tolerance,
            double threshold,
            int leastObservations,
            boolean twoSided,
            boolean centredOnReference) {}
}
