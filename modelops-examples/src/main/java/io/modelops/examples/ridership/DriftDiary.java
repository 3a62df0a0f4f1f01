package io.modelops.examples.ridership;

import io.modelops.monitoring.Reading;
import io.modelops.report.LineChart.Point;
import io.modelops.spi.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Notes once a week how far each input has drifted from what the version that serves was trained on. */
final class DriftDiary {
    private static final int EVERY_DAYS = 7;

    private final Map<String, List<Point>> drifts = new LinkedHashMap<>();

    /** Takes the readings of a day, if it is time. */
    void note(LocalDate day, List<Reading> readings) {
        if (day.toEpochDay() % EVERY_DAYS == 0) {
            for (Finding drift : drifts(readings)) {
                drifts.computeIfAbsent(drift.subject(), feature -> new ArrayList<>())
                        .add(Point.at(day, drift.value()));
            }
        }
    }

    /** The features that drifted most on average, each with its course; NaN where it was not known. */
    Map<String, List<Point>> strongest(int count) {
        return drifts.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, List<Point>> entry) -> average(entry.getValue()))
                        .reversed())
                .limit(count)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** The features that have drifted now, strongest first, in words. */
    static String warning(List<Reading> readings) {
        return drifts(readings).stream()
                .filter(drift -> drift.status() == Finding.Status.BREACHED)
                .limit(3)
                .map(drift -> String.format(Locale.ROOT, "%s PSI %.2f", drift.subject(), drift.value()))
                .collect(Collectors.joining(", "));
    }

    private static List<Finding> drifts(List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.monitor().equals("feature-drift"))
                .map(Reading::finding)
                .toList();
    }

    private static double average(List<Point> points) {
        return points.stream()
                .mapToDouble(Point::y)
                .filter(Double::isFinite)
                .average()
                .orElse(0);
    }
}
