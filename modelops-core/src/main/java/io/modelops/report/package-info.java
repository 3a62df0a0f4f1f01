/**
 * Reports that people read: {@link io.modelops.report.Page} is the entry type, a small document of sections with figures,
 * charts, tables and timelines that is written as one self-contained HTML file or as JSON.
 * {@link io.modelops.report.HtmlReports} shows the library's own reports, such as that of a validation, the same way.
 */
@NullMarked
package io.modelops.report;

import org.jspecify.annotations.NullMarked;
