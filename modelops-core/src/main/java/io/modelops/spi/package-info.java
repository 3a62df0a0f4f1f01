/**
 * What plug-ins implement: engines ({@link io.modelops.spi.ModelRuntime}, the entry type, found through a
 * {@link io.modelops.spi.ModelRuntimeProvider}), stores, validation checks, monitors, alert sinks, prediction logs,
 * trainers and report renderers. Each is one small interface whose optional hooks have empty defaults, and each has an
 * abstract compatibility test in the {@code tests} jar.
 */
@NullMarked
package io.modelops.spi;

import org.jspecify.annotations.NullMarked;
