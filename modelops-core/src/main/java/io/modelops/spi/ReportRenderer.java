package io.modelops.spi;

import io.modelops.model.InvalidInputException;

/** Shows reports. Found through {@link java.util.ServiceLoader}. Safe for use by several threads. */
public interface ReportRenderer {
    /**
     * Whether it can show a report.
     *
     * @param report the report
     * @return true if {@link #html} and {@link #json} accept it
     */
    boolean renders(Report report);

    /**
     * Renders a report for people.
     *
     * @param report the report
     * @return one self-contained page
     */
    String html(Report report);

    /**
     * Renders a report as Markdown. A renderer need not be able to.
     *
     * @param report the report
     * @return the Markdown, in which text from data adds no markup, no HTML and no link
     * @throws InvalidInputException if the renderer writes no Markdown, as is the default
     */
    default String markdown(Report report) {
        throw new InvalidInputException(
                getClass().getName() + " writes no Markdown: use the HTML or the JSON of the report.");
    }

    /**
     * Renders a report for programs.
     *
     * @param report the report
     * @return the JSON
     */
    String json(Report report);
}
