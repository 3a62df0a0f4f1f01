package io.modelops.spi;

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
     * Renders a report for programs.
     *
     * @param report the report
     * @return the JSON
     */
    String json(Report report);
}
