/** How the runtime and the trainer work; nothing here is for use by applications. */
@NullMarked
package io.modelops.djl.internal;

import org.jspecify.annotations.NullMarked;
