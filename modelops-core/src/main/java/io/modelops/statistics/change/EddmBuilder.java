package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/**
 * Builds {@link Eddm} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class EddmBuilder extends ChangeDetectorBuilder<EddmBuilder> {
    private double warning = 0.95;
    private double alarm = 0.9;
    private int leastErrors = 30;
    private boolean sampleDeviation;

    EddmBuilder() {
        super(Direction.INCREASE);
    }

    /**
     * Sets how much closer together errors may come. Default: 0.95 and 0.9. Replaces {@link #oneFalseAlarmPer(double)}, with
     * which a warning is given half-way.
     *
     * @param warning the share of the largest spacing for a warning, at least {@code alarm} and below 1
     * @param alarm the share of the largest spacing for an alarm, above 0
     * @return this builder
     * @throws IllegalArgumentException if the ratios are out of their range
     */
    public EddmBuilder ratios(double warning, double alarm) {
        requireWarningBeforeAlarm(warning, alarm);
        this.warning = warning;
        this.alarm = alarm;
        return thresholdIsGiven();
    }

    /**
     * Sets how many errors are not judged. Default: 30.
     *
     * @param errors the number of errors, at least 2
     * @return this builder
     * @throws IllegalArgumentException if {@code errors} is less than 2
     */
    public EddmBuilder leastErrors(int errors) {
        this.leastErrors = Arguments.atLeast(2, "errors", errors);
        return this;
    }

    /**
     * Takes the standard deviation of a sample, with one less than the number of errors, as River does. MOA takes that of the
     * population, and so does the default.
     *
     * @return this builder
     */
    public EddmBuilder sampleDeviation() {
        this.sampleDeviation = true;
        return this;
    }

    @Override
    public Eddm build() {
        double ratio = hasRate() ? FalseAlarms.interpolate(recordsPerDirection(), 0.78, 0.73, 0.72, 0.7) : alarm;
        return new Eddm(
                direction(),
                policy(),
                new EddmRule(hasRate() ? (1 + ratio) / 2 : warning, ratio, leastErrors, sampleDeviation));
    }

    @Override
    EddmBuilder self() {
        return this;
    }
}
