package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A measure of the quality of predictions against labels: a name, a direction and a formula. {@link Metrics} has the
 * usual ones.
 *
 * <p>Row {@code i} pairs {@code predictions[i]} with {@code labels[i]}. The value is {@code NaN} where the rows don't
 * define it: no rows, one class only, or a prediction or label that is {@code NaN} in a row with weight. Nothing is left
 * out in silence. Immutable and thread-safe, if the formula is; the formulas of {@link Metrics} are.
 */
public final class Metric {
    private final String name;
    private final boolean higherIsBetter;
    private final Formula formula;
    private final Optional<RowValue> rowValue;

    private Metric(String name, boolean higherIsBetter, Formula formula, Optional<RowValue> rowValue) {
        this.name = Objects.requireNonNull(name, "name");
        this.higherIsBetter = higherIsBetter;
        this.formula = Objects.requireNonNull(formula, "formula");
        this.rowValue = rowValue;
    }

    /**
     * Returns a metric that is a (weighted) mean of one value per row.
     *
     * @param name a short name for reports, such as {@code "brier"}
     * @param higherIsBetter whether a higher mean is better; {@code false} for a loss
     * @param rowValue the value of one row
     * @return the metric
     */
    public static Metric meanOf(String name, boolean higherIsBetter, RowValue rowValue) {
        return new Metric(name, higherIsBetter, meanOf(rowValue, mean -> mean), Optional.of(rowValue));
    }

    /**
     * Returns a metric with a formula of its own.
     *
     * @param name a short name for reports, such as {@code "rocAuc"}
     * @param higherIsBetter whether a higher value is better
     * @param formula the formula
     * @return the metric
     */
    public static Metric of(String name, boolean higherIsBetter, Formula formula) {
        return new Metric(name, higherIsBetter, formula, Optional.empty());
    }

    /** The mean of a value per row, transformed at the end. */
    static Formula meanOf(RowValue rowValue, DoubleUnaryOperator transform) {
        return (predictions, labels) -> {
            double[] values = new double[predictions.length];
            for (int row = 0; row < values.length; row++) {
                values[row] = Double.isNaN(predictions[row]) || Double.isNaN(labels[row])
                        ? Double.NaN
                        : rowValue.of(predictions[row], labels[row]);
            }
            return weights -> transform.applyAsDouble(weightedMean(values, weights));
        };
    }

    private static double weightedMean(double[] values, double[] weights) {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < values.length; row++) {
            if (weights[row] != 0) { // an infinite or undefined value without weight doesn't matter
                sum += weights[row] * values[row];
                total += weights[row];
            }
        }
        return sum / total;
    }

    /**
     * Returns the name.
     *
     * @return a short name for reports
     */
    public String name() {
        return name;
    }

    /**
     * Returns the direction.
     *
     * @return whether a higher value is better
     */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /**
     * Returns the value of one row, if the metric is the mean of them. The difference of two models is then the mean of
     * a difference per row, and can be followed in a stream without keeping the rows.
     *
     * @return the value of one row; empty when the metric is not such a mean
     */
    public Optional<RowValue> rowValue() {
        return rowValue;
    }

    /**
     * Returns the value over all rows.
     *
     * @param predictions one prediction per row
     * @param labels one label per row
     * @return the value, or {@code NaN} where it is not defined
     * @throws IllegalArgumentException if the lengths differ
     */
    public double of(double[] predictions, double[] labels) {
        double[] weights = new double[predictions.length];
        Arrays.fill(weights, 1);
        return on(predictions, labels).of(weights);
    }

    /**
     * Returns the value over some rows; a row that is listed twice counts twice. Nothing is copied or reordered, and
     * rows that are not listed don't matter.
     *
     * @param predictions one prediction per row
     * @param labels one label per row
     * @param rows the indices of the rows that count
     * @return the value, or {@code NaN} where it is not defined
     * @throws IllegalArgumentException if the lengths of predictions and labels differ
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public double of(double[] predictions, double[] labels, int[] rows) {
        double[] weights = new double[predictions.length];
        for (int row : rows) {
            weights[row]++;
        }
        return on(predictions, labels).of(weights);
    }

    /**
     * Prepares the value over the same rows under many different weights, as a bootstrap needs it: what doesn't depend
     * on the weights, such as sorting, is done here and once.
     *
     * @param predictions one prediction per row; must not change while the result is used
     * @param labels one label per row; must not change while the result is used
     * @return the value as a function of the weights
     * @throws IllegalArgumentException if the lengths differ
     */
    public Weighted on(double[] predictions, double[] labels) {
        Arguments.sameLength("predictions", predictions.length, "labels", labels.length);
        Weighted weighted = formula.on(predictions, labels);
        return weights -> {
            Arguments.sameLength("predictions", predictions.length, "weights", weights.length);
            return weighted.of(weights);
        };
    }

    @Override
    public String toString() {
        return name;
    }

    /** The value of a single row, of which some metrics are the mean. */
    @FunctionalInterface
    public interface RowValue {
        /**
         * Returns the value of a row.
         *
         * @param prediction the prediction, not {@code NaN}
         * @param label the label, not {@code NaN}
         * @return the loss or gain of this row
         */
        double of(double prediction, double label);
    }

    /** What a metric computes, in two steps: once per data set, then once per weighting of its rows. */
    @FunctionalInterface
    public interface Formula {
        /**
         * Prepares the formula for a data set.
         *
         * @param predictions one prediction per row; not to be modified
         * @param labels one label per row, as many; not to be modified
         * @return the value as a function of the weights
         */
        Weighted on(double[] predictions, double[] labels);
    }

    /** A metric on given data as a function of how much each row counts. */
    @FunctionalInterface
    public interface Weighted {
        /**
         * Returns the value under the given weights.
         *
         * @param weights one finite weight of 0 or more per row: 1 for a row that counts once, 0 for one that is left
         *     out; not modified
         * @return the value, or {@code NaN} where it is not defined
         */
        double of(double[] weights);
    }
}
