package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import java.util.Optional;

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

    /**
     * Reads what was learnt, so that it survives a restart and travels with a version. Not possible unless overridden,
     * together with {@link Learnt#toBytes()}.
     *
     * @param bytes what {@link Learnt#toBytes()} returned
     * @return an equal one
     * @throws InvalidInputException if the bytes are anything else, or the learner has no binary form
     */
    default Learnt ofBytes(byte[] bytes) {
        throw new InvalidInputException("Learner " + getClass().getName()
                + " has no binary form: expected one that overrides ofBytes, such as BoostedStumps.");
    }

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

        /**
         * Writes what was learnt, to be read by {@link LossRegressor#ofBytes}.
         *
         * @return a new array; empty, unless overridden, if there is no binary form
         */
        default Optional<byte[]> toBytes() {
            return Optional.empty();
        }
    }
}
