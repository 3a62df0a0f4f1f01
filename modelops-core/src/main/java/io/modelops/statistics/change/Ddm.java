package io.modelops.statistics.change;

/**
 * DDM, the drift detection method of Gama, Medas, Castillo and Rodrigues (2004): an alarm when the error rate since
 * the start is far above the lowest it ever was.
 *
 * <p>With the error rate {@code p} of n errors and {@code s = sqrt(p (1 - p) / n)}, it remembers p and s where {@code
 * p + s} was lowest, and alarms when {@code p + s} exceeds that {@code p + level s}; at a lower level it warns. River
 * and MOA alarm at the same places as these defaults do; all of them start anew after an alarm.
 *
 * <p>As published, a stream that begins without any error gives an alarm at the first one, because its lowest s is 0.
 * Therefore, when a rate of false alarms is asked for, nothing is judged before there are ten errors; see {@link
 * DdmBuilder#leastErrors(int)}. Most
 * false alarms come soon after a start, and hardly any later.
 *
 * <p>Values are errors of 0 (right) and 1 (wrong), or anything between; others are taken as the nearer of the two, and
 * those that are not finite are ignored. A fall is found by the same rule on hits. Each rate of false alarms was
 * simulated with independent errors of a probability of 0.01, 0.1 and 0.5; it is the rate of the worst of them. Not
 * thread-safe.
 */
public final class Ddm extends ErrorRateDetector {
    Ddm(Direction direction, AfterAlarm afterAlarm, DdmRule rule) {
        super(direction, afterAlarm, () -> new DdmState(rule));
    }

    /**
     * Returns a detector with levels of 2 for a warning and 3 for an alarm, judged after more than 30 values, and alarms for increases
     * only: the defaults of the paper, MOA and River.
     *
     * @return a new detector
     */
    public static Ddm withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static DdmBuilder builder() {
        return new DdmBuilder();
    }
}
