package io.modelops.monitoring;

import java.time.Instant;
import java.util.List;

/**
 * How well a model did by one metric over time: as measured where labels came, and as estimated where they did not.
 *
 * @param metric the name of the metric
 * @param higherIsBetter whether a greater value is a better one
 * @param threshold the value at which it is no longer good enough, NaN if there is none
 * @param realised what was measured against labels, oldest first
 * @param estimated what was estimated without labels, oldest first
 */
public record PerformanceTrend(
        String metric, boolean higherIsBetter, double threshold, List<Point> realised, List<Point> estimated) {
    /**
     * The metric of one window.
     *
     * @param at the end of the window
     * @param value the metric, NaN if it is not defined there
     * @param low the lower end of its interval, NaN for none
     * @param high the upper end of its interval, NaN for none
     * @param samples how many predictions it rests on
     */
    public record Point(Instant at, double value, double low, double high, long samples) {}

    /**
     * Copies and keeps the points.
     *
     * @param metric the name of the metric
     * @param higherIsBetter whether a greater value is a better one
     * @param threshold the value at which it is no longer good enough
     * @param realised what was measured against labels
     * @param estimated what was estimated without labels
     */
    public PerformanceTrend {
        realised = List.copyOf(realised);
        estimated = List.copyOf(estimated);
    }

    /**
     * Whether a window is beyond the threshold.
     *
     * @param point the window
     * @return true if its value is worse than the threshold; false if there is none
     */
    public boolean breaches(Point point) {
        return higherIsBetter ? point.value() < threshold : point.value() > threshold;
    }
}
