package io.modelops.report.internal;

import io.modelops.report.BarChart;
import io.modelops.report.BarChart.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bar chart laid out for one width: everything the template writes, in pixels.
 *
 * @param size for which width it is
 * @param height the height of the drawing
 * @param left the left edge of the plot
 * @param right the right edge of the plot
 * @param top the upper edge of the plot
 * @param bottom the lower edge of the plot
 * @param zero the place of zero
 * @param description the chart in words
 * @param ticks the ticks below the bars
 * @param bars the bars
 * @param limit the line across all bars, or null
 */
public record BarPlot(
        Size size,
        int height,
        String left,
        String right,
        String top,
        String bottom,
        String zero,
        String description,
        List<LinePlot.PlacedTick> ticks,
        List<PlacedBar> bars,
        @Nullable PlacedLimit limit) {
    private static final int TOP = 26;
    private static final int BELOW_PLOT = 42;
    private static final int RIGHT_OF_PLOT = 16;
    private static final int GAPS_WIDE = 5;
    private static final int BAR_HEIGHT = 16;
    private static final int WIDE_ROW = 28;
    private static final int NARROW_ROW = 42;
    private static final double WIDEST_LABEL = 260;
    private static final double ROOM = 0.02;

    /**
     * A bar in the drawing.
     *
     * @param label what it stands for, cut to the room there is
     * @param title what it stands for and its value, in full
     * @param style the style class
     * @param labelTop pixels from the top of the label's baseline
     * @param top pixels from the top of the bar
     * @param start pixels from the left of the bar
     * @param length the length of the bar
     * @param whisker the interval as the commands of an SVG path, empty for none
     * @param value the value in words
     * @param valueTop pixels from the top of the value's baseline
     * @param valueLeft pixels from the left of the value
     */
    public record PlacedBar(
            String label,
            String title,
            String style,
            String labelTop,
            String top,
            String start,
            String length,
            String whisker,
            String value,
            String valueTop,
            String valueLeft) {}

    /**
     * The line across all bars in the drawing.
     *
     * @param place pixels from the left
     * @param labelLeft pixels from the left of its label
     * @param label what it says
     */
    public record PlacedLimit(String place, String labelLeft, String label) {}

    /**
     * Lays a chart out.
     *
     * @param chart the chart
     * @param size for which width
     * @return the layout
     */
    public static BarPlot of(BarChart chart, Size size) {
        boolean wide = size == Size.WIDE;
        Extent extent = extent(chart);
        double widestValue = chart.bars().stream()
                .mapToDouble(bar -> Size.widthOf(Numbers.show(bar.value())))
                .max()
                .orElse(0);
        double widestLabel = Math.min(
                WIDEST_LABEL,
                chart.bars().stream()
                        .mapToDouble(bar -> Size.widthOf(bar.label()))
                        .max()
                        .orElse(0));
        double left = wide ? widestLabel + 12 : 12;
        double right = size.width() - RIGHT_OF_PLOT - widestValue;
        Scale x = new Scale(extent.least(), extent.greatest(), left, right);
        int row = wide ? WIDE_ROW : NARROW_ROW;
        int bottom = TOP + Math.max(1, chart.bars().size()) * row;

        List<PlacedBar> bars = new ArrayList<>();
        for (Bar bar : chart.bars()) {
            double middle = TOP + bars.size() * row + (wide ? row / 2.0 : row - BAR_HEIGHT / 2.0 - 4);
            bars.add(place(bar, x, middle, wide ? left : size.width() - RIGHT_OF_PLOT, wide));
        }
        List<LinePlot.PlacedTick> ticks =
                NumberTicks.between(x.from(), x.to(), wide ? GAPS_WIDE : size.gapsAcross()).stream()
                        .map(tick -> new LinePlot.PlacedTick(Numbers.place(x.place(tick.value())), tick.label()))
                        .toList();
        return new BarPlot(
                size,
                bottom + BELOW_PLOT,
                Numbers.place(left),
                Numbers.place(right),
                Numbers.place(TOP),
                Numbers.place(bottom),
                Numbers.place(x.place(0)),
                describe(chart),
                ticks,
                bars,
                place(chart.limit(), x, size));
    }

    private static Extent extent(BarChart chart) {
        Extent extent = new Extent();
        extent.include(0);
        for (Bar bar : chart.bars()) {
            extent.include(bar.value());
            extent.include(bar.low());
            extent.include(bar.high());
        }
        if (chart.limit() != null) {
            extent.include(chart.limit().value());
        }
        Extent padded = extent.padded(ROOM, 1);
        Extent roomy = new Extent();
        roomy.include(extent.least() == 0 ? 0 : padded.least());
        roomy.include(extent.greatest() == 0 && extent.least() < 0 ? 0 : padded.greatest());
        return roomy;
    }

    private static PlacedBar place(Bar bar, Scale x, double middle, double labelWidth, boolean wide) {
        boolean drawn = Extent.canDraw(bar.value());
        double end = drawn ? x.place(bar.value()) : x.place(0);
        double start = Math.min(end, x.place(0));
        boolean interval = Extent.canDraw(bar.low()) && Extent.canDraw(bar.high());
        double farthest = Math.max(interval ? x.place(bar.high()) : end, Math.max(end, x.place(0)));
        return new PlacedBar(
                Size.cut(bar.label(), labelWidth - 8),
                bar.label() + ": " + words(bar),
                Style.of(bar.tone()),
                Numbers.place(wide ? middle + 4 : middle - BAR_HEIGHT / 2.0 - 6),
                Numbers.place(middle - BAR_HEIGHT / 2.0),
                Numbers.place(start),
                Numbers.place(Math.abs(end - x.place(0))),
                interval ? whisker(x.place(bar.low()), x.place(bar.high()), middle) : "",
                Numbers.show(bar.value()),
                Numbers.place(middle + 4),
                Numbers.place(farthest + 6));
    }

    private static String whisker(double low, double high, double middle) {
        String top = Numbers.place(middle - 4);
        String bottom = Numbers.place(middle + 4);
        return "M" + Numbers.place(low) + " " + top + "V" + bottom + "M" + Numbers.place(low) + " "
                + Numbers.place(middle) + "H" + Numbers.place(high) + "M" + Numbers.place(high) + " " + top + "V"
                + bottom;
    }

    private static @Nullable PlacedLimit place(BarChart.@Nullable Limit limit, Scale x, Size size) {
        if (limit == null || !x.shows(limit.value())) {
            return null;
        }
        double place = x.place(limit.value());
        double width = Size.widthOf(limit.label());
        double left = Math.max(2, Math.min(place - width / 2, size.width() - 2 - width));
        return new PlacedLimit(Numbers.place(place), Numbers.place(left), Size.cut(limit.label(), size.width() - 8));
    }

    private static String words(Bar bar) {
        String value = Numbers.show(bar.value());
        return Extent.canDraw(bar.low()) && Extent.canDraw(bar.high())
                ? value + " (" + Numbers.show(bar.low()) + " to " + Numbers.show(bar.high()) + ")"
                : value;
    }

    private static String describe(BarChart chart) {
        if (chart.bars().isEmpty()) {
            return "No values.";
        }
        return chart.bars().stream().map(bar -> bar.label() + ": " + words(bar)).collect(Collectors.joining("; "));
    }
}
