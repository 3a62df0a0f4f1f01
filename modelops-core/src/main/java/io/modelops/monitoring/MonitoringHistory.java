package io.modelops.monitoring;

import io.modelops.spi.Finding;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each monitor measured over time, for charts: the latest points of each subject, up to a number, without
 * evaluations that had too few data. It holds at most
 * 1,000 series; beyond that the one that got no point for the longest time is dropped. Safe for use by several threads.
 */
public final class MonitoringHistory {
    private static final int MOST_SERIES = 1_000;

    private record Key(String monitor, String subject) {}

    private final Map<Key, Deque<Point>> points = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<Key, Deque<Point>> eldest) {
            return size() > MOST_SERIES;
        }
    };
    private final int limit;

    MonitoringHistory(int limit) {
        this.limit = limit;
    }

    synchronized void add(String monitor, Instant at, Finding finding) {
        Deque<Point> series = points.computeIfAbsent(new Key(monitor, finding.subject()), key -> new ArrayDeque<>());
        series.addLast(new Point(at, finding.value(), finding.threshold(), finding.status()));
        if (series.size() > limit) {
            series.removeFirst();
        }
    }

    /**
     * All series.
     *
     * @return an immutable snapshot, by monitor and subject
     */
    public synchronized List<Series> series() {
        return points.entrySet().stream()
                .map(entry ->
                        new Series(entry.getKey().monitor(), entry.getKey().subject(), List.copyOf(entry.getValue())))
                .sorted(Comparator.comparing(Series::monitor).thenComparing(Series::subject))
                .toList();
    }

    /**
     * What one monitor measured of one subject.
     *
     * @param monitor the name of the monitor
     * @param subject the subject
     * @param points the points, oldest first
     */
    public record Series(String monitor, String subject, List<Point> points) {
        /**
         * Copies and keeps the series.
         *
         * @param monitor the name of the monitor
         * @param subject the subject
         * @param points the points, oldest first
         */
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * One measurement.
     *
     * @param at when it was taken
     * @param value the measured value, NaN if there was none
     * @param threshold the value at which it is no longer as it should be, NaN if there was none
     * @param status how it was judged
     */
    public record Point(Instant at, double value, double threshold, Finding.Status status) {}
}
