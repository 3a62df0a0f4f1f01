package io.modelops.monitoring.sink;

import io.modelops.model.Alert;
import io.modelops.spi.AlertChange;

/** Commits events. Loaded only where there is a Flight Recorder. */
final class AlertEvents {
    void write(Alert alert, AlertChange.Kind what, String by, String note) {
        AlertEvent event = new AlertEvent();
        if (!event.shouldCommit()) {
            return;
        }
        event.what = what.name();
        event.id = alert.id();
        event.model = alert.model().value();
        event.version = alert.version();
        event.monitor = alert.monitor();
        event.subject = alert.subject();
        event.severity = alert.severity().name();
        event.value = alert.value();
        event.threshold = alert.threshold();
        event.summary = alert.summary();
        event.by = by;
        event.note = note;
        event.commit();
    }
}
