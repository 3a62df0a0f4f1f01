/**
 * A model that MLflow logged, served in a JVM: {@link io.modelops.examples.imports.MlflowImportExample} imports its
 * directory, deploys what it found and predicts with it.
 */
@NullMarked
package io.modelops.examples.imports;

import org.jspecify.annotations.NullMarked;
