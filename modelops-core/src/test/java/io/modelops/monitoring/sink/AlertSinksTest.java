package io.modelops.monitoring.sink;

import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.Severity;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertSink;
import io.modelops.spi.AlertSinkContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertSinksTest {
    private static final AlertChange RESOLVED =
            new AlertChange(AlertChange.Kind.RESOLVED, START, Actor.SYSTEM, "fine again");

    @Nested
    class Log extends AlertSinkContract {
        @Override
        protected AlertSink createSink() {
            return AlertSinks.log();
        }
    }

    @Nested
    class Callback extends AlertSinkContract {
        @Override
        protected AlertSink createSink() {
            return AlertSinks.callback(alert -> {}, (alert, change) -> {});
        }
    }

    @Nested
    class AtLeast extends AlertSinkContract {
        @Override
        protected AlertSink createSink() {
            return AlertSinks.atLeast(Severity.WARNING, alert -> {});
        }
    }

    @Nested
    class FlightRecorder extends AlertSinkContract {
        @Override
        protected AlertSink createSink() {
            return AlertSinks.flightRecorder();
        }
    }

    @Nested
    class Webhook extends AlertSinkContract {
        private final List<AutoCloseable> opened = new ArrayList<>();
        private WebhookReceiver receiver;

        @BeforeEach
        void listen() throws IOException {
            receiver = new WebhookReceiver();
            opened.add(receiver);
        }

        @AfterEach
        void close() throws Exception {
            for (AutoCloseable one : opened) {
                one.close();
            }
        }

        @Override
        protected AlertSink createSink() {
            WebhookAlertSink sink = AlertSinks.webhook(receiver.address("/")).build();
            opened.add(0, sink);
            return sink;
        }
    }

    @Test
    void callback_newsAboutAlerts_reachesBothFunctions() {
        List<String> heard = new ArrayList<>();
        AlertSink sink = AlertSinks.callback(
                alert -> heard.add("raised " + alert.id()),
                (alert, change) -> heard.add(change.kind() + " " + alert.id()));

        sink.send(alert(Severity.INFO));
        sink.changed(alert(Severity.INFO), RESOLVED);

        assertThat(heard).containsExactly("raised alert-1", "RESOLVED alert-1");
    }

    @Test
    void atLeast_lessSevere_isLeftOut() {
        List<Severity> heard = new ArrayList<>();
        AlertSink sink = AlertSinks.atLeast(
                Severity.WARNING,
                AlertSinks.callback(
                        alert -> heard.add(alert.severity()), (alert, change) -> heard.add(alert.severity())));
        for (Severity severity : Severity.values()) {
            sink.send(alert(severity));
            sink.changed(alert(severity), RESOLVED);
        }

        assertThat(heard).containsExactly(Severity.WARNING, Severity.WARNING, Severity.CRITICAL, Severity.CRITICAL);
    }

    @Test
    void flightRecorder_whileRecording_writesAllThereIs(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("alerts.jfr");
        AlertSink sink = AlertSinks.flightRecorder();
        try (Recording recording = new Recording()) {
            recording.start();
            sink.send(alert(Severity.CRITICAL));
            sink.changed(alert(Severity.CRITICAL), RESOLVED);
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("io.modelops.Alert"))
                .toList();
        assertThat(events)
                .extracting(event -> event.getString("what"), event -> event.getString("note"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("RAISED", ""),
                        org.assertj.core.groups.Tuple.tuple("RESOLVED", "fine again"));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getString("id")).isEqualTo("alert-1");
            assertThat(event.getString("model")).isEqualTo("churn");
            assertThat(event.getInt("version")).isEqualTo(7);
            assertThat(event.getString("subject")).isEqualTo("spend");
            assertThat(event.getString("severity")).isEqualTo("CRITICAL");
            assertThat(event.getDouble("value")).isEqualTo(0.5);
        });
    }

    private static Alert alert(Severity severity) {
        return new Alert("alert-1", MODEL, 7, "drift", "spend", severity, 0.5, 0.2, "spend moved", START);
    }
}
