package io.modelops.monitoring.estimation;

/**
 * Learns to predict the loss of a prediction from the features and the prediction: the second model of
 * {@link LossEstimation}. Implement it to use a learner of your own.
 */
@FunctionalInterface
public interface LossRegressor {
    /**
     * Learns.
     *
     * @param rows the inputs: one array of numbers per row, all as long, {@code NaN} for what is missing; not to be modified
     *     nor kept
     * @param losses the loss of each row, finite; not to be modified nor kept
     * @return what was learnt; safe for use by several threads
     */
    Learnt fit(double[][] rows, double[] losses);

    /** Predicts the loss of a row. */
    @FunctionalInterface
    interface Learnt {
        /**
         * Predicts.
         *
         * @param row the inputs, as those it learnt from
         * @return the expected loss; clipped at 0 by the caller where the metric can't be negative
         */
        double predict(double[] row);
    }
}
