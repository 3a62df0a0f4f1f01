/**
 * Watching what is served. {@link io.modelops.monitoring.Monitors}, the entry type, has the monitors: service health,
 * drift of features and predictions, and quality on true outcomes; a {@link io.modelops.monitoring.MonitorHost} runs them
 * for one deployment and raises alerts by an {@link io.modelops.monitoring.AlertPolicy}.
 */
@NullMarked
package io.modelops.monitoring;

import org.jspecify.annotations.NullMarked;
