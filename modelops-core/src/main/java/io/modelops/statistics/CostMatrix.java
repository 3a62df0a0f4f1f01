package io.modelops.statistics;

import java.util.Arrays;

/**
 * What each outcome of a binary decision is worth, in any unit; costs are negative. Immutable.
 *
 * @param truePositive the value of a positive predicted positive, finite
 * @param falsePositive the value of a negative predicted positive, finite
 * @param falseNegative the value of a positive predicted negative, finite
 * @param trueNegative the value of a negative predicted negative, finite
 */
public record CostMatrix(double truePositive, double falsePositive, double falseNegative, double trueNegative) {
    /**
     * Checks the values.
     *
     * @param truePositive the value of a true positive
     * @param falsePositive the value of a false positive
     * @param falseNegative the value of a false negative
     * @param trueNegative the value of a true negative
     * @throws IllegalArgumentException if a value is not finite
     */
    public CostMatrix {
        double[] values = {truePositive, falsePositive, falseNegative, trueNegative};
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "values of outcomes were " + Arrays.toString(values) + "; expected finite numbers");
        }
    }

    /**
     * The value of one decision.
     *
     * @param predicted whether it was predicted positive
     * @param actual whether it is positive
     * @return the value of that cell
     */
    public double of(boolean predicted, boolean actual) {
        if (predicted) {
            return actual ? truePositive : falsePositive;
        }
        return actual ? falseNegative : trueNegative;
    }

    /**
     * The mean value of a decision.
     *
     * @param cells how often each outcome came, or is expected
     * @return the mean, {@code NaN} without rows
     */
    public double meanOf(ConfusionMatrix cells) {
        return (truePositive * cells.truePositives()
                        + falsePositive * cells.falsePositives()
                        + falseNegative * cells.falseNegatives()
                        + trueNegative * cells.trueNegatives())
                / cells.total();
    }

    /**
     * The threshold on a calibrated probability at which predicting positive begins to be worth more (Elkan 2001).
     *
     * @return the threshold; below 0 or above 1 if one decision is always better, {@code NaN} if it never matters
     */
    public double bestThreshold() {
        double ifNegative = trueNegative - falsePositive;
        double ifPositive = truePositive - falseNegative;
        return ifNegative / (ifNegative + ifPositive);
    }
}
