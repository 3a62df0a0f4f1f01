package io.modelops.monitoring;

import io.modelops.model.Alert;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.spi.Report;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment did over a time: a snapshot of its monitors. Its size is bounded by what the monitor host keeps, not by
 * the traffic.
 *
 * @param model the name of the model
 * @param version the version that served at the end, or null if none did
 * @param from the time of the oldest point kept, or the end if there is none
 * @param to the end
 * @param readings the latest finding of each monitor about each subject
 * @param series what was measured over time
 * @param alerts the alerts, oldest first
 * @param failures how often each monitor and sink threw, by name; those that never did are left out
 * @param details what monitors show beyond their findings
 */
public record MonitoringReport(
        ModelName model,
        ModelRef.@Nullable Numbered version,
        Instant from,
        Instant to,
        List<Reading> readings,
        List<MonitoringHistory.Series> series,
        List<Alert> alerts,
        Map<String, Long> failures,
        MonitoringDetails details)
        implements Report {
    /**
     * Copies and keeps the snapshot.
     *
     * @param model the name of the model
     * @param version the version that served at the end, or null if none did
     * @param from the time of the oldest point kept
     * @param to the end
     * @param readings the latest finding of each monitor about each subject
     * @param series what was measured over time
     * @param alerts the alerts, oldest first
     * @param failures how often each monitor and sink threw, by name
     * @param details what monitors show beyond their findings
     */
    public MonitoringReport {
        readings = List.copyOf(readings);
        series = List.copyOf(series);
        alerts = List.copyOf(alerts);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    /**
     * Creates a report without details.
     *
     * @param model the name of the model
     * @param version the version that served at the end, or null if none did
     * @param from the time of the oldest point kept
     * @param to the end
     * @param readings the latest finding of each monitor about each subject
     * @param series what was measured over time
     * @param alerts the alerts, oldest first
     * @param failures how often each monitor and sink threw, by name
     */
    public MonitoringReport(
            ModelName model,
            ModelRef.@Nullable Numbered version,
            Instant from,
            Instant to,
            List<Reading> readings,
            List<MonitoringHistory.Series> series,
            List<Alert> alerts,
            Map<String, Long> failures) {
        this(model, version, from, to, readings, series, alerts, failures, MonitoringDetails.none());
    }

    /**
     * Adds what monitors show beyond their findings.
     *
     * @param more the details, which join those that are there
     * @return a report with both
     */
    public MonitoringReport with(MonitoringDetails more) {
        return new MonitoringReport(model, version, from, to, readings, series, alerts, failures, details.and(more));
    }
}
