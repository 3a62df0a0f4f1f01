package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.Incident;
import io.modelops.monitoring.MonitoringDetails;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.PerformanceTrend;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.ServedVersion;
import io.modelops.spi.AlertChange;
import io.modelops.spi.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the report of a period says first, and by which rules. */
class PeriodReportTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private static MonitoringReport report(Finding.Status... statuses) {
        List<Reading> readings = new ArrayList<>();
        List<MonitoringHistory.Series> series = new ArrayList<>();
        for (int index = 0; index < statuses.length; index++) {
            String subject = "f" + index;
            Finding.Status status = statuses[index];
            readings.add(new Reading(
                    "feature-drift",
                    NOON,
                    new Finding(subject, status, Severity.WARNING, 0.3, 0.2, 500, subject + " summary")));
            List<MonitoringHistory.Point> points = new ArrayList<>();
            for (int hour = 10; hour >= 0; hour--) {
                boolean beyond = status == Finding.Status.BREACHED && (hour < 4 || hour == 7);
                points.add(new MonitoringHistory.Point(
                        NOON.minus(Duration.ofHours(hour)),
                        beyond ? 0.3 : 0.1,
                        0.2,
                        beyond ? Finding.Status.BREACHED : Finding.Status.OK));
            }
            series.add(new MonitoringHistory.Series("feature-drift", subject, points));
        }
        return new MonitoringReport(
                ModelName.of("churn"),
                null,
                NOON.minus(Duration.ofHours(10)),
                NOON,
                readings,
                series,
                List.of(),
                Map.of());
    }

    private static Profile profile(long... counts) {
        return new Profile(
                LongStream.of(counts).sum(),
                List.of(new FeatureProfile.Categorical(
                        "f0", List.of("a", "b"), LongStream.of(counts).boxed().toList())));
    }

    private static MonitoringDetails moved(long... counts) {
        return MonitoringDetails.none()
                .inputs(ComparisonReport.between(profile(500, 500, 0, 0), profile(counts))
                        .build());
    }

    private static MonitoringDetails accuracy(double realised, double estimated) {
        return MonitoringDetails.none()
                .performance(List.of(new PerformanceTrend(
                        "accuracy",
                        true,
                        0.8,
                        List.of(
                                new PerformanceTrend.Point(NOON.minus(Duration.ofHours(5)), 0.9, 0.85, 0.95, 100),
                                new PerformanceTrend.Point(
                                        NOON.minus(Duration.ofHours(2)), realised, realised, realised, 100)),
                        List.of(new PerformanceTrend.Point(NOON, estimated, estimated, estimated, 100)))));
    }

    @Test
    void briefing_nothingBreached_saysThatNothingIsToBeDone() {
        assertThat(report(Finding.Status.OK).toMarkdown())
                .contains("Status: **OK**", "Verdict **All is as it should be**", "What to do? **Nothing**");
    }

    @Test
    void briefing_noData_isNeverGoodNews() {
        assertThat(report().toMarkdown()).contains("Status: **NO DATA**", "What to do? **Wait for more data**");
        assertThat(report(Finding.Status.INSUFFICIENT_DATA).toMarkdown())
                .contains("Status: **NO DATA**", "Verdict **Too little to tell**");
    }

    @Test
    void briefing_breach_saysSinceWhenItLastsWithoutABreak() {
        assertThat(report(Finding.Status.OK, Finding.Status.BREACHED).toMarkdown())
                .contains("Status: **ATTENTION**")
                .contains("Since when? **2026-05-01 09:00 UTC**. for 3 hours, f1 by feature-drift")
                .contains("What to do? **Look at f1**");
    }

    @Test
    void briefing_missingValuesGrew_sendsToTheSourceBeforeRetraining() {
        assertThat(report(Finding.Status.BREACHED)
                        .with(moved(300, 300, 0, 400))
                        .with(accuracy(0.7, 0.7))
                        .toMarkdown())
                .contains("What changed most? **f0**. missing went from 0 % to 40.0 %")
                .contains("What to do? **Check where f0 comes from**", "mend the data before you retrain");
    }

    @Test
    void briefing_inputsMovedAndModelDoesWorse_saysToRetrain() {
        assertThat(report(Finding.Status.BREACHED)
                        .with(moved(900, 100, 0, 0))
                        .with(accuracy(0.7, 0.7))
                        .toMarkdown())
                .contains("Verdict **The model does worse than it should**. accuracy is 0.7; it should be at least 0.8")
                .contains("Since when? **2026-05-01 10:00 UTC**")
                .contains("What to do? **Retrain on recent data, or roll back**");
    }

    @Test
    void briefing_modelDoesWorseOnTheSameInputs_saysThatTheConceptChanged() {
        assertThat(report(Finding.Status.OK).with(accuracy(0.7, 0.9)).toMarkdown())
                .contains("Status: **ATTENTION**", "What to do? **Retrain with recent labels**");
    }

    @Test
    void briefing_inputsMovedAndOnlyTheEstimateIsWorse_asksForLabels() {
        assertThat(report(Finding.Status.BREACHED)
                        .with(moved(900, 100, 0, 0))
                        .with(accuracy(0.9, 0.7))
                        .toMarkdown())
                .contains("What to do? **Get labels for recent predictions**");
    }

    @Test
    void briefing_inputsMovedAndNoLossIsKnown_saysSo() {
        assertThat(report(Finding.Status.BREACHED).with(moved(900, 100, 0, 0)).toMarkdown())
                .contains("What to do? **Look at f0**", "no loss of performance is known");
    }

    @Test
    void html_estimateBesideTheTruth_isDrawnWithBandsAndTheThreshold() {
        String html = SampleReports.monitoring().toHtml();

        assertThat(html)
                .contains("measured on labels", "estimated without labels, interval", "threshold 0.8")
                .contains("Estimated against measured, accuracy", "Who gets a label", "by slice, with intervals");
    }

    @Test
    void html_alerts_showEachStateInItsOwnLook() {
        assertThat(SampleReports.monitoring().toHtml())
                .contains("span solid bad", "span striped unsure", "span outlined neutral")
                .contains("Acknowledged by ana", "Resolved: latency, p99", "Silenced by cai until 2026-04-26");
    }

    @Test
    void with_details_joinsThemAndKeepsTheFirstComparison() {
        MonitoringReport report =
                report().with(accuracy(0.9, 0.9)).with(moved(500, 500, 0, 0)).with(moved(900, 100, 0, 0));

        assertThat(report.details().performance()).hasSize(1);
        assertThat(report.details().inputs()).isEqualTo(moved(500, 500, 0, 0).inputs());
    }

    private static MonitoringReport informing() {
        MonitoringReport report = report(Finding.Status.BREACHED);
        Reading loud = report.readings().get(0);
        Finding finding = loud.finding();
        Reading quiet = new Reading(
                loud.monitor(),
                loud.at(),
                new Finding(
                        finding.subject(),
                        finding.status(),
                        Severity.INFO,
                        finding.value(),
                        finding.threshold(),
                        finding.samples(),
                        finding.summary()));
        return new MonitoringReport(
                report.model(), null, report.from(), report.to(), List.of(quiet), report.series(), List.of(), Map.of());
    }

    @Test
    void briefing_onlyWhatInformsIsBeyond_isFineAndSaysSo() {
        assertThat(informing()
                        .with(moved(900, 100, 0, 0))
                        .with(accuracy(0.9, 0.9))
                        .toMarkdown())
                .contains(
                        "Status: **OK**", "Verdict **Nothing needs action**. accuracy is 0.9 and may be as low as 0.8")
                .contains("1 of 1 measurements is beyond its threshold, for information only")
                .contains("What to do? **Nothing now**")
                .contains("| NOTED | feature-drift | f0 |");
    }

    @Test
    void briefing_sourceOfWhatInformsIsBroken_asksForALook() {
        assertThat(informing().with(moved(300, 300, 0, 400)).toMarkdown())
                .contains("Status: **OK**", "Verdict **One thing to look at**")
                .contains("What to do? **Check where f0 comes from**");
    }

    @Test
    void briefing_breachOfAnEarlierVersion_doesNotCountAsItsOwn() {
        ServedVersion served =
                new ServedVersion(NOON.minus(Duration.ofHours(2)), new ModelRef.Numbered(ModelName.of("churn"), 2));

        assertThat(report(Finding.Status.BREACHED)
                        .with(MonitoringDetails.none().versions(List.of(served)))
                        .toMarkdown())
                .contains("Since when? **2026-05-01 10:00 UTC**");
    }

    @Test
    void html_anotherVersionServes_marksItAndInterruptsTheLine() {
        ServedVersion served =
                new ServedVersion(NOON.minus(Duration.ofMinutes(150)), new ModelRef.Numbered(ModelName.of("churn"), 2));
        String html = report(Finding.Status.BREACHED)
                .with(MonitoringDetails.none().versions(List.of(served)))
                .toHtml();

        assertThat(html).contains("Marked: v2 at 2026-05-01T09:30:00Z.");
        assertThat(html).containsPattern("class=\"line s0\" d=\"M[^M\"]+M[^M\"]+\"");
        assertThat(report(Finding.Status.BREACHED).toHtml()).containsPattern("class=\"line s0\" d=\"M[^M\"]+\"");
    }

    @Test
    void html_answers_areDrawnOverTheirReferenceByTheirMeasure() {
        assertThat(SampleReports.monitoring().toHtml())
                .contains("What the model answers: prediction", "first 500 answers</bdi> (line)")
                .contains("Wasserstein distance in robust standard deviations is at least 0.25");
    }

    @Test
    void html_print_opensWhatIsFolded() {
        assertThat(SampleReports.monitoring().toHtml())
                .containsPattern("(?s)@media print .*details::details-content \\{ content-visibility: visible;");
    }

    @Test
    void html_alertsOfOneSubject_shareARow() {
        Alert first = new Alert(
                "a1", ModelName.of("churn"), 1, "drift", "x", Severity.WARNING, 1, 0.5, "", NOON.minusSeconds(9_000));
        Alert again = new Alert(
                "a2", ModelName.of("churn"), 1, "drift", "x", Severity.WARNING, 1, 0.5, "", NOON.minusSeconds(3_000));
        String html = report().with(MonitoringDetails.none().incidents(List.of(incident(first), incident(again))))
                .toHtml();

        assertThat(html.split(">drift, x</text>"))
                .as("a row in each of two sizes")
                .hasSize(3);
        assertThat(html.split("<path class=\"span solid bad\" d=\"[^\"]+\"><title>"))
                .hasSize(5);
    }

    private static Incident incident(Alert alert) {
        return new Incident(
                alert,
                Incident.State.RESOLVED,
                List.of(),
                List.of(),
                List.of(
                        new AlertChange(AlertChange.Kind.RAISED, alert.at(), Actor.SYSTEM, ""),
                        new AlertChange(AlertChange.Kind.RESOLVED, alert.at().plusSeconds(900), Actor.SYSTEM, "")));
    }
}
