/**
 * Runs and trains models with whatever engine of the Deep Java Library is on the class path. The entry type is
 * {@link io.modelops.djl.DjlRuntime}; {@link io.modelops.djl.DjlTrainer} trains networks that it loads again.
 */
@NullMarked
package io.modelops.djl;

import org.jspecify.annotations.NullMarked;
