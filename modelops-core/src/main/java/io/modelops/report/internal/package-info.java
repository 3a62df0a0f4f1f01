/** How pages become HTML and JSON; not part of the API. {@link io.modelops.report.internal.PageHtml} is the entry type. */
@NullMarked
package io.modelops.report.internal;

import org.jspecify.annotations.NullMarked;
