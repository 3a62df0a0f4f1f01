package io.modelops.monitoring;

import io.modelops.monitoring.estimation.Estimate;
import io.modelops.statistics.Interval;
import java.time.Instant;

/**
 * What was estimated about the predictions of a period, and what came true.
 *
 * @param from when its first prediction was made
 * @param to when its latest one was
 * @param estimate the estimate from all predictions of the period, made without labels
 * @param realised the metric on the true outcomes known so far, with its 95 % sampling band; {@code NaN} if there are none
 * @param labelled how many outcomes are known
 */
public record EstimatedPeriod(Instant from, Instant to, Estimate estimate, Interval realised, long labelled) {}
