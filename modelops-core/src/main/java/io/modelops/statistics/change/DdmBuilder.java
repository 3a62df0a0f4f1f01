package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/**
 * Builds {@link Ddm} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class DdmBuilder extends ChangeDetectorBuilder<DdmBuilder> {
    private static final int LEAST_ERRORS_FOR_A_RATE = 10;
    private static final double WARNING_PER_ALARM = 2.0 / 3;

    private double warning = 2;
    private double alarm = 3;
    private int leastObservations = 30;
    private int leastErrors = -1;

    DdmBuilder() {
        super(Direction.INCREASE);
    }

    /**
     * Sets how far above its lowest point the error rate may be. Default: 2 and 3. Replaces
     * {@link #oneFalseAlarmPer(double)}, with which a warning is given at two thirds of the way.
     *
     * @param warning the standard deviations for a warning, above 0 and at most {@code alarm}
     * @param alarm the standard deviations for an alarm, finite
     * @return this builder
     * @throws IllegalArgumentException if the levels are out of their range
     */
    public DdmBuilder levels(double warning, double alarm) {
        Arguments.positive("warning", warning);
        Arguments.positive("alarm", alarm);
        if (warning > alarm) {
            throw new IllegalArgumentException(
                    "warning was " + warning + " and alarm " + alarm + "; expected warning to be at most alarm");
        }
        this.warning = warning;
        this.alarm = alarm;
        return thresholdIsGiven();
    }

    /**
     * Sets how many values are not judged. Default: 30.
     *
     * @param observations the number of values, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code observations} is less than 1
     */
    public DdmBuilder leastObservations(int observations) {
        this.leastObservations = Arguments.atLeast(1, "observations", observations);
        return this;
    }

    /**
     * Sets how many errors there must be before anything is judged. Default: 0, as published, and 10 with
     * {@link #oneFalseAlarmPer(double)}.
     *
     * @param errors the number of errors, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code errors} is negative
     */
    public DdmBuilder leastErrors(int errors) {
        this.leastErrors = Arguments.atLeast(0, "errors", errors);
        return this;
    }

    @Override
    public Ddm build() {
        double level = hasRate() ? FalseAlarms.interpolate(recordsPerDirection(), 2.32, 2.62, 2.73, 2.87) : alarm;
        double warningLevel = hasRate() ? level * WARNING_PER_ALARM : warning;
        int errors = leastErrors >= 0 ? leastErrors : hasRate() ? LEAST_ERRORS_FOR_A_RATE : 0;
        return new Ddm(direction(), policy(), new DdmRule(warningLevel, level, leastObservations, errors));
    }

    @Override
    DdmBuilder self() {
        return this;
    }
}
