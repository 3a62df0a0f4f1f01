package io.modelops.statistics.change;

/**
 * Page's cumulative sum (1954) around a known level, or, self-starting (Hawkins 1987), around the level of all values
 * before: an alarm when what values exceed the level by, beyond a tolerance, adds up to more than a threshold.
 *
 * <p>Each value is standardised, and the rise is {@code S = max(0, S + z - tolerance)}; a value that makes
 * {@code S > threshold} is an increase. A fall mirrors it. With a tolerance of half of it, no other detector of the same
 * rate of false alarms finds a lasting shift of normal values sooner at worst (Moustakides 1986). Each rate of false alarms
 * is Siegmund's (1985) for independent normal values; by simulation it is kept to 10 %. Skewed values raise more: squares of
 * normal values, or events of 10 %, about one in 600 at a tolerance of 0.5 where one in 10,000 was asked for. For those take
 * {@link Adwin}, or a smaller tolerance and a larger threshold.
 *
 * <p>What MOA calls CUSUM is {@link PageHinkley} here. Values that are not finite are ignored; standardised values beyond
 * ±1e9 are taken as ±1e9, so that sums stay finite. Not thread-safe.
 */
public final class Cusum extends CumulativeSum {
    private final Standardiser standardiser;

    Cusum(Standardiser standardiser, Settings settings) {
        super(settings);
        this.standardiser = standardiser;
    }

    /**
     * Returns a self-starting detector that learns from 30 values before it judges one, with a tolerance of 0.5, one false
     * alarm per 10,000 values, and alarms for increases only.
     *
     * @return a new detector
     */
    public static Cusum withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static CusumBuilder builder() {
        return new CusumBuilder();
    }

    @Override
    double excess(double value, long observations) {
        return standardiser.of(value);
    }

    @Override
    double[] levelMemory() {
        return standardiser.memory();
    }

    @Override
    void recallLevel(Remembered read) {
        standardiser.recall(read);
    }

    @Override
    public void reset() {
        super.reset();
        standardiser.reset();
    }
}
