package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * The usual metrics of binary classification and of regression.
 *
 * <p>For classification a prediction is the probability (or any score, where only the order matters) of the positive
 * class, and a label of 0.5 or more is positive.
 */
public final class Metrics {
    private static final double DEFAULT_THRESHOLD = 0.5;
    private static final double LEAST_PROBABILITY = 1e-15;

    private Metrics() {}

    /**
     * Returns the area under the ROC curve: the probability that a positive row scores above a negative one, ties
     * counting half. Any score will do, infinite ones too.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} unless both classes occur
     */
    public static Metric rocAuc() {
        return Metric.of("rocAuc", true, RocAuc::new);
    }

    /**
     * Returns the logarithmic loss in nats, {@code -(y ln p + (1 - y) ln(1 - p))}, with probabilities clipped to
     * {@code 1e-15..1 - 1e-15}.
     *
     * @return a mean of row losses, lower is better; {@code NaN} if a label is not in 0..1
     */
    public static Metric logLoss() {
        return Metric.meanOf("logLoss", false, (prediction, label) -> {
            double probability = Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, prediction));
            double loss = 0;
            loss -= label == 0 ? 0 : label * Math.log(probability);
            loss -= label == 1 ? 0 : (1 - label) * Math.log1p(-probability);
            return label >= 0 && label <= 1 ? loss : Double.NaN;
        });
    }

    /**
     * Returns the Brier score: the mean squared difference of probability and label.
     *
     * @return a mean of row losses, lower is better; {@code NaN} if a label is not in 0..1
     */
    public static Metric brier() {
        return Metric.meanOf(
                "brier",
                false,
                (prediction, label) -> label >= 0 && label <= 1 ? square(prediction - label) : Double.NaN);
    }

    /**
     * Returns the share of rows on the right side of the threshold 0.5.
     *
     * @return a mean of row gains in 0..1, higher is better
     */
    public static Metric accuracy() {
        return accuracy("accuracy", DEFAULT_THRESHOLD);
    }

    /**
     * Returns the share of rows on the right side of a threshold.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a mean of row gains in 0..1, higher is better
     */
    public static Metric accuracy(double threshold) {
        return accuracy(named("accuracy", threshold), threshold);
    }

    private static Metric accuracy(String name, double threshold) {
        return Metric.meanOf(name, true, (prediction, label) -> prediction >= threshold == isPositive(label) ? 1 : 0);
    }

    /**
     * Returns the share of positives among the rows predicted at 0.5 or more.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is predicted positive
     */
    public static Metric precision() {
        return Metric.of("precision", true, Confusion.formula(DEFAULT_THRESHOLD, ConfusionMatrix::precision));
    }

    /**
     * Returns the share of positives among the rows predicted at a threshold or above.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is predicted positive
     */
    public static Metric precision(double threshold) {
        return Metric.of(named("precision", threshold), true, Confusion.formula(threshold, ConfusionMatrix::precision));
    }

    /**
     * Returns the share of the positives that are predicted at 0.5 or more.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive
     */
    public static Metric recall() {
        return Metric.of("recall", true, Confusion.formula(DEFAULT_THRESHOLD, ConfusionMatrix::recall));
    }

    /**
     * Returns the share of the positives that are predicted at a threshold or above.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive
     */
    public static Metric recall(double threshold) {
        return Metric.of(named("recall", threshold), true, Confusion.formula(threshold, ConfusionMatrix::recall));
    }

    /**
     * Returns the harmonic mean of precision and recall at the threshold 0.5.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive or predicted positive
     */
    public static Metric f1() {
        return Metric.of("f1", true, Confusion.formula(DEFAULT_THRESHOLD, ConfusionMatrix::f1));
    }

    /**
     * Returns the harmonic mean of precision and recall at a threshold.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive or predicted positive
     */
    public static Metric f1(double threshold) {
        return Metric.of(named("f1", threshold), true, Confusion.formula(threshold, ConfusionMatrix::f1));
    }

    /**
     * Returns the share of the negatives that are predicted below 0.5.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is negative
     */
    public static Metric specificity() {
        return Metric.of("specificity", true, Confusion.formula(DEFAULT_THRESHOLD, ConfusionMatrix::specificity));
    }

    /**
     * Returns the share of the negatives that are predicted below a threshold.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is negative
     */
    public static Metric specificity(double threshold) {
        return Metric.of(
                named("specificity", threshold), true, Confusion.formula(threshold, ConfusionMatrix::specificity));
    }

    /**
     * Returns the mean of recall and specificity at the threshold 0.5.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} unless both classes occur
     */
    public static Metric balancedAccuracy() {
        return Metric.of(
                "balancedAccuracy", true, Confusion.formula(DEFAULT_THRESHOLD, ConfusionMatrix::balancedAccuracy));
    }

    /**
     * Returns the mean of recall and specificity at a threshold.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} unless both classes occur
     */
    public static Metric balancedAccuracy(double threshold) {
        return Metric.of(
                named("balancedAccuracy", threshold),
                true,
                Confusion.formula(threshold, ConfusionMatrix::balancedAccuracy));
    }

    /**
     * Returns the correlation of label and prediction at the threshold 0.5 (Matthews 1975).
     *
     * @return a metric in -1..1, higher is better; {@code NaN} when all labels or all predictions are the same
     */
    public static Metric matthewsCorrelation() {
        return Metric.of("mcc", true, Confusion.formula(DEFAULT_THRESHOLD, ConfusionMatrix::matthewsCorrelation));
    }

    /**
     * Returns the correlation of label and prediction at a threshold (Matthews 1975).
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in -1..1, higher is better; {@code NaN} when all labels or all predictions are the same
     */
    public static Metric matthewsCorrelation(double threshold) {
        return Metric.of(
                named("mcc", threshold), true, Confusion.formula(threshold, ConfusionMatrix::matthewsCorrelation));
    }

    /**
     * Returns how many times more positives are among the rows with the highest predictions than among all rows. Rows
     * that tie at the border count in part.
     *
     * @param share the share of the rows that is looked at, above 0 and at most 1
     * @return a metric of 0 or more, higher is better; {@code NaN} when no row is positive
     * @throws IllegalArgumentException if {@code share} is not above 0 and at most 1
     */
    public static Metric lift(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share was " + share + "; expected a number above 0 and at most 1");
        }
        return Metric.of(
                "lift@" + share,
                true,
                (scores, labels) -> RankedScores.of(scores, labels).lift(share));
    }

    /**
     * Returns the area under the precision–recall curve as average precision: the mean precision at the positives. It is
     * the sum of precision times the step in recall, without interpolation, as scikit-learn has it.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive
     */
    public static Metric averagePrecision() {
        return Metric.of(
                "prAuc",
                true,
                (scores, labels) -> RankedScores.of(scores, labels).averagePrecision());
    }

    /**
     * Returns the mean value of a decision at a threshold, by what each outcome is worth.
     *
     * @param values what each outcome is worth
     * @param threshold a row is decided positive when its prediction is at least this
     * @return a mean of row gains, higher is better
     */
    public static Metric businessValue(CostMatrix values, double threshold) {
        return Metric.meanOf(
                named("businessValue", threshold),
                true,
                (prediction, label) -> values.of(prediction >= threshold, isPositive(label)));
    }

    /**
     * Returns the expected calibration error in equal-width bins: the mean gap between the share of positives and the
     * mean predicted probability in bins of equal width (Guo et al. 2017).
     *
     * @param bins the number of bins, 1 or more; 15 is usual
     * @return a metric in 0..1, lower is better; {@code NaN} if a prediction is not in 0..1
     * @throws IllegalArgumentException if {@code bins} is less than 1
     */
    public static Metric calibrationError(int bins) {
        Arguments.atLeast(1, "bins", bins);
        return Metric.of("ece", false, (scores, labels) -> new CalibrationGap(scores, labels, bins));
    }

    /**
     * Returns the mean absolute error, in the unit of the labels.
     *
     * @return a mean of row losses, lower is better
     */
    public static Metric meanAbsoluteError() {
        return Metric.meanOf("mae", false, (prediction, label) -> Math.abs(prediction - label));
    }

    /**
     * Returns the mean of the absolute error as a fraction of the label: 0.1 for ten percent.
     *
     * @return a mean of row losses, lower is better; infinite when a label is 0 and its prediction is not
     */
    public static Metric meanAbsolutePercentageError() {
        return Metric.meanOf(
                "mape",
                false,
                (prediction, label) -> prediction == label ? 0 : Math.abs(prediction - label) / Math.abs(label));
    }

    /**
     * Returns the square root of the mean squared error, in the unit of the labels.
     *
     * @return a metric, lower is better
     */
    public static Metric rootMeanSquaredError() {
        return Metric.of("rmse", false, Metric.meanOf((prediction, label) -> square(prediction - label), Math::sqrt));
    }

    /**
     * Returns the mean squared error, in the squared unit of the labels.
     *
     * @return a mean of row losses, lower is better
     */
    public static Metric meanSquaredError() {
        return Metric.meanOf("mse", false, (prediction, label) -> square(prediction - label));
    }

    /**
     * Returns the square root of the mean squared error of the logarithms of one plus the numbers.
     *
     * @return a metric, lower is better; {@code NaN} if a prediction or a label is -1 or less
     */
    public static Metric rootMeanSquaredLogError() {
        return Metric.of(
                "rmsle",
                false,
                Metric.meanOf(
                        (prediction, label) -> prediction > -1 && label > -1
                                ? square(Math.log1p(prediction) - Math.log1p(label))
                                : Double.NaN,
                        Math::sqrt));
    }

    /**
     * Returns the median of the absolute errors, in the unit of the labels. With weights, it is the error at which half
     * of the weight is reached; midway to the next one if it is reached exactly.
     *
     * @return a metric, lower is better
     */
    public static Metric medianAbsoluteError() {
        return Metric.of("medianAe", false, MedianError::new);
    }

    /**
     * Returns the mean pinball loss of predicted quantiles (Koenker and Bassett 1978).
     *
     * @param quantile which quantile is predicted, above 0 and below 1
     * @return a mean of row losses, lower is better
     * @throws IllegalArgumentException if {@code quantile} is not above 0 and below 1
     */
    public static Metric pinball(double quantile) {
        Arguments.insideUnitInterval("quantile", quantile);
        return Metric.meanOf(
                "pinball@" + quantile,
                false,
                (prediction, label) ->
                        label >= prediction ? quantile * (label - prediction) : (1 - quantile) * (prediction - label));
    }

    /**
     * Returns the coefficient of determination: 1 for perfect predictions, 0 for predictions as good as the mean label,
     * negative for worse.
     *
     * @return a metric of at most 1, higher is better; {@code NaN} when all labels are equal
     */
    public static Metric r2() {
        return Metric.of("r2", true, (predictions, labels) -> weights -> r2(predictions, labels, weights));
    }

    private static double r2(double[] predictions, double[] labels, double[] weights) {
        double weight = 0;
        double mean = 0;
        double total = 0;
        double residual = 0;
        for (int row = 0; row < labels.length; row++) {
            if (weights[row] != 0) {
                weight += weights[row];
                double gap = labels[row] - mean;
                mean += gap * weights[row] / weight;
                total += weights[row] * gap * (labels[row] - mean);
                residual += weights[row] * square(labels[row] - predictions[row]);
            }
        }
        return total > 0 ? 1 - residual / total : Double.NaN;
    }

    static boolean isPositive(double label) {
        return label >= 0.5;
    }

    private static double square(double number) {
        return number * number;
    }

    private static String named(String name, double threshold) {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("threshold was NaN; expected a number to compare predictions with");
        }
        return name + "@" + threshold;
    }
}
