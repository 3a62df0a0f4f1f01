package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/**
 * Builds {@link HddmW} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class HddmWBuilder extends ChangeDetectorBuilder<HddmWBuilder> {
    private static final double WARNING_PER_ALARM = 5;

    private double weight = 0.05;
    private double warning = 0.005;
    private double alarm = 0.001;

    HddmWBuilder() {
        super(Direction.INCREASE);
    }

    /**
     * Sets the weight of the newest value. Rates of false alarms were simulated with the default only. Default: 0.05.
     *
     * @param weight the weight, above 0 and below 1
     * @return this builder
     * @throws IllegalArgumentException if {@code weight} is not above 0 and below 1
     */
    public HddmWBuilder weight(double weight) {
        this.weight = Arguments.insideUnitInterval("weight", weight);
        return this;
    }

    /**
     * Sets how improbable by chance a change must be, at one look and one place to cut. Default: 0.005 and 0.001. Replaces
     * {@link #oneFalseAlarmPer(double)}, with which a warning takes five times the probability of an alarm.
     *
     * @param warning the probability for a warning, at least {@code alarm} and below 1
     * @param alarm the probability for an alarm, above 0
     * @return this builder
     * @throws IllegalArgumentException if the probabilities are out of their range
     */
    public HddmWBuilder confidences(double warning, double alarm) {
        requireWarningBeforeAlarm(warning, alarm);
        this.warning = warning;
        this.alarm = alarm;
        return thresholdIsGiven();
    }

    @Override
    public HddmW build() {
        double chosen = hasRate()
                ? Math.pow(10, FalseAlarms.interpolate(recordsPerDirection(), -2.68, -4.62, -6.21, -7.78))
                : alarm;
        double chosenWarning = hasRate() ? Math.min((1 + chosen) / 2, chosen * WARNING_PER_ALARM) : warning;
        return new HddmW(direction(), policy(), weight, chosenWarning, chosen);
    }

    @Override
    HddmWBuilder self() {
        return this;
    }
}
