/**
 * How the runtime and the trainer work inside: engines that start without a download, directories that hold nothing but a
 * version's files, and models that are released once. {@link io.modelops.djl.internal.Loading} is the entry type. Not API.
 */
@NullMarked
package io.modelops.djl.internal;

import org.jspecify.annotations.NullMarked;
