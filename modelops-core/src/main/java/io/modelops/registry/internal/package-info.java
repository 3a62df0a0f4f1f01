/**
 * How the registry works inside: the form of its log entries, the state they add up to, and the stores in memory and on a
 * directory. {@link io.modelops.registry.internal.RegistryLog} is the entry type. Not API.
 */
@NullMarked
package io.modelops.registry.internal;

import org.jspecify.annotations.NullMarked;
