/**
 * Distances, tests, intervals, metrics and sequential evidence as pure functions and small values. Start with
 * {@link io.modelops.statistics.PopulationStability} for drift, {@link io.modelops.statistics.Metrics} for the quality
 * of predictions, and {@link io.modelops.statistics.ConfidenceSequence} for comparisons that are looked at
 * continuously. Every function is total: empty, constant and non-finite data have a documented result, {@code NaN} where
 * the data decide nothing; only arguments that no data can produce, such as a confidence of 2, are refused with an
 * {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package io.modelops.statistics;

import org.jspecify.annotations.NullMarked;
