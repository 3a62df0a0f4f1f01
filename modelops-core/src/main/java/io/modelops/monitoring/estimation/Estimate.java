package io.modelops.monitoring.estimation;

import io.modelops.statistics.Interval;
import java.util.Locale;

/**
 * An estimated value of a metric, made without labels.
 *
 * @param metric the name of the metric
 * @param value the estimate, with the band in which the realised metric of the same predictions is expected at the
 *     interval's confidence; {@code NaN} where the predictions don't define it
 * @param usual the range in which the metric was on the reference data, around its mean there; an estimate outside of it is
 *     a reason for an alert. {@code NaN} when the reference was too small to tell
 * @param samples how many predictions it rests on, 0 or more
 */
public record Estimate(String metric, Interval value, Interval usual, long samples) {
    /** What has to hold for estimates to be right. */
    public static final String ASSUMPTION =
            "no concept drift: the probability of each outcome, given the inputs, is what it was on the reference data";

    /**
     * Returns whether the estimate itself is outside of the usual range.
     *
     * @return whether it is below or above; {@code false} if either is not known
     */
    public boolean isUnusual() {
        return value.estimate() < usual.low() || value.estimate() > usual.high();
    }

    /**
     * Returns whether a realised value contradicts the estimate, which says that the assumption doesn't hold.
     *
     * @param realised the metric, measured on true outcomes of the same predictions
     * @return whether it is outside of the estimate's band; {@code false} if either is not known
     */
    public boolean isContradictedBy(double realised) {
        return realised < value.low() || realised > value.high();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "estimated %s %.4g (%.4g to %.4g) from %d predictions without labels, assuming %s",
                metric,
                value.estimate(),
                value.low(),
                value.high(),
                samples,
                ASSUMPTION);
    }
}
