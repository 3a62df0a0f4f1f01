package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Interval;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates the performance of a binary classifier from its scores alone (confidence-based performance estimation): a
 * prediction whose calibrated probability is 0.8 is right, if positive, in 8 of 10 cases, and so a confusion matrix can be
 * expected without knowing any outcome.
 *
 * <pre>{@code
 * BinaryEstimation estimation = BinaryEstimation.learn(scores, decisions, outcomes);   // once, from labelled rows
 * ScoreCounts window = estimation.newWindow();
 * window.add(0.73, true);                                                              // each prediction
 * Estimate auc = estimation.estimate(window, BinaryMetric.rocAuc());
 * }</pre>
 *
 * <p>Scores are calibrated by the mean of an isotonic and a logistic fit, but only if that makes the expected calibration
 * error smaller on rows that the fit has not seen (ten stratified folds). They are counted in 256 bins of equal reference
 * counts, so that a window is some 8 KB and windows add up. ROC AUC ranks by the score as it was given; ties count half.
 *
 * <p>Bands hold what is not known about the realised metric of the same predictions: that each outcome comes by chance, and
 * that the reference was finite. The usual range of a metric is three standard deviations around its value on the reference,
 * of what chance makes of a window of that size and of what the metric varied beyond chance between ten consecutive parts of
 * the reference.
 *
 * <p>The sum is right on one condition, {@link Estimate#ASSUMPTION}; drift of the inputs alone does no harm. Immutable and
 * thread-safe.
 */
public final class BinaryEstimation {
    private static final double CONFIDENCE = 0.95;

    private final BinaryReference reference;
    private final double confidence;

    BinaryEstimation(BinaryReference reference, double confidence) {
        this.reference = reference;
        this.confidence = confidence;
    }

    /**
     * Learns from labelled rows for the {@linkplain BinaryMetric#defaults() usual metrics}.
     *
     * @param scores the predicted probability of the positive class, one per row, in the order of time; rows whose score
     *     is not in 0..1 are left out
     * @param decisions whether the row was predicted positive
     * @param outcomes whether it is positive
     * @return the estimation
     * @throws InvalidInputException if the lengths differ or no row is left
     */
    public static BinaryEstimation learn(double[] scores, boolean[] decisions, boolean[] outcomes) {
        return learn(scores, decisions, outcomes, BinaryMetric.defaults());
    }

    /**
     * Learns from labelled rows.
     *
     * @param scores the predicted probability of the positive class, one per row, in the order of time; rows whose score
     *     is not in 0..1 are left out
     * @param decisions whether the row was predicted positive
     * @param outcomes whether it is positive
     * @param metrics the metrics whose usual range is wanted
     * @return the estimation
     * @throws InvalidInputException if the lengths differ or no row is left
     */
    public static BinaryEstimation learn(
            double[] scores, boolean[] decisions, boolean[] outcomes, List<BinaryMetric> metrics) {
        if (scores.length != decisions.length || scores.length != outcomes.length) {
            throw new InvalidInputException("Reference has " + scores.length + " scores, " + decisions.length
                    + " decisions and " + outcomes.length + " outcomes: expected as many of each.");
        }
        int[] usable = IntStream.range(0, scores.length)
                .filter(row -> scores[row] >= 0 && scores[row] <= 1)
                .toArray();
        if (usable.length == 0) {
            throw new InvalidInputException("Reference of " + scores.length
                    + " rows has no score in 0..1: expected probabilities of the positive class.");
        }
        double[] usableScores = new double[usable.length];
        boolean[] usableDecisions = new boolean[usable.length];
        boolean[] usableOutcomes = new boolean[usable.length];
        for (int i = 0; i < usable.length; i++) {
            usableScores[i] = scores[usable[i]];
            usableDecisions[i] = decisions[usable[i]];
            usableOutcomes[i] = outcomes[usable[i]];
        }
        return new BinaryEstimation(
                BinaryReference.of(usableScores, usableDecisions, usableOutcomes, metrics), CONFIDENCE);
    }

    /**
     * Sets the confidence of the bands; 0.95 unless told.
     *
     * @param confidence the probability that the realised metric is within, above 0 and below 1
     * @return an estimation with this change
     * @throws InvalidInputException if the confidence is out of its range
     */
    public BinaryEstimation withConfidence(double confidence) {
        return new BinaryEstimation(reference, Confidence.of(confidence));
    }

    /**
     * Starts a window.
     *
     * @return counts of no predictions
     */
    public ScoreCounts newWindow() {
        return new ScoreCounts(reference.bins());
    }

    /**
     * Starts a window of predictions whose outcomes are known.
     *
     * @return counts of no predictions
     */
    public LabelledCounts newLabelledWindow() {
        return new LabelledCounts(newWindow(), newWindow());
    }

    /**
     * Estimates one metric.
     *
     * @param window the predictions, counted by this estimation's window
     * @param metric the metric
     * @return the estimate; its value is {@code NaN} where the predictions don't define it, such as precision when nothing
     *     was predicted positive
     * @throws InvalidInputException if the window has other bins
     */
    public Estimate estimate(ScoreCounts window, BinaryMetric metric) {
        if (!window.bins().equals(reference.bins())) {
            throw new InvalidInputException("Window has other bins: expected one of this estimation's newWindow().");
        }
        double[] rates = reference.rates(window);
        ExpectedOutcomes outcomes = new ExpectedOutcomes(window, new double[][] {rates, rates});
        ExpectedOutcomes.Influence influence = outcomes.influence(metric);
        double variance = outcomes.varianceOfOutcomes(influence) + reference.varianceOfRates(window, influence);
        Interval band = ExpectedOutcomes.band(metric, outcomes.of(metric), variance, confidence);
        return new Estimate(
                metric.name(),
                band,
                reference.usual(metric).forWindow(window.samples(), metric::clip),
                window.samples());
    }

    /**
     * Estimates all metrics that the estimation was learnt for.
     *
     * @param window the predictions, counted by this estimation's window
     * @return one estimate per metric, in the order in which they were given
     * @throws InvalidInputException if the window has other bins
     */
    public List<Estimate> estimates(ScoreCounts window) {
        return metrics().stream().map(metric -> estimate(window, metric)).toList();
    }

    /**
     * The metrics that the estimation was learnt for.
     *
     * @return the metrics in order
     */
    public List<BinaryMetric> metrics() {
        return reference.metrics();
    }

    /**
     * Whether scores are calibrated.
     *
     * @return false if the scores as they are were nearer to the outcomes
     */
    public boolean isCalibrated() {
        return reference.isCalibrated();
    }

    /**
     * The number of labelled rows it was learnt from.
     *
     * @return the number, 1 or more
     */
    public long referenceRows() {
        return reference.rows();
    }

    /**
     * Writes the estimation, some kilobytes, to be read by {@link #ofBytes} of this or a later version of the library.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return ReferenceBytes.write(reference);
    }

    /**
     * Reads an estimation.
     *
     * @param bytes what {@link #toBytes} returned
     * @return an equal estimation, at the usual confidence
     * @throws InvalidInputException if the bytes are anything else
     */
    public static BinaryEstimation ofBytes(byte[] bytes) {
        return new BinaryEstimation(ReferenceBytes.read(bytes), CONFIDENCE);
    }
}
