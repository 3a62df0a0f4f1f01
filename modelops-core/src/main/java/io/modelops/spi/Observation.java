package io.modelops.spi;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One prediction as monitors and logs see it.
 *
 * @param id the id of the prediction; a shadow's answer has the id of the request it copied
 * @param at when the answer was given
 * @param version the version that answered
 * @param role in which capacity
 * @param input what was asked
 * @param output the answer, or null if the model threw
 * @param error what the model threw, or null
 * @param latencyNanos how long the model took, queueing included, in nanoseconds
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public record Observation<I, O>(
        PredictionId id,
        Instant at,
        ModelVersion version,
        Role role,
        I input,
        @Nullable O output,
        @Nullable Throwable error,
        long latencyNanos) {}
