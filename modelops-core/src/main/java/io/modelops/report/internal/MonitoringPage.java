package io.modelops.report.internal;

import io.modelops.model.Alert;
import io.modelops.model.Severity;
import io.modelops.model.internal.Json;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.Reading;
import io.modelops.report.Axis;
import io.modelops.report.Block;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.Page;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Timeline;
import io.modelops.report.Tone;
import io.modelops.spi.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What monitors saw in a period as a page: how things stand, what was alerted, and how it came to that. */
public final class MonitoringPage {
    /** A page stays readable, and small, however many features there are. */
    private static final int MOST_CHARTS = 24;

    private MonitoringPage() {}

    /**
     * Lays a report out.
     *
     * @param report the report
     * @return the page
     */
    public static Page of(MonitoringReport report) {
        long breached = count(report, Finding.Status.BREACHED);
        Tone tone = breached > 0 ? Tone.BAD : report.readings().isEmpty() ? Tone.UNSURE : Tone.GOOD;
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("In short", figures(report, tone), readings(report)));
        sections.add(Section.of("Alerts", alerts(report)));
        List<Block> charts = charts(report);
        if (!charts.isEmpty()) {
            sections.add(new Section("Over time", charts));
        }
        if (!report.failures().isEmpty()) {
            sections.add(Section.of("Plug-ins that threw", failures(report)));
        }
        return new Page(
                "Monitoring of " + report.model(),
                breached == 0
                        ? "Nothing is beyond its threshold."
                        : breached + " of " + report.readings().size() + " measurements are beyond their threshold.",
                new Page.Status(breached > 0 ? "ATTENTION" : report.readings().isEmpty() ? "NO DATA" : "OK", tone),
                sections);
    }

    /**
     * Writes a report for programs.
     *
     * @param report the report
     * @return the JSON
     */
    public static String json(MonitoringReport report) {
        return Json.MAPPER.writeValueAsString(report);
    }

    private static KeyFigures figures(MonitoringReport report, Tone tone) {
        return KeyFigures.none()
                .add("Beyond threshold", Long.toString(count(report, Finding.Status.BREACHED)), "", tone)
                .add(
                        "Too little data",
                        Long.toString(count(report, Finding.Status.INSUFFICIENT_DATA)),
                        "",
                        Tone.NEUTRAL)
                .add("Alerts", report.alerts().size(), "kept")
                .add("Serving", Objects.toString(report.version(), "nothing"), "", Tone.NEUTRAL);
    }

    private static Table readings(MonitoringReport report) {
        Table table = Table.of(
                "How things stand, the worst first",
                "Status",
                "Monitor",
                "Subject",
                "Value",
                "Threshold",
                "Samples",
                "Finding");
        for (Reading reading : report.readings().stream()
                .sorted(Comparator.comparing(
                        (Reading reading) -> reading.finding().status() != Finding.Status.BREACHED))
                .toList()) {
            Finding finding = reading.finding();
            table = table.row(
                    finding.status(),
                    reading.monitor(),
                    finding.subject(),
                    finding.value(),
                    finding.threshold(),
                    finding.samples(),
                    finding.summary());
        }
        return table;
    }

    private static Timeline alerts(MonitoringReport report) {
        Timeline timeline = Timeline.titled(report.alerts().isEmpty() ? "No alerts" : "What was alerted");
        for (Alert alert : report.alerts()) {
            timeline = timeline.entry(
                    alert.at(),
                    alert.severity() + ": " + alert.monitor() + ", " + alert.subject(),
                    alert.summary(),
                    alert.severity() == Severity.INFO ? Tone.NEUTRAL : Tone.BAD);
        }
        return timeline;
    }

    /** The series that were beyond their threshold most often come first. */
    private static List<Block> charts(MonitoringReport report) {
        return report.series().stream()
                .filter(series -> series.points().size() > 1)
                .sorted(Comparator.comparingLong(MonitoringPage::breaches).reversed())
                .limit(MOST_CHARTS)
                .<Block>map(MonitoringPage::chart)
                .toList();
    }

    private static LineChart chart(MonitoringHistory.Series series) {
        LineChart chart = LineChart.titled(series.monitor() + ": " + series.subject())
                .x(Axis.time("Time"))
                .y(Axis.of("Value"))
                .line("measured", points(series, false));
        List<LineChart.Point> thresholds = points(series, true);
        return thresholds.stream().allMatch(point -> Double.isNaN(point.y()))
                ? chart
                : chart.line("threshold", thresholds);
    }

    private static List<LineChart.Point> points(MonitoringHistory.Series series, boolean thresholds) {
        return series.points().stream()
                .map(point -> LineChart.Point.at(point.at(), thresholds ? point.threshold() : point.value()))
                .toList();
    }

    private static Table failures(MonitoringReport report) {
        Table table = Table.of("They were isolated; no prediction noticed", "Plug-in", "Times");
        for (var failure : report.failures().entrySet()) {
            table = table.row(failure.getKey(), failure.getValue());
        }
        return table;
    }

    private static long count(MonitoringReport report, Finding.Status status) {
        return report.readings().stream()
                .filter(reading -> reading.finding().status() == status)
                .count();
    }

    private static long breaches(MonitoringHistory.Series series) {
        return series.points().stream()
                .filter(point -> point.status() == Finding.Status.BREACHED)
                .count();
    }
}
