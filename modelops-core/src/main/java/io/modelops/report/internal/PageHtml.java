package io.modelops.report.internal;

import gg.jte.output.StringOutput;
import io.modelops.report.Page;
import io.modelops.report.internal.templates.JtepageGenerated;

/** Writes a page as HTML through the precompiled templates; nothing is looked up while it does. */
public final class PageHtml {
    private PageHtml() {}

    /**
     * Writes a page.
     *
     * @param page the page
     * @return one self-contained HTML document
     */
    public static String of(Page page) {
        StringOutput output = new StringOutput();
        JtepageGenerated.render(new VisibleOutput(output), null, page);
        return output.toString();
    }
}
