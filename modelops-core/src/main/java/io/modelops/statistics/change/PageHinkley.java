package io.modelops.statistics.change;

/**
 * The Page–Hinkley test: an alarm when the sum of what exceeds the mean has climbed far above its lowest point.
 *
 * <p>Each value is standardised, {@code z = (x - mean) / deviation}. With {@code c} the mean of the {@code z} so far, this
 * one included, the rise is {@code S = max(0, S + z - c - tolerance)}, and a value that makes {@code S > threshold} is an
 * increase, once the least number of observations is there. That is Hinkley's {@code m - min(m) > threshold}. A fall
 * mirrors it: {@code max(0, S - (z - c) - tolerance)}.
 *
 * <p>Names differ: MOA calls this formula CUSUM, and its PageHinkley is one without the maximum and with a forgetting
 * factor. With a known mean it is Page's (1954) cumulative sum: {@link Cusum}. Each rate of false alarms is Siegmund's for
 * independent, normal, standardised values.
 *
 * <p>Values that are not finite are ignored; standardised values beyond ±1e9 are taken as ±1e9, so that sums stay
 * finite. Not thread-safe.
 */
public final class PageHinkley extends CumulativeSum {
    private final Standardisation standardisation;
    private double centre;

    PageHinkley(Standardisation standardisation, Settings settings) {
        super(settings);
        this.standardisation = standardisation;
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
    double excess(double value, long observations) {
        double standardised = standardisation.of(value);
        centre += (standardised - centre) / observations;
        return standardised - centre;
    }

    @Override
    double[] levelMemory() {
        return new double[] {centre};
    }

    @Override
    void recallLevel(Remembered read) {
        centre = read.finite();
    }

    @Override
    public void reset() {
        super.reset();
        centre = 0;
    }
}
