package io.modelops.statistics.change;

/**
 * HDDM_A, the drift detection method of Frías-Blanco and others (2015) that compares averages by Hoeffding's bound: an
 * alarm when the mean of all values is further above the mean of the first of them than chance allows, for the best
 * place to cut.
 *
 * <p>The cut moves to the present whenever the mean with its bound of {@code sqrt(ln(1 / confidence) / 2n)} is at most
 * what it is at the cut. With k values up to the cut and n in all, the means may differ by {@code sqrt((n - k) / (2 k
 * n) ln(2 / confidence))}. The bound holds for any values in 0..1, so nothing is assumed about their distribution;
 * sudden changes are found soonest. MOA and River start anew after an alarm.
 *
 * <p>Values are errors of 0 (right) and 1 (wrong), or anything between; others are taken as the nearer of the two, and
 * those that are not finite are ignored. A fall is found by the same rule on hits. Each rate of false alarms was
 * simulated with independent errors of a probability of 0.01, 0.1 and 0.5; it is the rate of the worst of them. Not
 * thread-safe.
 */
public final class HddmA extends ErrorRateDetector {
    HddmA(Direction direction, AfterAlarm afterAlarm, double warning, double alarm) {
        super(direction, afterAlarm, () -> new HddmAState(warning, alarm));
    }

    /**
     * Returns a detector with confidences of 0.005 for a warning and 0.001 for an alarm, and alarms for increases only: the defaults of
     * MOA and River.
     *
     * @return a new detector
     */
    public static HddmA withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static HddmABuilder builder() {
        return new HddmABuilder();
    }
}
