/**
 * Measures what the library promises about its speed, as ratios of two things that run side by side. Start at
 * {@link io.modelops.benchmarks.Benchmarks}. Not published.
 */
@NullMarked
package io.modelops.benchmarks;

import org.jspecify.annotations.NullMarked;
