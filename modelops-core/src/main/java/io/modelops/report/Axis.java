package io.modelops.report;

/**
 * What one direction of a chart measures.
 *
 * @param title what it measures
 * @param unit in which unit, empty for none
 * @param scale what kind of values lie on it
 */
public record Axis(String title, String unit, Scale scale) {
    /** What kind of values lie on an axis. */
    public enum Scale {
        /** Numbers. */
        NUMBER,
        /** Times, as seconds since 1970-01-01T00:00:00Z; shown in UTC. */
        TIME
    }

    /**
     * An axis of numbers without a unit.
     *
     * @param title what it measures
     * @return the axis
     */
    public static Axis of(String title) {
        return of(title, "");
    }

    /**
     * An axis of numbers.
     *
     * @param title what it measures
     * @param unit in which unit, empty for none
     * @return the axis
     */
    public static Axis of(String title, String unit) {
        return new Axis(title, unit, Scale.NUMBER);
    }

    /**
     * An axis of times.
     *
     * @param title what it measures
     * @return the axis
     */
    public static Axis time(String title) {
        return new Axis(title, "", Scale.TIME);
    }

    /**
     * The text beside the axis.
     *
     * @return the title, with the unit in parentheses if there is one
     */
    public String label() {
        return unit.isEmpty() ? title : title + " (" + unit + ")";
    }
}
