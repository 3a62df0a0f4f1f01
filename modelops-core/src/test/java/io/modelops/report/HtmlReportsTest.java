package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Alert;
import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.model.Verdict;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.ProfileReport;
import io.modelops.monitoring.Reading;
import io.modelops.spi.CheckResult;
import io.modelops.spi.Finding;
import io.modelops.spi.Report;
import io.modelops.spi.ReportRenderer;
import io.modelops.spi.ReportRendererContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HtmlReportsTest {
    @Nested
    class OfPages extends ReportRendererContract {
        @Override
        protected ReportRenderer createRenderer() {
            return new HtmlReports();
        }

        @Override
        protected Report hostileReport() {
            return Page.titled(HOSTILE).lead(HOSTILE);
        }
    }

    @Nested
    class OfMonitoring extends ReportRendererContract {
        private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

        @Override
        protected ReportRenderer createRenderer() {
            return new HtmlReports();
        }

        @Override
        protected Report hostileReport() {
            return report(HOSTILE);
        }

        @Test
        void html_showsTheWorstFirstWithItsThreshold() {
            assertThat(report("spend").toHtml())
                    .contains("Monitoring of churn", "ATTENTION", "1 of 2 measurements is beyond its threshold")
                    .contains("drift: spend", "threshold", "WARNING: drift, spend", "version 7", "slow sink")
                    .containsSubsequence("spend moved", "plan stayed");
        }

        @Test
        void html_withoutAnyMeasurement_saysSo() {
            MonitoringReport empty = new MonitoringReport(
                    ModelName.of("churn"), null, NOON, NOON, List.of(), List.of(), List.of(), Map.of());

            assertThat(empty.toHtml()).contains("NO DATA", "No alerts");
        }

        private static MonitoringReport report(String subject) {
            Finding drifted =
                    new Finding(subject, Finding.Status.BREACHED, Severity.WARNING, 0.31, 0.2, 500, subject + " moved");
            Finding stayed = new Finding("plan", Finding.Status.OK, Severity.WARNING, 0.01, 0.2, 500, "plan stayed");
            Alert alert = new Alert(
                    "alert-1",
                    ModelName.of("churn"),
                    7,
                    "drift",
                    subject,
                    Severity.WARNING,
                    0.31,
                    0.2,
                    subject + " moved",
                    NOON);
            return new MonitoringReport(
                    ModelName.of("churn"),
                    new ModelRef.Numbered(ModelName.of("churn"), 7),
                    NOON,
                    NOON.plusSeconds(60),
                    List.of(new Reading("drift", NOON, stayed), new Reading("drift", NOON, drifted)),
                    List.of(new MonitoringHistory.Series(
                            "drift",
                            subject,
                            List.of(
                                    new MonitoringHistory.Point(NOON, 0.1, 0.2, Finding.Status.OK),
                                    new MonitoringHistory.Point(
                                            NOON.plusSeconds(60), 0.31, 0.2, Finding.Status.BREACHED)))),
                    List.of(alert),
                    Map.of("slow sink", 3L));
        }
    }

    @Nested
    class OfProfiles extends ReportRendererContract {
        @Override
        protected ReportRenderer createRenderer() {
            return new HtmlReports();
        }

        @Override
        protected Report hostileReport() {
            return ProfileReport.of(HOSTILE, hostileProfile());
        }
    }

    @Nested
    class OfComparisons extends ReportRendererContract {
        @Override
        protected ReportRenderer createRenderer() {
            return new HtmlReports();
        }

        @Override
        protected Report hostileReport() {
            return ComparisonReport.between(hostileProfile(), hostileProfile())
                    .titled(HOSTILE)
                    .sides(HOSTILE, HOSTILE)
                    .build();
        }
    }

    private static Profile hostileProfile() {
        String text = "<script>alert(1)</script>\"' onload=alert(2) \u202e&amp;";
        return new Profile(
                3,
                List.of(
                        new FeatureProfile.Categorical(text, List.of(text), List.of(1L, 1L, 1L)),
                        new FeatureProfile.Numeric(text + 2, List.of(0.5), List.of(1L, 1L, 1L), 0.5, 0.7, 0, 1)));
    }

    @Nested
    class OfValidations extends ReportRendererContract {
        @Override
        protected ReportRenderer createRenderer() {
            return new HtmlReports();
        }

        @Override
        protected Report hostileReport() {
            return ValidationReportHtmlTest.report(new CheckResult(Verdict.FAIL, HOSTILE, Map.of(HOSTILE, 1.0)));
        }
    }
}
