/**
 * Watching a model that several processes serve. Each process publishes what it saw of a window through the side channel of
 * the registry's store, with a {@link io.modelops.monitoring.fleet.FleetPublisher}; any process can add that up and judge it
 * for all, with {@link io.modelops.monitoring.fleet.FleetMonitoring}, the entry type.
 */
@NullMarked
package io.modelops.monitoring.fleet;

import org.jspecify.annotations.NullMarked;
