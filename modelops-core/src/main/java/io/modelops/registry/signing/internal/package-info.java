/** Reading and writing of signatures. Not for use by applications. */
@NullMarked
package io.modelops.registry.signing.internal;

import org.jspecify.annotations.NullMarked;
