package io.modelops.monitoring.sink;

import io.modelops.model.Alert;
import io.modelops.model.Severity;
import io.modelops.monitoring.Slf4jAlertSink;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertSink;
import java.net.URI;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The sinks for alerts that come with the library. All of them are safe for use by several threads and deployments. */
public final class AlertSinks {
    private AlertSinks() {}

    /**
     * Writes alerts to the log, one line each.
     *
     * @return a sink that writes to the logger {@code io.modelops.alerts}
     */
    public static AlertSink log() {
        return new Slf4jAlertSink();
    }

    /**
     * Calls functions of the application.
     *
     * @param onAlert takes each new alert; for several deployments it is called by several threads at once
     * @param onChange takes what becomes of alerts
     * @return a sink
     */
    public static AlertSink callback(
            Consumer<? super Alert> onAlert, BiConsumer<? super Alert, ? super AlertChange> onChange) {
        return new AlertSink() {
            @Override
            public void send(Alert alert) {
                onAlert.accept(alert);
            }

            @Override
            public void changed(Alert alert, AlertChange change) {
                onChange.accept(alert, change);
            }
        };
    }

    /**
     * Starts a sink that sends alerts as JSON over HTTP, with the defaults of {@link WebhookAlertSink.Builder}.
     *
     * @param target an address with the scheme http or https
     * @return a builder, not safe for use by several threads
     * @throws io.modelops.model.InvalidInputException if it is no such address, or holds a user and a password
     */
    public static WebhookAlertSink.Builder webhook(URI target) {
        return new WebhookAlertSink.Builder(target);
    }

    /**
     * Writes alerts to JDK Flight Recorder, as events named {@code io.modelops.Alert}. Costs next to nothing while nobody
     * records, and does nothing on a JDK without the module {@code jdk.jfr}.
     *
     * @return a sink
     */
    public static AlertSink flightRecorder() {
        return new JfrAlertSink();
    }

    /**
     * Passes on only alerts of some severity, and what becomes of those.
     *
     * @param least the least severity
     * @param sink who gets them
     * @return a sink
     */
    public static AlertSink atLeast(Severity least, AlertSink sink) {
        return callback(
                alert -> {
                    if (alert.severity().atLeast(least)) {
                        sink.send(alert);
                    }
                },
                (alert, change) -> {
                    if (alert.severity().atLeast(least)) {
                        sink.changed(alert, change);
                    }
                });
    }
}
