package io.modelops.report;

import io.modelops.model.InvalidInputException;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.ProfileReport;
import io.modelops.registry.ModelCard;
import io.modelops.report.internal.CardPage;
import io.modelops.report.internal.ComparisonPage;
import io.modelops.report.internal.MonitoringPage;
import io.modelops.report.internal.PageHtml;
import io.modelops.report.internal.PageJson;
import io.modelops.report.internal.PageMarkdown;
import io.modelops.report.internal.ProfilePage;
import io.modelops.report.internal.ValidationPage;
import io.modelops.spi.Report;
import io.modelops.spi.ReportRenderer;
import io.modelops.validation.ValidationReport;

/**
 * Shows pages, model cards, and the reports of validations, profiles, comparisons and monitors. Found as a service. Stateless
 * and safe for use by several threads.
 */
public final class HtmlReports implements ReportRenderer {
    /** Creates the renderer; called by {@link java.util.ServiceLoader}. */
    public HtmlReports() {}

    @Override
    public boolean renders(Report report) {
        return report instanceof Page
                || report instanceof ValidationReport
                || report instanceof MonitoringReport
                || report instanceof ComparisonReport
                || report instanceof ProfileReport
                || report instanceof ModelCard;
    }

    @Override
    public String html(Report report) {
        return PageHtml.of(page(report));
    }

    @Override
    public String markdown(Report report) {
        return PageMarkdown.of(page(report));
    }

    @Override
    public String json(Report report) {
        if (report instanceof MonitoringReport monitoring) {
            return MonitoringPage.json(monitoring);
        }
        if (report instanceof ComparisonReport comparison) {
            return ComparisonPage.json(comparison);
        }
        if (report instanceof ProfileReport profile) {
            return ProfilePage.json(profile);
        }
        return report instanceof ValidationReport validation ? validation.toJson() : PageJson.of(page(report));
    }

    static Page page(Report report) {
        if (report instanceof Page page) {
            return page;
        }
        if (report instanceof ValidationReport validation) {
            return ValidationPage.of(validation);
        }
        if (report instanceof MonitoringReport monitoring) {
            return MonitoringPage.of(monitoring);
        }
        if (report instanceof ComparisonReport comparison) {
            return ComparisonPage.of(comparison);
        }
        if (report instanceof ProfileReport profile) {
            return ProfilePage.of(profile);
        }
        if (report instanceof ModelCard card) {
            return CardPage.of(card);
        }
        throw new InvalidInputException(
                "A " + report.getClass().getName() + " is not a report of this renderer: ask renders(report) first.");
    }
}
