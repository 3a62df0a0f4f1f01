package io.modelops.statistics;

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
        return Metric.of("precision", true, Confusion.formula(DEFAULT_THRESHOLD, Confusion.Cells::precision));
    }

    /**
     * Returns the share of positives among the rows predicted at a threshold or above.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is predicted positive
     */
    public static Metric precision(double threshold) {
        return Metric.of(named("precision", threshold), true, Confusion.formula(threshold, Confusion.Cells::precision));
    }

    /**
     * Returns the share of the positives that are predicted at 0.5 or more.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive
     */
    public static Metric recall() {
        return Metric.of("recall", true, Confusion.formula(DEFAULT_THRESHOLD, Confusion.Cells::recall));
    }

    /**
     * Returns the share of the positives that are predicted at a threshold or above.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive
     */
    public static Metric recall(double threshold) {
        return Metric.of(named("recall", threshold), true, Confusion.formula(threshold, Confusion.Cells::recall));
    }

    /**
     * Returns the harmonic mean of precision and recall at the threshold 0.5.
     *
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive or predicted positive
     */
    public static Metric f1() {
        return Metric.of("f1", true, Confusion.formula(DEFAULT_THRESHOLD, Confusion.Cells::f1));
    }

    /**
     * Returns the harmonic mean of precision and recall at a threshold.
     *
     * @param threshold a row is predicted positive when its prediction is at least this
     * @return a metric in 0..1, higher is better; {@code NaN} when no row is positive or predicted positive
     */
    public static Metric f1(double threshold) {
        return Metric.of(named("f1", threshold), true, Confusion.formula(threshold, Confusion.Cells::f1));
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
