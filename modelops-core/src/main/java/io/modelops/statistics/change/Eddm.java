package io.modelops.statistics.change;

/**
 * EDDM, the early drift detection method of Baena-García and others (2006): an alarm when errors come much closer
 * together than they ever did since the start.
 *
 * <p>With the mean m and the standard deviation s of the number of values between errors, it remembers the largest
 * {@code m + 2 s}, and alarms when the present one is less than {@code ratio} of it; at a higher ratio it warns. It
 * sees slow changes that DDM doesn't, and with the ratios of the paper it raises several false alarms in a thousand
 * errors: ask for a rate with {@link EddmBuilder#oneFalseAlarmPer(double)}. MOA and River start anew after an alarm.
 *
 * <p>Values are errors of 0 (right) and 1 (wrong), 0.5 and more counts as an error, and those that are not finite are
 * ignored. A fall is found by the same rule on hits. Each rate of false alarms was simulated with independent errors
 * of a probability of 0.05, 0.2 and 0.5; it is the rate of the worst of them. Not thread-safe.
 */
public final class Eddm extends ErrorRateDetector {
    Eddm(Direction direction, AfterAlarm afterAlarm, EddmRule rule) {
        super(direction, afterAlarm, () -> new EddmState(rule));
    }

    /**
     * Returns a detector with ratios of 0.95 for a warning and 0.9 for an alarm, judged after more than 30 errors, and alarms for
     * increases only: the defaults of the paper, MOA and River.
     *
     * @return a new detector
     */
    public static Eddm withDefaults() {
        return builder().build();
    }

    /**
     * Returns a builder that starts from the defaults of {@link #withDefaults()}.
     *
     * @return a new builder
     */
    public static EddmBuilder builder() {
        return new EddmBuilder();
    }
}
