package io.modelops.report.internal;

import io.modelops.model.ModelVersion;
import io.modelops.report.Axis;
import io.modelops.report.BarChart;
import io.modelops.report.KeyFigures;
import io.modelops.report.Page;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Tone;
import io.modelops.spi.CheckResult;
import io.modelops.validation.CheckOutcome;
import io.modelops.validation.ValidationReport;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report of a validation as a page. */
public final class ValidationPage {
    private static final String VALUE_OF_SLICE = "value[";

    private ValidationPage() {}

    /**
     * Lays a report out.
     *
     * @param report the report
     * @return the page
     */
    public static Page of(ValidationReport report) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("In short", figures(report), checks(report)));
        List<BarChart> slices = slices(report);
        if (!slices.isEmpty()) {
            sections.add(new Section("Slices", List.copyOf(slices)));
        }
        sections.add(Section.of("Measurements", measurements(report)));
        sections.add(Section.of("Version", version(report.candidate())));
        return new Page(
                "Validation of " + report.candidate(),
                report.summary() + ".",
                new Page.Status(report.verdict().name(), Tone.of(report.verdict())),
                sections);
    }

    private static KeyFigures figures(ValidationReport report) {
        LocalDateTime judged =
                LocalDateTime.ofInstant(report.at(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        int met = report.checks().size() - report.failures().size();
        return KeyFigures.none()
                .add("Requirements met", met + " of " + report.checks().size(), "", Tone.of(report.verdict()))
                .add("Rows", report.rows(), "in the holdout")
                .add("Took", Numbers.show(millis(total(report)) / 1000), "s", Tone.NEUTRAL)
                .add("Judged", judged.toLocalDate().toString(), judged.toLocalTime() + " UTC", Tone.NEUTRAL);
    }

    private static Table checks(ValidationReport report) {
        Table table = Table.of("Requirements", "Verdict", "Requirement", "Finding", "Took (ms)");
        for (CheckOutcome check : report.checks()) {
            table = table.row(
                    check.result().verdict(), check.name(), check.result().finding(), millis(check.took()));
        }
        return table;
    }

    private static List<BarChart> slices(ValidationReport report) {
        List<BarChart> charts = new ArrayList<>();
        for (CheckOutcome check : report.checks()) {
            Map<String, Double> numbers = new TreeMap<>(check.result().measurements());
            BarChart chart = BarChart.titled(check.name(), Axis.of("Value with its interval"));
            for (String key : numbers.keySet()) {
                if (key.startsWith(VALUE_OF_SLICE) && key.endsWith("]")) {
                    chart = chart.bar(bar(key.substring(VALUE_OF_SLICE.length(), key.length() - 1), numbers));
                }
            }
            if (!chart.bars().isEmpty()) {
                double threshold = numbers.getOrDefault("threshold", Double.NaN);
                charts.add(
                        Double.isNaN(threshold)
                                ? chart
                                : chart.limit(threshold, "threshold " + Numbers.show(threshold)));
            }
        }
        return charts;
    }

    private static BarChart.Bar bar(String slice, Map<String, Double> numbers) {
        double rows = numbers.getOrDefault("rows[" + slice + "]", Double.NaN);
        return new BarChart.Bar(
                Double.isNaN(rows) ? slice : slice + " (" + Numbers.show(rows) + " rows)",
                numbers.getOrDefault(VALUE_OF_SLICE + slice + "]", Double.NaN),
                numbers.getOrDefault("low[" + slice + "]", Double.NaN),
                numbers.getOrDefault("high[" + slice + "]", Double.NaN),
                Tone.NEUTRAL);
    }

    private static Table measurements(ValidationReport report) {
        Table table = Table.of(
                "What each requirement rests on; intervals are of the value, or of the difference where there is a baseline",
                "Requirement",
                "Value",
                "Baseline",
                "Difference",
                "Low",
                "High",
                "Threshold",
                "Rows");
        for (CheckOutcome check : report.checks()) {
            CheckResult result = check.result();
            if (!result.measurements().isEmpty()) {
                table = table.row(
                        check.name(),
                        result.measurements().get("value"),
                        result.measurements().get("baseline"),
                        result.measurements().get("difference"),
                        result.measurements().get("low"),
                        result.measurements().get("high"),
                        result.measurements().get("threshold"),
                        result.measurements().get("rows"));
            }
        }
        return table;
    }

    private static Table version(ModelVersion version) {
        Table table = Table.of("What was judged", "Property", "Value")
                .row("Version", version.toString())
                .row("Format", version.format())
                .row("Digest of its files", version.digest().toString())
                .row("Registered", version.registeredAt() + " by " + version.registeredBy());
        if (version.description().owner() != null) {
            table = table.row("Owner", version.description().owner());
        }
        if (version.lineage().codeRevision() != null) {
            table = table.row("Built from", version.lineage().codeRevision());
        }
        if (version.lineage().parent() != null) {
            table = table.row("Derived from", version.lineage().parent().toString());
        }
        for (Map.Entry<String, Double> metric : version.metrics().entrySet()) {
            table = table.row("Recorded " + metric.getKey(), Numbers.show(metric.getValue()));
        }
        return table;
    }

    private static Duration total(ValidationReport report) {
        return report.checks().stream().map(CheckOutcome::took).reduce(Duration.ZERO, Duration::plus);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
