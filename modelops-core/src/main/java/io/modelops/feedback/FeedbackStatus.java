package io.modelops.feedback;

import java.time.Duration;

/**
 * How the join of predictions and outcomes stands, counted since the log was built. Answers of shadows are not counted.
 *
 * @param predictions answered predictions that were seen
 * @param pending predictions that still wait for their outcome
 * @param joined predictions that got their outcome, those found in the prediction log included
 * @param duplicates outcomes reported again
 * @param unknown outcomes for predictions that are not known, or no longer
 * @param expired predictions given up without an outcome, because they were too old or too many
 * @param restored pairs read back from the prediction log when this log was built
 * @param undelivered pairs that were joined and kept, but that observers were not told because they were too far behind
 * @param failures exceptions thrown by observers and by the prediction log, all isolated
 * @param medianDelay the median time from a prediction to its outcome, to 1 %; zero if none was joined
 * @param longDelay the 0.95 quantile of that time, to 1 %; zero if none was joined
 */
public record FeedbackStatus(
        long predictions,
        long pending,
        long joined,
        long duplicates,
        long unknown,
        long expired,
        long restored,
        long undelivered,
        long failures,
        Duration medianDelay,
        Duration longDelay) {
    /**
     * The share of the predictions that got their outcome.
     *
     * @return {@code joined / (joined + pending + expired)}, 0 to 1; NaN if there was no prediction yet
     */
    public double coverage() {
        return (double) joined / (joined + pending + expired);
    }
}
