package io.modelops.statistics;

/**
 * Builds {@link PageHinkley} detectors; {@link #build()} may be called again for further detectors with the same
 * settings. Not thread-safe.
 */
public final class PageHinkleyBuilder {
    /** How far a random walk overshoots its boundary, added to the threshold (Siegmund 1985). */
    private static final double OVERSHOOT = 1.166;

    private static final int HALVINGS = 60;

    private double mean;
    private double deviation = 1;
    private double tolerance = 0.005;
    private double threshold = 50;
    private int leastObservations = 30;
    private boolean twoSided;
    private boolean centredOnReference;
    private double observationsPerFalseAlarm = Double.NaN;

    PageHinkleyBuilder() {}

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
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean was " + mean + "; expected a finite number");
        }
        this.mean = mean;
        this.deviation = Arguments.positive("deviation", deviation);
        return this;
    }

    /**
     * Measures the excess over the reference mean and not over the mean of the stream itself. A level that is wrong from
     * the start is then found, but so is a reference that doesn't fit.
     *
     * @return this builder
     */
    public PageHinkleyBuilder centredOnReference() {
        this.centredOnReference = true;
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
        this.observationsPerFalseAlarm = Double.NaN;
        return this;
    }

    /**
     * Chooses the threshold so that a stream without change raises one alarm per given number of values, by Siegmund's
     * approximation for independent, normal, standardised values. Values that follow one another closely, such as errors
     * of successive days, raise more. Replaces {@link #threshold(double)}.
     *
     * @param observations the expected number of values between false alarms, at least 100
     * @return this builder
     * @throws IllegalArgumentException if {@code observations} is not a finite number of at least 100
     */
    public PageHinkleyBuilder oneFalseAlarmPer(double observations) {
        if (!(observations >= 100 && observations <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "observations was " + observations + "; expected a finite number of at least 100");
        }
        this.observationsPerFalseAlarm = observations;
        return this;
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

    /**
     * Raises an alarm for a decrease as well.
     *
     * @return this builder
     */
    public PageHinkleyBuilder twoSided() {
        this.twoSided = true;
        return this;
    }

    /**
     * Builds a detector.
     *
     * @return a new detector that later changes of this builder don't affect
     */
    public PageHinkley build() {
        double chosenThreshold = Double.isNaN(observationsPerFalseAlarm)
                ? threshold
                : thresholdFor(twoSided ? 2 * observationsPerFalseAlarm : observationsPerFalseAlarm);
        return new PageHinkley(new PageHinkley.Settings(
                mean, deviation, tolerance, chosenThreshold, leastObservations, twoSided, centredOnReference));
    }

    private double thresholdFor(double observations) {
        double tooLow = 0;
        double highEnough = 1;
        while (runLength(highEnough) < observations) {
            highEnough *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (tooLow + highEnough) / 2;
            if (runLength(middle) < observations) {
                tooLow = middle;
            } else {
                highEnough = middle;
            }
        }
        return highEnough;
    }

    /** The expected number of standard normal values until a one-sided false alarm. */
    private double runLength(double threshold) {
        double boundary = threshold + OVERSHOOT;
        double exponent = 2 * tolerance * boundary;
        if (exponent < 1e-4) {
            return boundary * boundary * (1 + exponent / 3); // the limit for small exponents, where digits cancel
        }
        return (Math.expm1(exponent) - exponent) / (2 * tolerance * tolerance);
    }
}
