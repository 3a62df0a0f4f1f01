package io.modelops.monitoring.sink;

import io.modelops.model.Alert;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertSink;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts to JDK Flight Recorder. No event type is named here: the verifier would look for its superclass, which a
 * JDK without the module {@code jdk.jfr} does not have.
 */
final class JfrAlertSink implements AlertSink {
    private static final @Nullable AlertEvents EVENTS =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new AlertEvents() : null;

    @Override
    public void send(Alert alert) {
        if (EVENTS != null) {
            EVENTS.write(alert, AlertChange.Kind.RAISED, "", "");
        }
    }

    @Override
    public void changed(Alert alert, AlertChange change) {
        if (EVENTS != null) {
            EVENTS.write(alert, change.kind(), change.by().name(), change.note());
        }
    }
}
