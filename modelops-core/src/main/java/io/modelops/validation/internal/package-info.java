/** How reports of validations become JSON; not part of the API. */
@NullMarked
package io.modelops.validation.internal;

import org.jspecify.annotations.NullMarked;
