package io.modelops.report.internal;

import io.modelops.monitoring.MonitoringHistory;
import io.modelops.report.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A long series as few points: of each stretch the least and the greatest value, so that no peak is lost. */
final class ThinnedSeries {
    private static final int STRETCHES = 60;

    private ThinnedSeries() {}

    static List<Point> of(List<MonitoringHistory.Point> points, ToDoubleFunction<MonitoringHistory.Point> value) {
        List<Point> kept = new ArrayList<>();
        int stretches = Math.min(STRETCHES, points.size());
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) points.size() * stretch / stretches);
            int to = (int) ((long) points.size() * (stretch + 1) / stretches);
            int least = from;
            int greatest = from;
            for (int index = from; index < to; index++) {
                double height = value.applyAsDouble(points.get(index));
                least = height < value.applyAsDouble(points.get(least)) ? index : least;
                greatest = height > value.applyAsDouble(points.get(greatest)) ? index : greatest;
            }
            kept.add(point(points.get(Math.min(least, greatest)), value));
            if (least != greatest) {
                kept.add(point(points.get(Math.max(least, greatest)), value));
            }
        }
        return kept;
    }

    private static Point point(MonitoringHistory.Point point, ToDoubleFunction<MonitoringHistory.Point> value) {
        return Point.at(point.at(), value.applyAsDouble(point));
    }
}
