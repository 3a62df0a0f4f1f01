/** What several examples need, such as {@link io.modelops.examples.common.Scratch}. */
@NullMarked
package io.modelops.examples.common;

import org.jspecify.annotations.NullMarked;
