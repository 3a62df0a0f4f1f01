package io.modelops.statistics;

/**
 * Rows whose predicted probabilities are near each other, and how many of them came true.
 *
 * @param low the lowest probability that belongs here, in 0..1
 * @param high the highest probability that belongs here, in {@code low..1}
 * @param count how many rows are here, 0 or more
 * @param meanPrediction the mean of their predicted probabilities; {@code NaN} when there are none
 * @param meanLabel the mean of their labels, the share of positives; {@code NaN} when there are none
 */
public record CalibrationBin(double low, double high, long count, double meanPrediction, double meanLabel) {
    /**
     * Returns how far prediction and truth are apart.
     *
     * @return {@code |meanLabel - meanPrediction|}, in 0..1; {@code NaN} without rows
     */
    public double gap() {
        return Math.abs(meanLabel - meanPrediction);
    }

    /**
     * Returns the uncertainty of the share of positives by the score interval of {@link Wilson}.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval around {@link #meanLabel()}, with fractional labels rounded to whole positives for its width;
     *     0..1 around {@code NaN} without rows
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public Interval interval(double confidence) {
        Interval wilson = Wilson.interval(count == 0 ? 0 : Math.round(meanLabel * count), count, confidence);
        return new Interval(wilson.low(), meanLabel, wilson.high(), confidence);
    }
}
