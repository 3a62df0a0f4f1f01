package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/**
 * Builds {@link PageHinkley} detectors; {@link #build()} may be called again for further detectors with the same
 * settings. Not thread-safe.
 */
public final class PageHinkleyBuilder extends ChangeDetectorBuilder<PageHinkleyBuilder> {
    private Standardisation standardisation = Standardisation.NONE;
    private double tolerance = 0.005;
    private double threshold = 50;
    private int leastObservations = 30;

    PageHinkleyBuilder() {
        super(Direction.INCREASE);
    }

    /**
     * Standardises values by the mean and the standard deviation they have while nothing is wrong. Tolerance and
     * threshold are then in standard deviations, and mean the same for every stream. Default: 0 and 1.
     *
     * @param mean the mean, finite
     * @param deviation the standard deviation, above 0 and finite
     * @return this builder
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public PageHinkleyBuilder standardisedBy(double mean, double deviation) {
        this.standardisation = new Standardisation(mean, deviation);
        return this;
    }

    /**
     * Sets the excess that is let pass at each value; half of the smallest shift worth an alarm is a good choice.
     * Default: 0.005.
     *
     * @param tolerance the tolerance, in standard deviations, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code tolerance} is not a finite number of 0 or more
     */
    public PageHinkleyBuilder tolerance(double tolerance) {
        this.tolerance = Arguments.notNegative("tolerance", tolerance);
        return this;
    }

    /**
     * Sets what the sum must exceed for an alarm. Default: 50. Replaces {@link #oneFalseAlarmPer(double)}.
     *
     * @param threshold the threshold, in standard deviations, above 0
     * @return this builder
     * @throws IllegalArgumentException if {@code threshold} is not a finite number above 0
     */
    public PageHinkleyBuilder threshold(double threshold) {
        this.threshold = Arguments.positive("threshold", threshold);
        return thresholdIsGiven();
    }

    /**
     * Sets how many values there must be before an alarm. Default: 30.
     *
     * @param observations the number of values, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code observations} is less than 1
     */
    public PageHinkleyBuilder leastObservations(int observations) {
        this.leastObservations = Arguments.atLeast(1, "observations", observations);
        return this;
    }

    @Override
    public PageHinkley build() {
        double chosen = hasRate() ? Siegmund.threshold(tolerance, recordsPerDirection()) : threshold;
        return new PageHinkley(
                standardisation,
                new CumulativeSum.Settings(direction(), policy(), tolerance, chosen, 0, leastObservations));
    }

    @Override
    PageHinkleyBuilder self() {
        return this;
    }

    @Override
    boolean isSimulated() {
        return false;
    }
}
