package io.modelops.spi;

import io.modelops.model.PredictionId;

/**
 * Takes true outcomes. Safe for use by several threads.
 *
 * @param <O> the type of the answers
 */
@FunctionalInterface
public interface Feedback<O> {
    /**
     * Reports the true outcome of a prediction. Reporting it again changes nothing.
     *
     * @param prediction the id of the prediction
     * @param outcome the true outcome
     * @return what became of it
     */
    Outcome label(PredictionId prediction, O outcome);

    /** What became of a reported outcome. */
    enum Outcome {
        /** It was joined with its prediction. */
        JOINED,
        /** The prediction has its outcome already; nothing changed. */
        DUPLICATE,
        /** The prediction is not known, or is older than the log remembers; the outcome was counted and dropped. */
        UNKNOWN_PREDICTION
    }
}
