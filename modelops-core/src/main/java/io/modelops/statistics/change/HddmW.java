package io.modelops.statistics.change;

/**
 * HDDM_W, the drift detection method of Frías-Blanco and others (2015) that compares exponentially weighted averages
 * by McDiarmid's bound: an alarm when the average since the best place to cut is further above the average up to it
 * than chance allows.
 *
 * <p>An average a of weight w has the bound {@code sqrt(b ln(1 / confidence) / 2)}, where b starts with 1 and becomes
 * {@code w² + (1 - w)² b} with each value; two averages may differ by the bound of the sum of their b. The cut moves
 * to the present whenever a with its bound is lower than ever. It forgets, so recent changes aren't diluted by
 * a long past as with {@link HddmA}. The bound doesn't know how rare errors are: at a low rate of false alarms it finds large
 * changes of frequent errors only. MOA and River start anew after an alarm.
 *
 * <p>Values are errors of 0 (right) and 1 (wrong), or anything between; others are taken as the nearer of the two, and
 * those that are not finite are ignored. A fall is found by the same rule on hits. Each rate of false alarms was
 * simulated with independent errors of a probability of 0.01, 0.1 and 0.5; it is the rate of the worst of them. Not
 * thread-safe.
 */
public final class HddmW extends ErrorRateDetector {
    HddmW(Direction direction, AfterAlarm afterAlarm, double weight, double warning, double alarm) {
        super(direction, afterAlarm, () -> new HddmWState(weight, warning, alarm));
    }

    /**
     * Returns a detector with a weight of 0.05 for the newest value, confidences of 0.005 for a warning and 0.001 for an alarm, and
     * alarms for increases only: the defaults of MOA and River.
     *
     * @return a new detector
     */
    public static HddmW withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static HddmWBuilder builder() {
        return new HddmWBuilder();
    }
}
