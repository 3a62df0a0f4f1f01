package io.modelops.spi;

import java.time.Instant;

/**
 * A prediction whose true outcome has become known.
 *
 * @param prediction the prediction, made when it was made, whatever serves now
 * @param label the true outcome
 * @param labelledAt when the outcome was reported
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public record LabelledObservation<I, O>(Observation<I, O> prediction, O label, Instant labelledAt) {}
