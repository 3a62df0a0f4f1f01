/**
 * The values that every other package shares: how a model is named ({@link io.modelops.model.ModelRef}), what a
 * registered version is ({@link io.modelops.model.ModelVersion}, the entry type), how its inputs and outputs are
 * described, and the exceptions of the library under one root, {@link io.modelops.model.ModelOpsException}. Everything
 * here is immutable and safe to share between threads.
 */
@NullMarked
package io.modelops.model;

import org.jspecify.annotations.NullMarked;
