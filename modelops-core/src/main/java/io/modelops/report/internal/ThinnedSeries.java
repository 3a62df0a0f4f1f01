package io.modelops.report.internal;

import io.modelops.monitoring.MonitoringHistory;
import io.modelops.report.LineChart.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * A long series as few points: of each stretch the least and the greatest value, so that no peak is lost. Where nothing was
 * measured for long, or another version began to serve, the line is interrupted: what lies between was never seen.
 */
final class ThinnedSeries {
    private static final int STRETCHES = 60;
    private static final int LONG_GAP = 8;

    private ThinnedSeries() {}

    static List<Point> of(
            List<MonitoringHistory.Point> points,
            ToDoubleFunction<MonitoringHistory.Point> value,
            List<Instant> interruptions) {
        List<Point> kept = new ArrayList<>();
        for (List<MonitoringHistory.Point> run : runs(points, new TreeSet<>(interruptions))) {
            if (!kept.isEmpty()) {
                kept.add(Point.at(run.get(0).at(), Double.NaN));
            }
            int share = Math.max(1, (int) ((long) STRETCHES * run.size() / points.size()));
            kept.addAll(thinned(run, value, Math.min(share, run.size())));
        }
        return kept;
    }

    private static List<List<MonitoringHistory.Point>> runs(
            List<MonitoringHistory.Point> points, NavigableSet<Instant> interruptions) {
        Duration longest = longestStep(points);
        List<List<MonitoringHistory.Point>> runs = new ArrayList<>();
        int begin = 0;
        for (int index = 1; index <= points.size(); index++) {
            if (index == points.size()
                    || isInterrupted(
                            points.get(index - 1).at(), points.get(index).at(), longest, interruptions)) {
                runs.add(points.subList(begin, index));
                begin = index;
            }
        }
        return runs;
    }

    private static boolean isInterrupted(
            Instant before, Instant after, Duration longest, NavigableSet<Instant> interruptions) {
        Instant next = interruptions.higher(before);
        return Duration.between(before, after).compareTo(longest) > 0 || (next != null && !next.isAfter(after));
    }

    /** How far points may lie apart for a line between them: some times as far as is usual. */
    private static Duration longestStep(List<MonitoringHistory.Point> points) {
        List<Duration> steps = new ArrayList<>();
        for (int index = 1; index < points.size(); index++) {
            steps.add(Duration.between(
                    points.get(index - 1).at(), points.get(index).at()));
        }
        steps.sort(null);
        return steps.isEmpty() ? Duration.ZERO : steps.get(steps.size() / 2).multipliedBy(LONG_GAP);
    }

    private static List<Point> thinned(
            List<MonitoringHistory.Point> points, ToDoubleFunction<MonitoringHistory.Point> value, int stretches) {
        List<Point> kept = new ArrayList<>();
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
