package io.modelops.feedback.internal;

import io.modelops.model.InvalidInputException;
import java.time.Duration;

/**
 * The limits of a prediction log on a directory.
 *
 * @param queueCapacity how many records may wait to be written, 1 or more; more are dropped and counted
 * @param syncEvery how long a written record waits for its sync at most
 * @param syncRecords how many written records wait for their sync at most, 1 or more
 * @param segmentBytes the size at which a new segment is begun, 1 or more
 * @param keepDays for how many days records are kept, 1 or more; whole days are removed then
 */
public record PredictionLogSettings(
        int queueCapacity, Duration syncEvery, int syncRecords, long segmentBytes, int keepDays) {
    /** 65,536 waiting records, a sync each 50 ms or 1,000 records, segments of 16 MiB, 400 days. */
    public static final PredictionLogSettings DEFAULT =
            new PredictionLogSettings(65_536, Duration.ofMillis(50), 1_000, 16 << 20, 400);

    /** Checks the limits. */
    public PredictionLogSettings {
        if (queueCapacity < 1 || syncRecords < 1 || segmentBytes < 1 || keepDays < 1 || syncEvery.isNegative()) {
            throw new InvalidInputException(
                    "Prediction log settings are out of range: expected counts, bytes and days of "
                            + "1 or more and no negative time.");
        }
    }
}
