package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;

/**
 * The four cells of a binary confusion matrix and the ratios made of them. The cells are weights: counts, sums of weights,
 * or expected counts. Matrices of parts add up to the matrix of the whole.
 *
 * <p>A ratio without a denominator is {@code NaN}: nothing was predicted positive, or nothing is. The sources of the
 * definitions are those of scikit-learn, which takes 0 there unless told otherwise.
 *
 * @param truePositives positives predicted positive, 0 or more
 * @param falsePositives negatives predicted positive, 0 or more
 * @param falseNegatives positives predicted negative, 0 or more
 * @param trueNegatives negatives predicted negative, 0 or more
 */
public record ConfusionMatrix(
        double truePositives, double falsePositives, double falseNegatives, double trueNegatives) {
    /** The matrix of no rows. */
    public static final ConfusionMatrix EMPTY = new ConfusionMatrix(0, 0, 0, 0);

    private static final ConfusionMatrix UNDEFINED =
            new ConfusionMatrix(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /**
     * Counts rows.
     *
     * @param predictions one score per row
     * @param labels one label per row, positive if 0.5 or more
     * @param threshold a row is predicted positive when its score is at least this
     * @return the counts; all {@code NaN} if a prediction or a label is
     * @throws IllegalArgumentException if the lengths differ
     */
    public static ConfusionMatrix of(double[] predictions, double[] labels, double threshold) {
        Arguments.sameLength("predictions", predictions.length, "labels", labels.length);
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        return of(predictions, labels, weights, threshold);
    }

    static ConfusionMatrix of(double[] predictions, double[] labels, double[] weights, double threshold) {
        double[] cells = new double[4];
        for (int row = 0; row < labels.length; row++) {
            if (weights[row] == 0) {
                continue;
            }
            if (Double.isNaN(predictions[row]) || Double.isNaN(labels[row])) {
                return UNDEFINED;
            }
            int predicted = predictions[row] >= threshold ? 0 : 2;
            int actual = Metrics.isPositive(labels[row]) ? 0 : 1;
            cells[predicted + actual] += weights[row];
        }
        return new ConfusionMatrix(cells[0], cells[1], cells[2], cells[3]);
    }

    /**
     * Adds another matrix.
     *
     * @param other the matrix of other rows
     * @return the matrix of both
     */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        return new ConfusionMatrix(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives,
                trueNegatives + other.trueNegatives);
    }

    /**
     * The weight of all rows.
     *
     * @return the sum of the cells
     */
    public double total() {
        return truePositives + falsePositives + falseNegatives + trueNegatives;
    }

    /**
     * The share of rows that are predicted as they are.
     *
     * @return a number in 0..1, {@code NaN} without rows
     */
    public double accuracy() {
        return (truePositives + trueNegatives) / total();
    }

    /**
     * The share of positives among what is predicted positive.
     *
     * @return a number in 0..1, {@code NaN} if nothing is predicted positive
     */
    public double precision() {
        return truePositives / (truePositives + falsePositives);
    }

    /**
     * The share of the positives that is predicted positive: sensitivity, or true positive rate.
     *
     * @return a number in 0..1, {@code NaN} if nothing is positive
     */
    public double recall() {
        return truePositives / (truePositives + falseNegatives);
    }

    /**
     * The share of the negatives that is predicted negative: true negative rate.
     *
     * @return a number in 0..1, {@code NaN} if nothing is negative
     */
    public double specificity() {
        return trueNegatives / (trueNegatives + falsePositives);
    }

    /**
     * The harmonic mean of precision and recall.
     *
     * @return a number in 0..1, {@code NaN} if nothing is positive nor predicted so
     */
    public double f1() {
        return 2 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
    }

    /**
     * The mean of recall and specificity.
     *
     * @return a number in 0..1, {@code NaN} unless there are positives and negatives
     */
    public double balancedAccuracy() {
        return (recall() + specificity()) / 2;
    }

    /**
     * The correlation of prediction and label (Matthews 1975).
     *
     * @return a number in -1..1, {@code NaN} if all labels or all predictions are the same
     */
    public double matthewsCorrelation() {
        double predicted = truePositives + falsePositives;
        double positive = truePositives + falseNegatives;
        double scale = Math.sqrt(predicted)
                * Math.sqrt(positive)
                * Math.sqrt(total() - predicted)
                * Math.sqrt(total() - positive);
        double value = (truePositives * trueNegatives - falsePositives * falseNegatives) / scale;
        return Math.max(-1, Math.min(1, value));
    }

    /**
     * How many times more positives are among what is predicted positive than among all rows.
     *
     * @return a number of 0 or more, {@code NaN} if nothing is positive or predicted so
     */
    public double lift() {
        return precision() / ((truePositives + falseNegatives) / total());
    }
}
