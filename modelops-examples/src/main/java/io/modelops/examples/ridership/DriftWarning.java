package io.modelops.examples.ridership;

import io.modelops.monitoring.Reading;
import io.modelops.spi.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which inputs have drifted. */
final class DriftWarning {
    private static final int MOST_NAMES = 3;

    private DriftWarning() {}

    /** The features that have drifted now, strongest first, in words; empty if none has. */
    static String of(List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.monitor().equals("feature-drift"))
                .map(Reading::finding)
                .filter(drift -> drift.status() == Finding.Status.BREACHED)
                .limit(MOST_NAMES)
                .map(drift -> String.format(Locale.ROOT, "%s PSI %.2f", drift.subject(), drift.value()))
                .collect(Collectors.joining(", "));
    }
}
