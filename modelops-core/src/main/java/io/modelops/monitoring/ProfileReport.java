package io.modelops.monitoring;

import io.modelops.model.Profile;
import io.modelops.spi.Report;

/**
 * What a data set looks like, feature by feature: the ranges and categories its values lie in, what is missing, and what
 * is odd about it. It rests on the summary alone, so its size is bounded by the bins and not by the rows.
 *
 * <pre>{@code
 * ProfileReport.of("Training data of churn:7", profile).writeHtml(Path.of("profile.html"));
 * }</pre>
 *
 * @param title what was summarised, in one line
 * @param profile the summary
 */
public record ProfileReport(String title, Profile profile) implements Report {
    /**
     * Creates a report.
     *
     * @param title what was summarised, in one line
     * @param profile the summary
     * @return the report
     */
    public static ProfileReport of(String title, Profile profile) {
        return new ProfileReport(title, profile);
    }
}
