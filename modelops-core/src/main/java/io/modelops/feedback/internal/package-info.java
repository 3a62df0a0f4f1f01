/**
 * Prediction logs in memory and on a directory; {@link io.modelops.feedback.internal.DirectoryPredictionLog} is the entry
 * type. Not API.
 */
@NullMarked
package io.modelops.feedback.internal;

import org.jspecify.annotations.NullMarked;
