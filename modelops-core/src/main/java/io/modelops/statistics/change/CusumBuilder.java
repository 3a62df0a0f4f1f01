package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Cusum} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class CusumBuilder extends ChangeDetectorBuilder<CusumBuilder> {
    private @Nullable Standardisation known;
    private int learn = 30;
    private double tolerance = 0.5;
    private double threshold = Double.NaN;
    private double headStart;

    CusumBuilder() {
        super(Direction.INCREASE);
        oneFalseAlarmPer(10_000);
    }

    /**
     * Measures the excess over a mean, in standard deviations, that values have while nothing is wrong. A level that is
     * wrong from the start is then found, but so is a reference that doesn't fit. Replaces {@link #selfStarting(int)}.
     *
     * @param mean the mean, finite
     * @param deviation the standard deviation, above 0 and finite
     * @return this builder
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public CusumBuilder standardisedBy(double mean, double deviation) {
        this.known = new Standardisation(mean, deviation);
        return this;
    }

    /**
     * Measures the excess over the mean of all values before. Default, with 30 values. Replaces
     * {@link #standardisedBy(double, double)}.
     *
     * @param learn how many first values only give the level and are not judged, at least 3
     * @return this builder
     * @throws IllegalArgumentException if {@code learn} is less than 3
     */
    public CusumBuilder selfStarting(int learn) {
        this.learn = Arguments.atLeast(3, "learn", learn);
        this.known = null;
        return this;
    }

    /**
     * Sets the excess that is let pass at each value; half of the smallest shift worth an alarm is the best choice.
     * Default: 0.5.
     *
     * @param tolerance the tolerance, in standard deviations, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code tolerance} is not a finite number of 0 or more
     */
    public CusumBuilder tolerance(double tolerance) {
        this.tolerance = Arguments.notNegative("tolerance", tolerance);
        return this;
    }

    /**
     * Sets what the sum must exceed for an alarm. Replaces {@link #oneFalseAlarmPer(double)}.
     *
     * @param threshold the threshold, in standard deviations, above 0
     * @return this builder
     * @throws IllegalArgumentException if {@code threshold} is not a finite number above 0
     */
    public CusumBuilder threshold(double threshold) {
        this.threshold = Arguments.positive("threshold", threshold);
        return thresholdIsGiven();
    }

    /**
     * Lets the sums begin above 0, so that a level that is wrong from the start is found sooner (Lucas and Crosier 1982);
     * half is usual. False alarms are then more frequent than said, first of all in the beginning. Default: 0.
     *
     * @param share the share of the threshold, 0 or more and below 1
     * @return this builder
     * @throws IllegalArgumentException if {@code share} is out of its range
     */
    public CusumBuilder headStart(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share was " + share + "; expected a number of 0 or more and below 1");
        }
        this.headStart = share;
        return this;
    }

    @Override
    public Cusum build() {
        double chosen = hasRate() ? Siegmund.threshold(tolerance, recordsPerDirection()) : threshold;
        return new Cusum(
                new Standardiser(known, learn),
                new CumulativeSum.Settings(direction(), policy(), tolerance, chosen, headStart * chosen, 1));
    }

    @Override
    CusumBuilder self() {
        return this;
    }

    @Override
    boolean isSimulated() {
        return false;
    }
}
