package io.modelops.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Curves over time or over a number, with markers, limits and bands. An immutable value; each method returns a new chart.
 * A curve of many points is drawn with as many as can be seen, keeping each peak; a point whose value is NaN leaves a gap.
 *
 * @param title what the chart shows, in one line
 * @param x the axis to the right
 * @param y the axis upwards
 * @param series the curves
 * @param markers moments worth seeing
 * @param limits horizontal lines
 * @param bands areas between two curves
 * @param zeroBased whether the axis upwards begins at zero even if no value is near
 */
public record LineChart(
        String title,
        Axis x,
        Axis y,
        List<Series> series,
        List<Marker> markers,
        List<Limit> limits,
        List<Band> bands,
        boolean zeroBased)
        implements Block {
    /**
     * One place on a curve.
     *
     * @param x where it is, on an axis of times in seconds since 1970-01-01T00:00:00Z
     * @param y how high it is; NaN leaves a gap
     */
    public record Point(double x, double y) {
        /**
         * A place on a curve over time.
         *
         * @param x when it was
         * @param y how high it is; NaN leaves a gap
         * @return the point
         */
        public static Point at(Instant x, double y) {
            return new Point(seconds(x), y);
        }

        /**
         * A place on a curve over days.
         *
         * @param x on which day it was
         * @param y how high it is; NaN leaves a gap
         * @return the point
         */
        public static Point at(LocalDate x, double y) {
            return at(x.atStartOfDay().toInstant(ZoneOffset.UTC), y);
        }
    }

    /**
     * One curve.
     *
     * @param name what it shows
     * @param points its places, sorted by x; those without a finite x are left out
     */
    public record Series(String name, List<Point> points) {
        /**
         * Sorts and keeps the points.
         *
         * @param name what it shows
         * @param points its places, in any order
         */
        public Series {
            points = points.stream()
                    .filter(point -> Double.isFinite(point.x()))
                    .sorted(Comparator.comparingDouble(Point::x))
                    .toList();
        }
    }

    /**
     * A moment worth seeing.
     *
     * @param x where it is
     * @param label what it is, in a few characters
     * @param tone how it is to be taken
     */
    public record Marker(double x, String label, Tone tone) {}

    /**
     * A horizontal line.
     *
     * @param y how high it is
     * @param label what it is
     */
    public record Limit(double y, String label) {}

    /**
     * An area between two curves, such as an interval around a third.
     *
     * @param name what it shows
     * @param low its lower edge
     * @param high its upper edge
     */
    public record Band(String name, List<Point> low, List<Point> high) {
        /**
         * Copies and keeps the edges.
         *
         * @param name what it shows
         * @param low its lower edge
         * @param high its upper edge
         */
        public Band {
            low = new Series(name, low).points();
            high = new Series(name, high).points();
        }
    }

    /**
     * Copies and keeps the parts.
     *
     * @param title what the chart shows, in one line
     * @param x the axis to the right
     * @param y the axis upwards
     * @param series the curves
     * @param markers moments worth seeing
     * @param limits horizontal lines
     * @param bands areas between two curves
     * @param zeroBased whether the axis upwards begins at zero
     */
    public LineChart {
        series = List.copyOf(series);
        markers = List.copyOf(markers);
        limits = List.copyOf(limits);
        bands = List.copyOf(bands);
    }

    /**
     * Starts a chart.
     *
     * @param title what the chart shows, in one line
     * @return a chart without curves
     */
    public static LineChart titled(String title) {
        return new LineChart(title, Axis.of(""), Axis.of(""), List.of(), List.of(), List.of(), List.of(), false);
    }

    /**
     * Sets the axis to the right.
     *
     * @param axis the axis
     * @return a chart with it
     */
    public LineChart x(Axis axis) {
        return new LineChart(title, axis, y, series, markers, limits, bands, zeroBased);
    }

    /**
     * Sets the axis upwards.
     *
     * @param axis the axis
     * @return a chart with it
     */
    public LineChart y(Axis axis) {
        return new LineChart(title, x, axis, series, markers, limits, bands, zeroBased);
    }

    /**
     * Begins the axis upwards at zero even if no value is near.
     *
     * @return a chart whose heights can be compared as ratios
     */
    public LineChart fromZero() {
        return new LineChart(title, x, y, series, markers, limits, bands, true);
    }

    /**
     * Adds a curve.
     *
     * @param name what it shows
     * @param points its places, in any order
     * @return a chart with the curve
     */
    public LineChart line(String name, List<Point> points) {
        return new LineChart(title, x, y, and(series, new Series(name, points)), markers, limits, bands, zeroBased);
    }

    /**
     * Adds a marker to a chart over time.
     *
     * @param when where it is
     * @param label what it is, in a few characters
     * @param tone how it is to be taken
     * @return a chart with the marker
     */
    public LineChart marker(Instant when, String label, Tone tone) {
        return marker(new Marker(seconds(when), label, tone));
    }

    /**
     * Adds a marker to a chart over days.
     *
     * @param day where it is
     * @param label what it is, in a few characters
     * @param tone how it is to be taken
     * @return a chart with the marker
     */
    public LineChart marker(LocalDate day, String label, Tone tone) {
        return marker(day.atStartOfDay().toInstant(ZoneOffset.UTC), label, tone);
    }

    /**
     * Adds a marker.
     *
     * @param marker the marker
     * @return a chart with the marker
     */
    public LineChart marker(Marker marker) {
        return new LineChart(title, x, y, series, and(markers, marker), limits, bands, zeroBased);
    }

    /**
     * Adds a horizontal line.
     *
     * @param height how high it is
     * @param label what it is
     * @return a chart with the line
     */
    public LineChart limit(double height, String label) {
        return new LineChart(title, x, y, series, markers, and(limits, new Limit(height, label)), bands, zeroBased);
    }

    /**
     * Adds an area between two curves.
     *
     * @param name what it shows
     * @param low its lower edge
     * @param high its upper edge
     * @return a chart with the area
     */
    public LineChart band(String name, List<Point> low, List<Point> high) {
        return new LineChart(title, x, y, series, markers, limits, and(bands, new Band(name, low, high)), zeroBased);
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private static <T> List<T> and(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
