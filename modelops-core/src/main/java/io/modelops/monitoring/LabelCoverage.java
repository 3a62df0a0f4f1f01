package io.modelops.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of how many predictions the truth is known, how late it comes, and who gets it: a measured performance says nothing
 * about those that never get a label.
 *
 * @param predictions how many predictions there were
 * @param labelled how many of them have a label
 * @param medianAge how long after its prediction a label came in half of the cases, null if not known
 * @param lateAge how long after its prediction a label came in nine of ten cases, null if not known
 * @param overTime the share of predictions with a label, by when they were made, oldest first
 * @param groups the same for parts of the traffic
 */
public record LabelCoverage(
        long predictions,
        long labelled,
        @Nullable Duration medianAge,
        @Nullable Duration lateAge,
        List<Point> overTime,
        List<Group> groups) {
    /**
     * The share of labelled predictions at one time.
     *
     * @param at the end of the window in which they were made
     * @param share the share that has a label by now, 0..1, NaN if there were none
     */
    public record Point(Instant at, double share) {}

    /**
     * One part of the traffic.
     *
     * @param name which part
     * @param predictions how many predictions it has
     * @param labelled how many of them have a label
     */
    public record Group(String name, long predictions, long labelled) {}

    /**
     * Copies and keeps the parts.
     *
     * @param predictions how many predictions there were
     * @param labelled how many of them have a label
     * @param medianAge how long after its prediction a label came in half of the cases
     * @param lateAge how long after its prediction a label came in nine of ten cases
     * @param overTime the share of predictions with a label over time
     * @param groups the same for parts of the traffic
     */
    public LabelCoverage {
        overTime = List.copyOf(overTime);
        groups = List.copyOf(groups);
    }

    /**
     * The share of predictions with a label.
     *
     * @return 0..1, NaN if there were no predictions
     */
    public double share() {
        return (double) labelled / predictions;
    }
}
