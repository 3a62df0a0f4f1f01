package io.modelops.report.internal;

import io.modelops.report.Axis;
import io.modelops.report.LineChart;
import io.modelops.report.LineChart.Marker;
import io.modelops.report.Tone;
import java.util.Comparator;
import java.util.List;

/** The markers of a chart as a list, for those whose label has no room in the drawing. */
public final class MarkerRows {
    private MarkerRows() {}

    /**
     * One marker.
     *
     * @param when where it is, in words
     * @param label what it is
     * @param tone how it is to be taken
     */
    public record Row(String when, String label, Tone tone) {}

    /**
     * Lists the markers of a chart.
     *
     * @param chart the chart
     * @return its markers from left to right
     */
    public static List<Row> of(LineChart chart) {
        boolean time = chart.x().scale() == Axis.Scale.TIME;
        return chart.markers().stream()
                .sorted(Comparator.comparingDouble(Marker::x))
                .map(marker -> new Row(
                        time ? TimeTicks.show(marker.x()) : Numbers.show(marker.x()), marker.label(), marker.tone()))
                .toList();
    }
}
