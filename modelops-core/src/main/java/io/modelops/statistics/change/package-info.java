/**
 * Detectors of changes in streams. Start with {@link io.modelops.statistics.change.Cusum} for numbers of a known level,
 * {@link io.modelops.statistics.change.Adwin} for numbers of an unknown one, and
 * {@link io.modelops.statistics.change.HddmA} for errors of 0 and 1. Each is a
 * {@link io.modelops.statistics.change.ChangeDetector}; its builder says which direction counts, what happens after an alarm
 * and, with {@code oneFalseAlarmPer}, how rare false alarms shall be.
 */
@NullMarked
package io.modelops.statistics.change;

import org.jspecify.annotations.NullMarked;
