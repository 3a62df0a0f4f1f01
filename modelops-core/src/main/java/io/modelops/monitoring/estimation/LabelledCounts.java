package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Interval;

/**
 * The predictions of a window whose outcomes are known, counted by score and decision, so that the realised metric can be
 * computed as its estimate was. Made by {@link BinaryEstimation#newLabelledWindow()}. Counts of parts add up. Not
 * thread-safe.
 */
public final class LabelledCounts {
    private final ScoreCounts all;
    private final ScoreCounts positives;

    LabelledCounts(ScoreCounts all, ScoreCounts positives) {
        this.all = all;
        this.positives = positives;
    }

    /**
     * Counts one prediction.
     *
     * @param score the predicted probability of the positive class; one that is not in 0..1 is left out
     * @param predictedPositive the decision that was made
     * @param positive whether the outcome was positive
     */
    public void add(double score, boolean predictedPositive, boolean positive) {
        all.add(score, predictedPositive);
        if (positive) {
            positives.add(score, predictedPositive);
        }
    }

    /**
     * Adds the counts of other predictions; those stay as they are.
     *
     * @param other counts of the same estimation
     * @throws InvalidInputException if the other counts have other bins
     */
    public void merge(LabelledCounts other) {
        all.merge(other.all);
        positives.merge(other.positives);
    }

    /**
     * How many predictions were counted.
     *
     * @return their number
     */
    public long samples() {
        return all.samples();
    }

    /**
     * The metric on these outcomes. ROC AUC takes scores of one bin as equal, and so is up to a few thousandths from the
     * exact one.
     *
     * @param metric the metric
     * @return its value, {@code NaN} where the outcomes don't define it
     */
    public double realised(BinaryMetric metric) {
        return expected().of(metric);
    }

    /**
     * The metric on these outcomes, with the band that their number allows.
     *
     * @param metric the metric
     * @param confidence the confidence of the band, above 0 and below 1
     * @return the value within its band, {@code NaN} where the outcomes don't define it
     * @throws IllegalArgumentException if the confidence is out of its range
     */
    public Interval realised(BinaryMetric metric, double confidence) {
        return ExpectedOutcomes.band(metric, realised(metric), varianceOfSampling(metric), confidence);
    }

    /**
     * The predictions whose outcomes are known, without the outcomes: what to estimate from, to compare like with like.
     *
     * @return the counts of the predictions, which go on with this window
     */
    public ScoreCounts predictions() {
        return all;
    }

    /**
     * How much memory the counts take, however many predictions there are.
     *
     * @return about how many bytes
     */
    public long bytes() {
        return all.bytes() + positives.bytes();
    }

    double varianceOfSampling(BinaryMetric metric) {
        ExpectedOutcomes outcomes = expected();
        return outcomes.varianceOfSampling(outcomes.influence(metric));
    }

    private ExpectedOutcomes expected() {
        int bins = all.bins().size();
        double[][] rate = new double[2][bins];
        for (int bin = 0; bin < bins; bin++) {
            for (int side = 0; side < 2; side++) {
                long count = all.count(bin, side == 1);
                rate[side][bin] = count == 0 ? 0 : (double) positives.count(bin, side == 1) / count;
            }
        }
        return new ExpectedOutcomes(all, rate);
    }
}
