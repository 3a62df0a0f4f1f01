/** What a deployment writes to JDK Flight Recorder. {@link io.modelops.deployment.internal.jfr.Flight} is the entry type. */
@NullMarked
package io.modelops.deployment.internal.jfr;

import org.jspecify.annotations.NullMarked;
