package io.modelops.report.internal;

import io.modelops.model.ModelRef;
import io.modelops.model.internal.Json;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.Incident;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.ServedVersion;
import io.modelops.report.Axis;
import io.modelops.report.Block;
import io.modelops.report.Cell;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Tone;
import io.modelops.spi.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What monitors saw in a period as a page: what to know in ten seconds, then how the model did, what its inputs look like,
 * how it came to that, and what was alerted.
 */
public final class MonitoringPage {
    /** A page stays readable, and small, however many features there are. */
    private static final int MOST_CHARTS = 8;

    private static final int LEAST_CHARTS = 3;

    private static final int MOST_READINGS = 30;
    private static final int LEAST_READINGS = 8;
    private static final int MOST_FAILURES = 20;
    private static final int LONGEST_SUMMARY = 200;

    private MonitoringPage() {}

    /**
     * Lays a report out.
     *
     * @param report the report
     * @return the page
     */
    public static Page of(MonitoringReport report) {
        PeriodSummary summary = PeriodSummary.of(report);
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("In short", summary.briefing(), figures(report)));
        sections.add(Section.of("Measurements", readings(report)));
        sections.addAll(PerformanceSection.of(report.details()));
        List<Block> charts = charts(report);
        if (!charts.isEmpty()) {
            sections.add(new Section("Over time", charts));
        }
        sections.add(AlertSection.of(report));
        AnswerSection.of(report.details().answers()).ifPresent(sections::add);
        ComparisonReport inputs = report.details().inputs();
        if (inputs != null) {
            sections.add(Section.of(
                    "Inputs",
                    ComparisonPage.ranking(inputs),
                    FeaturePictures.of(inputs),
                    Paragraph.of(ComparisonPage.rules(inputs))));
        }
        if (!report.failures().isEmpty()) {
            sections.add(Section.of("Plug-ins that threw", failures(report)));
        }
        return new Page(
                "Monitoring of " + report.model(),
                serving(report) + " from " + SpanPlot.minute(report.from()) + " to " + SpanPlot.minute(report.to())
                        + ". " + lead(report),
                summary.status(),
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

    private static String serving(MonitoringReport report) {
        ModelRef.Numbered version = report.version();
        if (version == null) {
            return "No version serves. What was seen";
        }
        long earlier = report.details().versions().stream()
                .filter(served -> !served.version().equals(version))
                .filter(served -> !served.from().isBefore(report.from()))
                .count();
        return "Version " + version.number() + " serves"
                + (earlier == 0 ? "" : ", after " + earlier + " earlier " + (earlier == 1 ? "one" : "ones"))
                + ". What was seen";
    }

    private static String lead(MonitoringReport report) {
        return PeriodSummary.count(report, Finding.Status.BREACHED) == 0
                ? "Nothing is beyond its threshold."
                : PeriodSummary.beyond(report) + ".";
    }

    private static KeyFigures figures(MonitoringReport report) {
        long breached = PeriodSummary.count(report, Finding.Status.BREACHED);
        return KeyFigures.none()
                .add(
                        "Beyond threshold",
                        Long.toString(breached),
                        "of " + report.readings().size(),
                        report.readings().stream().anyMatch(PeriodSummary::isSerious) ? Tone.BAD : Tone.NEUTRAL)
                .add(
                        "Too little data",
                        Long.toString(PeriodSummary.count(report, Finding.Status.INSUFFICIENT_DATA)),
                        "",
                        Tone.NEUTRAL)
                .add("Alerts", Integer.toString(report.alerts().size()), open(report), Tone.NEUTRAL)
                .add(
                        "Serving",
                        report.version() == null
                                ? "nothing"
                                : "version " + report.version().number(),
                        since(report),
                        Tone.NEUTRAL);
    }

    private static String open(MonitoringReport report) {
        long open = report.details().incidents().stream()
                .filter(incident -> incident.state() != Incident.State.RESOLVED)
                .count();
        return report.details().incidents().isEmpty() ? "" : open == 0 ? "all resolved" : open + " not resolved";
    }

    private static String since(MonitoringReport report) {
        List<ServedVersion> versions = report.details().versions();
        return versions.isEmpty()
                ? ""
                : "since " + SpanPlot.minute(versions.get(versions.size() - 1).from());
    }

    private static Table readings(MonitoringReport report) {
        List<Reading> worstFirst = worstOfEachMonitorFirst(PeriodSummary.worstFirst(report));
        long serious =
                report.readings().stream().filter(PeriodSummary::isSerious).count();
        long monitors =
                report.readings().stream().map(Reading::monitor).distinct().count();
        long shown = Math.min(Math.min(MOST_READINGS, worstFirst.size()), Math.max(LEAST_READINGS, serious + monitors));
        Table table = Table.of(
                worstFirst.size() > shown
                        ? "How things stand, the worst " + shown + " of " + worstFirst.size()
                        : "How things stand, the worst first",
                "Status",
                "Monitor",
                "Subject",
                "Value",
                "Threshold",
                "Samples",
                "Finding");
        for (Reading reading : worstFirst.stream().limit(shown).toList()) {
            Finding finding = reading.finding();
            table = table.row(
                    status(reading),
                    Shortened.name(reading.monitor()),
                    Shortened.name(finding.subject()),
                    Numbers.rounded(ComparisonPage.rounded(finding.value())),
                    Numbers.rounded(finding.threshold()),
                    finding.samples(),
                    Shortened.cut(told(finding), LONGEST_SUMMARY));
        }
        return table;
    }

    /** What is serious in its order, then the worst of each monitor, and then the others in their order. */
    private static List<Reading> worstOfEachMonitorFirst(List<Reading> worstFirst) {
        Set<Reading> ordered = new LinkedHashSet<>(
                worstFirst.stream().filter(PeriodSummary::isSerious).toList());
        Map<String, Reading> worst = new LinkedHashMap<>();
        worstFirst.forEach(reading -> worst.putIfAbsent(reading.monitor(), reading));
        ordered.addAll(worst.values());
        ordered.addAll(worstFirst);
        return List.copyOf(ordered);
    }

    /** The summary of a finding without the subject, which stands beside it. */
    private static String told(Finding finding) {
        String begin = finding.subject() + ": ";
        return finding.summary().startsWith(begin) ? finding.summary().substring(begin.length()) : finding.summary();
    }

    private static Cell status(Reading reading) {
        return switch (reading.finding().status()) {
            case OK -> new Cell.Status("OK", Tone.GOOD);
            case INSUFFICIENT_DATA -> new Cell.Status("TOO LITTLE DATA", Tone.UNSURE);
            case BREACHED ->
                PeriodSummary.isSerious(reading)
                        ? new Cell.Status("BEYOND", Tone.BAD)
                        : new Cell.Status("NOTED", Tone.UNSURE);
        };
    }

    /**
     * The series that were beyond their threshold, of each monitor the one that was most often before any other; of the
     * rest a few, and how many there are.
     */
    private static List<Block> charts(MonitoringReport report) {
        List<MonitoringHistory.Series> drawn = report.series().stream()
                .filter(series -> series.points().size() > 1)
                .sorted(Comparator.comparingLong(MonitoringPage::breaches).reversed())
                .collect(Collectors.collectingAndThen(Collectors.toList(), MonitoringPage::oneOfEachMonitorFirst));
        long breached = drawn.stream().filter(series -> breaches(series) > 0).count();
        int shown = (int) Math.min(drawn.size(), Math.max(LEAST_CHARTS, Math.min(MOST_CHARTS, breached)));
        List<Block> blocks = new ArrayList<>();
        drawn.stream()
                .limit(shown)
                .map(series -> chart(series, report.details().versions()))
                .forEach(blocks::add);
        if (shown < drawn.size()) {
            blocks.add(Paragraph.of((drawn.size() - shown) + " more series are in the JSON of this report; "
                    + Math.max(0, breached - shown) + " of them were beyond their threshold."));
        }
        return blocks;
    }

    /** The most often beyond of each monitor, if it ever was, and then the others in their order. */
    private static List<MonitoringHistory.Series> oneOfEachMonitorFirst(List<MonitoringHistory.Series> mostFirst) {
        Map<String, MonitoringHistory.Series> firsts = new LinkedHashMap<>();
        mostFirst.stream()
                .filter(series -> breaches(series) > 0)
                .forEach(series -> firsts.putIfAbsent(series.monitor(), series));
        List<MonitoringHistory.Series> ordered = new ArrayList<>(firsts.values());
        mostFirst.stream().filter(series -> !ordered.contains(series)).forEach(ordered::add);
        return ordered;
    }

    private static LineChart chart(MonitoringHistory.Series series, List<ServedVersion> versions) {
        List<MonitoringHistory.Point> points = series.points();
        List<ServedVersion> changes = VersionMarkers.within(
                points.get(0).at(), points.get(points.size() - 1).at(), versions);
        List<Instant> interruptions = changes.stream().map(ServedVersion::from).toList();
        LineChart chart = LineChart.titled(Shortened.name(series.monitor()) + ": " + Shortened.name(series.subject()))
                .x(Axis.time("Time (UTC)"))
                .y(Axis.of("Value"))
                .line("measured", ThinnedSeries.of(points, MonitoringHistory.Point::value, interruptions));
        chart = VersionMarkers.on(chart, changes);
        double threshold = points.get(0).threshold();
        if (points.stream().allMatch(point -> point.threshold() == threshold)) {
            return chart.limit(threshold, "threshold " + Numbers.brief(threshold));
        }
        return points.stream().allMatch(point -> Double.isNaN(point.threshold()))
                ? chart
                : chart.line("threshold", ThinnedSeries.of(points, MonitoringHistory.Point::threshold, interruptions));
    }

    private static Table failures(MonitoringReport report) {
        Table table = Table.of("They were isolated; no prediction noticed", "Plug-in", "Times");
        for (var failure :
                report.failures().entrySet().stream().limit(MOST_FAILURES).toList()) {
            table = table.row(Shortened.name(failure.getKey()), failure.getValue());
        }
        return table;
    }

    private static long breaches(MonitoringHistory.Series series) {
        return series.points().stream()
                .filter(point -> point.status() == Finding.Status.BREACHED)
                .count();
    }
}
