package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.ModelName;
import io.modelops.model.Severity;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link AlertSink} has to do: take any alert, from any thread, without throwing. */
public abstract class AlertSinkContract {
    /** Makes the sink under test. */
    protected abstract AlertSink createSink() throws Exception;

    @ParameterizedTest
    @EnumSource(Severity.class)
    void send_ofAnySeverity_returns(Severity severity) throws Exception {
        AlertSink sink = createSink();

        assertThatCode(() -> sink.send(alert(severity, "error doubled", 2))).doesNotThrowAnyException();
    }

    @Test
    void send_withoutAValue_returns() throws Exception {
        AlertSink sink = createSink();

        assertThatCode(() -> sink.send(alert(Severity.INFO, "", Double.NaN))).doesNotThrowAnyException();
    }

    @Test
    void send_withHostileText_returns() throws Exception {
        AlertSink sink = createSink();

        assertThatCode(() -> sink.send(
                        alert(Severity.INFO, "a\r\nb \u001b[31m {} % \u202e <script> " + "x".repeat(9_999), 1)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(AlertChange.Kind.class)
    void changed_inAnyWay_returns(AlertChange.Kind kind) throws Exception {
        AlertSink sink = createSink();
        Alert alert = alert(Severity.WARNING, "error doubled", 2);

        assertThatCode(() -> {
                    sink.send(alert);
                    sink.changed(alert, new AlertChange(kind, alert.at(), Actor.by("ana"), "a\r\nb \u202e {}"));
                    sink.changed(alert, new AlertChange(kind, Instant.MAX, Actor.SYSTEM, ""));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void send_fromSeveralThreads_returns() throws Exception {
        AlertSink sink = createSink();

        assertThatCode(() -> IntStream.range(0, 50)
                        .parallel()
                        .forEach(number -> sink.send(alert(Severity.WARNING, "number " + number, number))))
                .doesNotThrowAnyException();
    }

    private static Alert alert(Severity severity, String summary, double value) {
        return new Alert(
                "alert-1",
                ModelName.of("churn"),
                1,
                "performance",
                "mae",
                severity,
                value,
                1,
                summary,
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
