package io.modelops.monitoring;

/**
 * How well a model did on one part of its traffic.
 *
 * @param metric the name of the metric
 * @param slice which part, such as {@code plan = pro}
 * @param value the metric, NaN if it is not defined there
 * @param low the lower end of its interval, NaN for none
 * @param high the upper end of its interval, NaN for none
 * @param samples how many labelled predictions it rests on
 * @param threshold the value at which it is no longer good enough, NaN if there is none
 * @param breached whether it is beyond the threshold
 */
public record SliceResult(
        String metric,
        String slice,
        double value,
        double low,
        double high,
        long samples,
        double threshold,
        boolean breached) {}
