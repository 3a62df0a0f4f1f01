package io.modelops.report.internal;

import io.modelops.monitoring.LabelCoverage;
import io.modelops.monitoring.MonitoringDetails;
import io.modelops.monitoring.PerformanceTrend;
import io.modelops.monitoring.SliceResult;
import io.modelops.report.Axis;
import io.modelops.report.BarChart;
import io.modelops.report.Block;
import io.modelops.report.Cell;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.LineChart.Point;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How well a model did, as sections of a page: over time, by slice, and how much of it is known. */
final class PerformanceSection {
    private static final int MOST_METRICS = 4;
    private static final int MOST_POINTS = 100;
    private static final int MOST_SLICES = 20;
    private static final int MOST_ROWS = 12;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private PerformanceSection() {}

    static List<Section> of(MonitoringDetails details) {
        List<Section> sections = new ArrayList<>();
        if (!details.performance().isEmpty()) {
            sections.add(new Section("Performance", performance(details.performance())));
        }
        if (!details.slices().isEmpty()) {
            sections.add(new Section("Slices", slices(details.slices())));
        }
        LabelCoverage labels = details.labels();
        if (labels != null) {
            sections.add(new Section("Labels", coverage(labels)));
        }
        return sections;
    }

    private static List<Block> performance(List<PerformanceTrend> trends) {
        List<Block> blocks = new ArrayList<>();
        for (PerformanceTrend trend : trends.stream().limit(MOST_METRICS).toList()) {
            blocks.add(chart(trend));
            List<PerformanceTrend.Point> both = inBoth(trend);
            if (!both.isEmpty()) {
                blocks.add(estimates(trend, both));
            }
        }
        if (trends.size() > MOST_METRICS) {
            blocks.add(Paragraph.of((trends.size() - MOST_METRICS) + " more metrics are in the JSON of this report."));
        }
        return blocks;
    }

    private static LineChart chart(PerformanceTrend trend) {
        String metric = Shortened.name(trend.metric());
        LineChart chart = LineChart.titled(
                        metric + (trend.higherIsBetter() ? ", higher is better" : ", lower is better"))
                .x(Axis.time("Time (UTC)"))
                .y(Axis.of(metric));
        chart = with(chart, "measured on labels", trend.realised());
        chart = with(chart, "estimated without labels", trend.estimated());
        return Double.isFinite(trend.threshold())
                ? chart.limit(trend.threshold(), "threshold " + Numbers.brief(trend.threshold()))
                : chart;
    }

    /** A curve with its band, which share a place among the curves and so a colour. */
    private static LineChart with(LineChart chart, String name, List<PerformanceTrend.Point> all) {
        if (all.isEmpty()) {
            return chart;
        }
        List<PerformanceTrend.Point> points = latest(all, MOST_POINTS);
        return chart.line(name, points(points, PerformanceTrend.Point::value))
                .band(
                        name + ", interval",
                        points(points, PerformanceTrend.Point::low),
                        points(points, PerformanceTrend.Point::high));
    }

    private static List<Point> points(
            List<PerformanceTrend.Point> points, ToDoubleFunction<PerformanceTrend.Point> value) {
        return points.stream()
                .map(point -> Point.at(point.at(), value.applyAsDouble(point)))
                .toList();
    }

    /** What was measured of windows that were also estimated. */
    private static List<PerformanceTrend.Point> inBoth(PerformanceTrend trend) {
        Set<Instant> estimated =
                trend.estimated().stream().map(PerformanceTrend.Point::at).collect(Collectors.toSet());
        return trend.realised().stream()
                .filter(point -> estimated.contains(point.at()))
                .toList();
    }

    private static Table estimates(PerformanceTrend trend, List<PerformanceTrend.Point> both) {
        Map<Instant, PerformanceTrend.Point> estimated = new LinkedHashMap<>();
        trend.estimated().forEach(point -> estimated.put(point.at(), point));
        Table table = Table.of(
                "Estimated against measured, " + Shortened.name(trend.metric()),
                "Window until",
                "Estimated",
                "Measured",
                "Difference",
                "Inside the band");
        for (PerformanceTrend.Point truth : latest(both, MOST_ROWS)) {
            PerformanceTrend.Point estimate = Objects.requireNonNull(estimated.get(truth.at()));
            boolean inside = truth.value() >= estimate.low() && truth.value() <= estimate.high();
            table = table.row(
                    SpanPlot.minute(truth.at()),
                    Numbers.rounded(estimate.value()),
                    Numbers.rounded(truth.value()),
                    Numbers.rounded(truth.value() - estimate.value()),
                    new Cell.Status(inside ? "yes" : "no", inside ? Tone.GOOD : Tone.UNSURE));
        }
        return table;
    }

    private static List<Block> slices(List<SliceResult> results) {
        Map<String, List<SliceResult>> byMetric = results.stream()
                .collect(Collectors.groupingBy(SliceResult::metric, LinkedHashMap::new, Collectors.toList()));
        List<Block> charts = new ArrayList<>();
        byMetric.forEach((metric, slices) -> {
            if (charts.size() < MOST_METRICS) {
                charts.add(slices(metric, slices));
            }
        });
        return charts;
    }

    private static BarChart slices(String metric, List<SliceResult> slices) {
        List<SliceResult> worstFirst = slices.stream()
                .sorted(Comparator.comparing((SliceResult slice) -> !slice.breached()))
                .toList();
        boolean cut = slices.size() > MOST_SLICES;
        BarChart chart = BarChart.titled(
                Shortened.name(metric) + " by slice"
                        + (slices.stream().anyMatch(slice -> Double.isFinite(slice.low())) ? ", with intervals" : "")
                        + (cut ? "; the first " + MOST_SLICES + " of " + slices.size() : ""),
                Axis.of(Shortened.name(metric)));
        for (SliceResult slice : worstFirst.stream().limit(MOST_SLICES).toList()) {
            String label = Shortened.label(slice.slice()) + " (" + Numbers.show(slice.samples()) + ")";
            chart = chart.bar(new BarChart.Bar(
                    slice.breached() ? "✗ " + label : label,
                    Numbers.rounded(slice.value()),
                    slice.low(),
                    slice.high(),
                    slice.breached() ? Tone.BAD : Tone.NEUTRAL));
        }
        double threshold = slices.get(0).threshold();
        boolean shared = slices.stream().allMatch(slice -> slice.threshold() == threshold);
        return shared ? chart.limit(threshold, "threshold " + Numbers.brief(threshold)) : chart;
    }

    private static List<Block> coverage(LabelCoverage labels) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(KeyFigures.none()
                .add(
                        "Labelled",
                        Percent.show(labels.share()),
                        Numbers.show(labels.labelled()) + " of " + Numbers.show(labels.predictions()),
                        Tone.NEUTRAL)
                .add("Half of the labels came within", age(labels.medianAge()), "", Tone.NEUTRAL)
                .add("Nine of ten came within", age(labels.lateAge()), "", Tone.NEUTRAL));
        if (labels.overTime().size() > 1) {
            blocks.add(LineChart.titled("Share of predictions with a label, by when they were made")
                    .x(Axis.time("Time (UTC)"))
                    .y(Axis.of("Labelled", "%"))
                    .fromZero()
                    .line(
                            "labelled",
                            latest(labels.overTime(), MOST_POINTS).stream()
                                    .map(point -> Point.at(point.at(), 100 * point.share()))
                                    .toList()));
        }
        if (!labels.groups().isEmpty()) {
            blocks.add(groups(labels));
        }
        return blocks;
    }

    private static BarChart groups(LabelCoverage labels) {
        BarChart chart = BarChart.titled("Who gets a label; the line is the average", Axis.of("Labelled", "%"));
        for (LabelCoverage.Group group :
                labels.groups().stream().limit(MOST_SLICES).toList()) {
            chart = chart.bar(
                    Shortened.label(group.name()) + " (" + Numbers.show(group.predictions()) + ")",
                    Numbers.rounded(100.0 * group.labelled() / group.predictions()));
        }
        return chart.limit(100 * labels.share(), "all " + Percent.show(labels.share()));
    }

    private static String age(@Nullable Duration age) {
        if (age == null) {
            return "–";
        }
        if (age.compareTo(LONGEST) > 0) {
            return "longer";
        }
        if (age.toDays() >= 2) {
            return Numbers.show(Math.round(age.toHours() / 2.4) / 10.0) + " days";
        }
        if (age.toHours() >= 2) {
            return Numbers.show(Math.round(age.toMinutes() / 6.0) / 10.0) + " h";
        }
        return age.toMinutes() >= 2 ? age.toMinutes() + " min" : Numbers.show(age.toMillis() / 1000.0) + " s";
    }

    private static <T> List<T> latest(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
