package io.modelops.report.internal;

import io.modelops.report.Axis;
import io.modelops.report.LineChart;
import io.modelops.report.LineChart.Marker;
import io.modelops.report.LineChart.Point;
import io.modelops.report.LineChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line chart laid out for one width: everything the template writes, in pixels.
 *
 * @param size for which width it is
 * @param height the height of the drawing
 * @param left the left edge of the plot
 * @param right the right edge of the plot
 * @param top the upper edge of the plot
 * @param bottom the lower edge of the plot
 * @param description the chart in words
 * @param acrossTicks the ticks of the axis to the right
 * @param upTicks the ticks of the axis upwards
 * @param areas the bands
 * @param curves the series
 * @param limits the horizontal lines
 * @param markers the moments worth seeing
 */
public record LinePlot(
        Size size,
        int height,
        String left,
        String right,
        String top,
        String bottom,
        String description,
        List<PlacedTick> acrossTicks,
        List<PlacedTick> upTicks,
        List<Area> areas,
        List<Curve> curves,
        List<PlacedLimit> limits,
        List<PlacedMarker> markers) {
    private static final int LABEL_ROW = 15;
    private static final int MARKER_ROWS = 2;
    private static final int BELOW_PLOT = 42;
    private static final int RIGHT_OF_PLOT = 14;
    private static final int GAPS_UP = 5;
    private static final double BETWEEN_LABELS = 6;
    private static final double ROOM = 0.05;
    private static final double HALF_DAY_SECONDS = 43_200;

    /**
     * A tick in the drawing.
     *
     * @param place pixels along its axis
     * @param label what it says
     */
    public record PlacedTick(String place, String label) {}

    /**
     * A band in the drawing.
     *
     * @param style the style class
     * @param path its outline
     */
    public record Area(String style, String path) {}

    /**
     * A horizontal line in the drawing.
     *
     * @param place pixels from the top
     * @param labelPlace pixels from the top of its label
     * @param label what it says
     */
    public record PlacedLimit(String place, String labelPlace, String label) {}

    /**
     * A moment in the drawing.
     *
     * @param place pixels from the left
     * @param style the style class
     * @param title what it is, in full
     * @param label what stands above it, empty if there is no room
     * @param labelLeft pixels from the left of the label
     * @param labelTop pixels from the top of the label
     */
    public record PlacedMarker(
            String place, String style, String title, String label, String labelLeft, String labelTop) {}

    /**
     * Lays a chart out.
     *
     * @param chart the chart
     * @param size for which width
     * @return the layout
     */
    public static LinePlot of(LineChart chart, Size size) {
        Extent across = acrossExtent(chart);
        Extent up = upExtent(chart);
        double step = NumberTicks.step(up.least(), up.greatest(), GAPS_UP);
        double from = Math.floor(up.least() / step + 1e-9) * step;
        double to = Math.ceil(up.greatest() / step - 1e-9) * step;
        List<Tick> upTicks = NumberTicks.between(from, to, GAPS_UP + 2);

        double left = 14
                + upTicks.stream()
                        .mapToDouble(tick -> Size.widthOf(tick.label()))
                        .max()
                        .orElse(0);
        double right = size.width() - RIGHT_OF_PLOT;
        int top = LABEL_ROW + 10 + (chart.markers().isEmpty() ? 0 : MARKER_ROWS * LABEL_ROW);
        int bottom = top + size.plotHeight();
        Scale x = new Scale(across.least(), across.greatest(), left, right);
        Scale y = new Scale(from, to, bottom, top);

        List<Curve> curves = new ArrayList<>();
        for (Series series : chart.series()) {
            curves.add(Curve.of(Style.series(curves.size()), series.points(), x, y));
        }
        List<Area> areas = new ArrayList<>();
        for (LineChart.Band band : chart.bands()) {
            areas.add(new Area(Style.series(areas.size()), Curve.area(band.low(), band.high(), x, y)));
        }
        return new LinePlot(
                size,
                bottom + BELOW_PLOT,
                Numbers.place(left),
                Numbers.place(right),
                Numbers.place(top),
                Numbers.place(bottom),
                describe(chart),
                across(acrossTicks(chart.x(), x, size), x, size),
                placed(upTicks, y),
                areas,
                curves,
                limits(chart, y, right - left),
                markers(chart, x));
    }

    private static Extent acrossExtent(LineChart chart) {
        Extent extent = new Extent();
        chart.series().forEach(series -> series.points().forEach(point -> extent.include(point.x())));
        chart.bands().forEach(band -> band.low().forEach(point -> extent.include(point.x())));
        chart.bands().forEach(band -> band.high().forEach(point -> extent.include(point.x())));
        chart.markers().forEach(marker -> extent.include(marker.x()));
        if (extent.isEmpty()) {
            extent.include(0);
        }
        return extent.padded(0, chart.x().scale() == Axis.Scale.TIME ? HALF_DAY_SECONDS : 0.5);
    }

    private static Extent upExtent(LineChart chart) {
        Extent extent = new Extent();
        chart.series().forEach(series -> series.points().forEach(point -> extent.include(point.y())));
        chart.bands().forEach(band -> band.low().forEach(point -> extent.include(point.y())));
        chart.bands().forEach(band -> band.high().forEach(point -> extent.include(point.y())));
        chart.limits().forEach(limit -> extent.include(limit.y()));
        if (chart.zeroBased() || extent.isEmpty()) {
            extent.include(0);
        }
        double alone = Math.max(Math.abs(extent.greatest()) * ROOM, Math.abs(extent.greatest()) < 1e-9 ? 1 : 0);
        Extent padded = extent.padded(ROOM, alone);
        return extent.least() >= 0 && padded.least() < 0 ? startingAtZero(padded) : padded;
    }

    /** Room below values that are never negative must not suggest that they could be. */
    private static Extent startingAtZero(Extent padded) {
        Extent extent = new Extent();
        extent.include(0);
        extent.include(padded.greatest());
        return extent;
    }

    private static List<Tick> acrossTicks(Axis axis, Scale x, Size size) {
        return axis.scale() == Axis.Scale.TIME
                ? TimeTicks.between(x.from(), x.to(), size.gapsAcross())
                : NumberTicks.between(x.from(), x.to(), size.gapsAcross());
    }

    /** A label that would be cut off at the edge of the drawing is left out. */
    private static List<PlacedTick> across(List<Tick> ticks, Scale x, Size size) {
        return ticks.stream()
                .map(tick -> {
                    boolean fits = x.place(tick.value()) + Size.widthOf(tick.label()) / 2 <= size.width();
                    return new PlacedTick(Numbers.place(x.place(tick.value())), fits ? tick.label() : "");
                })
                .toList();
    }

    private static List<PlacedTick> placed(List<Tick> ticks, Scale scale) {
        return ticks.stream()
                .map(tick -> new PlacedTick(Numbers.place(scale.place(tick.value())), tick.label()))
                .toList();
    }

    private static List<PlacedLimit> limits(LineChart chart, Scale y, double width) {
        return chart.limits().stream()
                .filter(limit -> y.shows(limit.y()))
                .map(limit -> new PlacedLimit(
                        Numbers.place(y.place(limit.y())),
                        Numbers.place(y.place(limit.y()) - 5),
                        Size.cut(limit.label(), width)))
                .toList();
    }

    private static List<PlacedMarker> markers(LineChart chart, Scale x) {
        double[] rowEnds = new double[MARKER_ROWS];
        List<PlacedMarker> placed = new ArrayList<>();
        for (Marker marker : chart.markers().stream()
                .filter(marker -> x.shows(marker.x()))
                .sorted(Comparator.comparingDouble(Marker::x))
                .toList()) {
            placed.add(place(marker, chart.x(), x, rowEnds));
        }
        return placed;
    }

    private static PlacedMarker place(Marker marker, Axis axis, Scale x, double[] rowEnds) {
        double place = x.place(marker.x());
        double width = Size.widthOf(marker.label());
        double begin = Math.max(x.start(), Math.min(place - width / 2, x.end() - width));
        int row = MARKER_ROWS - 1;
        while (row >= 0 && begin < rowEnds[row]) {
            row--;
        }
        String label = "";
        if (row >= 0) {
            label = marker.label();
            rowEnds[row] = begin + width + BETWEEN_LABELS;
        }
        return new PlacedMarker(
                Numbers.place(place),
                Style.of(marker.tone()),
                shown(axis, marker.x()) + ": " + marker.label(),
                label,
                Numbers.place(begin),
                Numbers.place(LABEL_ROW * (Math.max(row, 0) + 2.0)));
    }

    private static String describe(LineChart chart) {
        if (chart.series().stream().allMatch(series -> series.points().isEmpty())) {
            return "No values.";
        }
        return chart.series().stream().map(series -> describe(series, chart)).collect(Collectors.joining(" "))
                + (chart.markers().isEmpty() || !labelsAll(chart) ? "" : marked(chart));
    }

    private static String marked(LineChart chart) {
        return MarkerRows.of(chart).stream()
                .map(row -> row.label() + " at " + row.when())
                .collect(Collectors.joining(", ", " Marked: ", "."));
    }

    /**
     * Whether the label of each marker has room in the drawing however close they are, so that no list of them is needed.
     *
     * @param chart the chart
     * @return true if there are as few markers as rows of labels
     */
    public static boolean labelsAll(LineChart chart) {
        return chart.markers().size() <= MARKER_ROWS;
    }

    private static String describe(Series series, LineChart chart) {
        List<Point> drawn = series.points().stream()
                .filter(point -> Extent.canDraw(point.y()))
                .toList();
        if (drawn.isEmpty()) {
            return series.name() + ": no values.";
        }
        Extent up = new Extent();
        drawn.forEach(point -> up.include(point.y()));
        Point last = drawn.get(drawn.size() - 1);
        return series.name() + ": from " + shown(chart.x(), drawn.get(0).x()) + " to " + shown(chart.x(), last.x())
                + ", least " + Numbers.show(up.least()) + ", greatest " + Numbers.show(up.greatest()) + ", last "
                + Numbers.show(last.y()) + ".";
    }

    private static String shown(Axis axis, double value) {
        return axis.scale() == Axis.Scale.TIME ? TimeTicks.show(value) : Numbers.show(value);
    }

    /**
     * Whether there is nothing to draw.
     *
     * @return true if no series has a point
     */
    public boolean isEmpty() {
        return curves.stream()
                .allMatch(curve -> curve.path().isEmpty() && curve.dots().isEmpty());
    }
}
