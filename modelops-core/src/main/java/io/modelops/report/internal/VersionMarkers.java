package io.modelops.report.internal;

import io.modelops.monitoring.ServedVersion;
import io.modelops.report.LineChart;
import io.modelops.report.Tone;
import java.time.Instant;
import java.util.List;

/** Marks in a chart over time where another version began to serve. */
final class VersionMarkers {
    private static final int MOST = 15;

    private VersionMarkers() {}

    /** The versions that began within a time; of many the latest. */
    static List<ServedVersion> within(Instant from, Instant to, List<ServedVersion> versions) {
        List<ServedVersion> within = versions.stream()
                .filter(served -> served.from().isAfter(from) && !served.from().isAfter(to))
                .toList();
        return within.subList(Math.max(0, within.size() - MOST), within.size());
    }

    static LineChart on(LineChart chart, List<ServedVersion> versions) {
        LineChart marked = chart;
        for (ServedVersion served : versions) {
            marked = marked.marker(served.from(), "v" + served.version().number(), Tone.NEUTRAL);
        }
        return marked;
    }
}
