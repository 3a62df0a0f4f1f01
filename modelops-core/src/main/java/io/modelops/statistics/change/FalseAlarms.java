package io.modelops.statistics.change;

/**
 * The settings at which detectors without a theory of their false alarms raise one in so many records, by simulation.
 * {@code FalseAlarmsSimulation} in the tests made them.
 */
final class FalseAlarms {
    /** The fewest records between false alarms that were simulated. */
    static final double LEAST = 1_000;

    /** The most. */
    static final double MOST = 1_000_000;

    private FalseAlarms() {}

    /**
     * Interpolates between the settings for 1,000, 10,000, 100,000 and 1,000,000 records, and a little beyond the last: each of
     * two directions gets half of the alarms.
     */
    static double interpolate(double records, double... settings) {
        double position = Math.log10(Math.max(LEAST, records)) - Math.log10(LEAST);
        int left = Math.min((int) position, settings.length - 2);
        return settings[left] + (position - left) * (settings[left + 1] - settings[left]);
    }
}
