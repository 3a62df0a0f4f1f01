package io.modelops.statistics.change;

/**
 * Builds {@link HddmA} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class HddmABuilder extends ChangeDetectorBuilder<HddmABuilder> {
    private static final double WARNING_PER_ALARM = 5;

    private double warning = 0.005;
    private double alarm = 0.001;

    HddmABuilder() {
        super(Direction.INCREASE);
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
    public HddmABuilder confidences(double warning, double alarm) {
        requireWarningBeforeAlarm(warning, alarm);
        this.warning = warning;
        this.alarm = alarm;
        return thresholdIsGiven();
    }

    @Override
    public HddmA build() {
        double chosen = hasRate()
                ? Math.pow(10, FalseAlarms.interpolate(recordsPerDirection(), -1.6, -2.33, -2.97, -3.63))
                : alarm;
        double chosenWarning = hasRate() ? Math.min((1 + chosen) / 2, chosen * WARNING_PER_ALARM) : warning;
        return new HddmA(direction(), policy(), chosenWarning, chosen);
    }

    @Override
    HddmABuilder self() {
        return this;
    }
}
