/**
 * Summaries of streams in bounded memory that merge, such as {@link io.modelops.statistics.sketch.QuantileSketch},
 * {@link io.modelops.statistics.sketch.DistinctCount} and {@link io.modelops.statistics.sketch.HeavyHitters}, all with
 * one versioned binary form. Each is immutable and is
 * collected by an accumulator that belongs to one thread.
 */
@NullMarked
package io.modelops.statistics.sketch;

import org.jspecify.annotations.NullMarked;
