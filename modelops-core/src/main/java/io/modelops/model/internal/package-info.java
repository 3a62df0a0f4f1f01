/** How the shared values are written as JSON; the entry type is {@link io.modelops.model.internal.Json}. Not API. */
@NullMarked
package io.modelops.model.internal;

import org.jspecify.annotations.NullMarked;
