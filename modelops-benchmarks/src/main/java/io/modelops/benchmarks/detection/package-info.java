/**
 * Measures how soon changes are found, and how often one is found that isn't there, beside the detectors of MOA on the same
 * streams. Start at {@link io.modelops.benchmarks.detection.DetectionTables}. Not published.
 */
@NullMarked
package io.modelops.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
