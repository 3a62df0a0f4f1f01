package io.modelops.monitoring;

import io.modelops.model.Alert;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertSink;

/** News about an alert. */
record Notice(Alert alert, AlertChange change) {
    boolean isNew() {
        return change.kind() == AlertChange.Kind.RAISED;
    }

    void tell(AlertSink sink) {
        if (isNew()) {
            sink.send(alert);
        } else {
            sink.changed(alert, change);
        }
    }
}
