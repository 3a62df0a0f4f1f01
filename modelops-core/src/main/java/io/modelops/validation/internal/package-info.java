/** How reports of validations become JSON. {@link io.modelops.validation.internal.ReportJson} is the entry type. Not API. */
@NullMarked
package io.modelops.validation.internal;

import org.jspecify.annotations.NullMarked;
