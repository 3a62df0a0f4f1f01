/**
 * What happened: the events that the registry's log keeps and that listeners see. {@link io.modelops.event.LogEntry} is
 * the entry type; the sealed {@link io.modelops.event.RegistryEvent} says what a stored change was, the sealed
 * {@link io.modelops.event.DeploymentEvent} what this process did about it. All are immutable values.
 */
@NullMarked
package io.modelops.event;

import org.jspecify.annotations.NullMarked;
