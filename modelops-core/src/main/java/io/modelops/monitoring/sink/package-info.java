/**
 * Where alerts can go. {@link io.modelops.monitoring.sink.AlertSinks} is the entry type: to a function, over HTTP to another
 * system, or to JDK Flight Recorder.
 */
@NullMarked
package io.modelops.monitoring.sink;

import org.jspecify.annotations.NullMarked;
