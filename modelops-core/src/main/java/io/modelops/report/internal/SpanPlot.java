package io.modelops.report.internal;

import io.modelops.report.SpanChart;
import io.modelops.report.SpanChart.Row;
import io.modelops.report.SpanChart.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A chart of spans laid out for one width: everything the template writes, in pixels.
 *
 * @param size for which width it is
 * @param height the height of the drawing
 * @param left the left edge of the plot
 * @param top the upper edge of the plot
 * @param bottom the lower edge of the plot
 * @param description the chart in words
 * @param ticks the ticks below the rows
 * @param rows the rows
 */
public record SpanPlot(
        Size size,
        int height,
        String left,
        String top,
        String bottom,
        String description,
        List<LinePlot.PlacedTick> ticks,
        List<PlacedRow> rows) {
    private static final int TOP = 8;
    private static final int BELOW_PLOT = 28;
    private static final int RIGHT_OF_PLOT = 40;
    private static final int WIDE_ROW = 26;
    private static final int NARROW_ROW = 38;
    private static final double WIDEST_LABEL = 280;
    private static final double SHORTEST_SPAN = 3;
    private static final double INSTANT = 1;

    /**
     * A row in the drawing.
     *
     * @param label what it is about, cut to the room there is
     * @param labelTop pixels from the top of the label's baseline
     * @param spans what lasted
     */
    public record PlacedRow(String label, String labelTop, List<PlacedSpan> spans) {}

    /**
     * A span in the drawing.
     *
     * @param title what it was and from when to when
     * @param style the style classes
     * @param path the span as the commands of an SVG path
     */
    public record PlacedSpan(String title, String style, String path) {}

    /**
     * One kind of span with its look, for the legend.
     *
     * @param state what it was
     * @param style the style classes
     */
    public record State(String state, String style) {}

    /**
     * Lays a chart out.
     *
     * @param chart the chart
     * @param size for which width
     * @return the layout
     */
    public static SpanPlot of(SpanChart chart, Size size) {
        boolean wide = size == Size.WIDE;
        double widestLabel = Math.min(
                WIDEST_LABEL,
                chart.rows().stream()
                        .mapToDouble(row -> Size.widthOf(row.label()))
                        .max()
                        .orElse(0));
        double left = wide ? widestLabel + 12 : 12;
        double from = seconds(chart.from());
        double to = Math.max(from + INSTANT, seconds(chart.to()));
        Scale x = new Scale(from, to, left, size.width() - (double) RIGHT_OF_PLOT);
        int rowHeight = wide ? WIDE_ROW : NARROW_ROW;
        int bottom = TOP + Math.max(1, chart.rows().size()) * rowHeight;
        List<PlacedRow> rows = new ArrayList<>();
        for (Row row : chart.rows()) {
            int top = TOP + rows.size() * rowHeight;
            double middle = top + (wide ? rowHeight / 2.0 : rowHeight - 11.0);
            double labelWidth = wide ? left - 8 : size.width() - (double) RIGHT_OF_PLOT;
            rows.add(new PlacedRow(
                    Size.cut(row.label(), labelWidth),
                    Numbers.place(wide ? middle + 4 : top + 14.0),
                    row.spans().stream().map(span -> place(span, x, middle)).toList()));
        }
        List<LinePlot.PlacedTick> ticks = TimeTicks.between(from, to, size.gapsAcross()).stream()
                .map(tick -> new LinePlot.PlacedTick(Numbers.place(x.place(tick.value())), tick.label()))
                .toList();
        return new SpanPlot(
                size,
                bottom + BELOW_PLOT,
                Numbers.place(left),
                Numbers.place(TOP),
                Numbers.place(bottom),
                describe(chart),
                ticks,
                rows);
    }

    /**
     * The kinds of spans in a chart.
     *
     * @param chart the chart
     * @return each state once, in the order in which they first occur
     */
    public static List<State> states(SpanChart chart) {
        Map<String, State> states = new LinkedHashMap<>();
        for (Row row : chart.rows()) {
            for (Span span : row.spans()) {
                states.putIfAbsent(span.state(), new State(span.state(), style(span)));
            }
        }
        return List.copyOf(states.values());
    }

    private static PlacedSpan place(Span span, Scale x, double middle) {
        double start = inside(x, seconds(span.from()));
        double end = Math.min(x.end(), Math.max(start + SHORTEST_SPAN, inside(x, seconds(span.to()))));
        return new PlacedSpan(
                words(span),
                style(span),
                "M" + Numbers.place(Math.min(start, end - SHORTEST_SPAN)) + " " + Numbers.place(middle) + "H"
                        + Numbers.place(end));
    }

    private static double inside(Scale x, double seconds) {
        return Math.max(x.start(), Math.min(x.end(), x.place(seconds)));
    }

    private static String style(Span span) {
        return span.fill().name().toLowerCase(Locale.ROOT) + " " + Style.of(span.tone());
    }

    private static String describe(SpanChart chart) {
        if (chart.rows().isEmpty()) {
            return "Nothing.";
        }
        return chart.rows().stream()
                .map(row -> row.label() + ": "
                        + row.spans().stream().map(SpanPlot::words).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String words(Span span) {
        return span.state() + " " + minute(span.from()) + " to " + minute(span.to());
    }

    /** A time in words: to the minute, because nobody reads an alert to the nanosecond. */
    static String minute(Instant time) {
        return TimeTicks.show(Math.floor(seconds(time) / 60) * 60)
                .replace('T', ' ')
                .replace(":00Z", " UTC");
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }
}
