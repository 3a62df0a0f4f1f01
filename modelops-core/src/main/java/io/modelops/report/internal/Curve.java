package io.modelops.report.internal;

import io.modelops.report.LineChart.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One series as it is drawn.
 *
 * @param style the style class
 * @param path the line, as the commands of an SVG path
 * @param dots the points that are drawn as such: all if there are few, otherwise those without neighbours
 */
public record Curve(String style, String path, List<Place> dots) {
    private static final int FEW_POINTS = 40;

    /**
     * A point of the drawing.
     *
     * @param x pixels from the left
     * @param y pixels from the top
     */
    public record Place(String x, String y) {}

    static Curve of(String style, List<Point> points, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        List<Place> dots = new ArrayList<>();
        for (List<Point> run : runs(points)) {
            if (run.size() == 1 || points.size() <= FEW_POINTS) {
                run.forEach(point ->
                        dots.add(new Place(Numbers.place(x.place(point.x())), Numbers.place(y.place(point.y())))));
            }
            if (run.size() > 1) {
                appendLine(path, thinned(run, x), x, y, 'M');
            }
        }
        return new Curve(style, path.toString(), dots);
    }

    /** The outline of the area between two curves. */
    static String area(List<Point> low, List<Point> high, Scale x, Scale y) {
        List<Point> upper = thinned(drawable(high), x);
        List<Point> lower = new ArrayList<>(thinned(drawable(low), x));
        if (upper.isEmpty() || lower.isEmpty()) {
            return "";
        }
        lower.sort(Comparator.comparingDouble(Point::x).reversed());
        StringBuilder path = new StringBuilder();
        appendLine(path, upper, x, y, 'M');
        appendLine(path, lower, x, y, 'L');
        return path.append('Z').toString();
    }

    private static void appendLine(StringBuilder path, List<Point> points, Scale x, Scale y, char first) {
        char command = first;
        for (Point point : points) {
            path.append(command)
                    .append(Numbers.place(x.place(point.x())))
                    .append(' ')
                    .append(Numbers.place(y.place(point.y())));
            command = 'L';
        }
    }

    private static List<Point> drawable(List<Point> points) {
        return points.stream().filter(point -> Extent.canDraw(point.y())).toList();
    }

    private static List<List<Point>> runs(List<Point> points) {
        List<List<Point>> runs = new ArrayList<>();
        List<Point> run = new ArrayList<>();
        for (Point point : points) {
            if (Extent.canDraw(point.y())) {
                run.add(point);
            } else if (!run.isEmpty()) {
                runs.add(run);
                run = new ArrayList<>();
            }
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    /**
     * Keeps of each column of pixels the first, the lowest, the highest and the last point, which draws the same line (the
     * M4 aggregation of Jugel et al., VLDB 2014).
     */
    private static List<Point> thinned(List<Point> run, Scale x) {
        List<Point> kept = new ArrayList<>();
        int start = 0;
        while (start < run.size()) {
            long column = column(run.get(start), x);
            int end = start + 1;
            int lowest = start;
            int highest = start;
            while (end < run.size() && column(run.get(end), x) == column) {
                lowest = run.get(end).y() < run.get(lowest).y() ? end : lowest;
                highest = run.get(end).y() > run.get(highest).y() ? end : highest;
                end++;
            }
            int previous = -1;
            for (int index : new int[] {start, Math.min(lowest, highest), Math.max(lowest, highest), end - 1}) {
                if (index != previous) {
                    kept.add(run.get(index));
                }
                previous = index;
            }
            start = end;
        }
        return kept;
    }

    private static long column(Point point, Scale x) {
        return (long) Math.floor(x.place(point.x()));
    }
}
