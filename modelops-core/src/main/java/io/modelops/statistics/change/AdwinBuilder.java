package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/**
 * Builds {@link Adwin} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class AdwinBuilder extends ChangeDetectorBuilder<AdwinBuilder> {
    private double delta = 0.002;
    private int checkEvery = 32;

    AdwinBuilder() {
        super(Direction.BOTH);
    }

    /**
     * Sets the confidence parameter: the smaller, the rarer are alarms. Default: 0.002. Replaces
     * {@link #oneFalseAlarmPer(double)}.
     *
     * @param delta the parameter, above 0 and below 1
     * @return this builder
     * @throws IllegalArgumentException if {@code delta} is not above 0 and below 1
     */
    public AdwinBuilder delta(double delta) {
        this.delta = Arguments.insideUnitInterval("delta", delta);
        return thresholdIsGiven();
    }

    /**
     * Sets how often the window is checked. Rarer checks cost less, and find a change that much later. Default: 32.
     *
     * @param values the number of values between checks, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code values} is less than 1
     */
    public AdwinBuilder checkEvery(int values) {
        this.checkEvery = Arguments.atLeast(1, "values", values);
        return this;
    }

    @Override
    public Adwin build() {
        double chosen =
                hasRate() ? Math.pow(10, FalseAlarms.interpolate(recordsForBoth(), -0.03, -0.77, -1.62, -2.41)) : delta;
        return new Adwin(direction(), policy(), chosen, checkEvery);
    }

    @Override
    AdwinBuilder self() {
        return this;
    }

    @Override
    boolean hasWindow() {
        return true;
    }
}
