package io.modelops.monitoring;

import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.Severity;
import io.modelops.spi.AlertChange;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

class Slf4jAlertSinkTest {
    @ParameterizedTest
    @CsvSource({"INFO, INFO", "WARNING, WARN", "CRITICAL, ERROR"})
    void send_alert_writesOneLineThatNobodyCanForge(Severity severity, Level level) {
        Logger logger = mock(Logger.class);
        LoggingEventBuilder line = mock(LoggingEventBuilder.class);
        when(logger.atLevel(level)).thenReturn(line);
        Alert alert = new Alert(
                "churn-1", MODEL, 7, "feature-drift", "plan", severity, 0.3, 0.2, "plan: pro\nERROR forged", START);

        new Slf4jAlertSink(logger).send(alert);

        ArgumentCaptor<Object[]> arguments = ArgumentCaptor.forClass(Object[].class);
        Mockito.verify(line).log(any(String.class), arguments.capture());
        assertThat(Arrays.toString(arguments.getValue()))
                .contains("churn-1", "feature-drift", "plan: pro\\u000aERROR forged")
                .doesNotContain("\n");
    }

    @Test
    void changed_anyChange_writesOneLineThatNobodyCanForge() {
        Logger logger = mock(Logger.class);
        LoggingEventBuilder line = mock(LoggingEventBuilder.class);
        when(logger.atLevel(Level.INFO)).thenReturn(line);
        Alert alert = new Alert("churn-1", MODEL, 7, "drift", "plan", Severity.CRITICAL, 0.3, 0.2, "plan", START);

        new Slf4jAlertSink(logger)
                .changed(
                        alert,
                        new AlertChange(AlertChange.Kind.ACKNOWLEDGED, START, Actor.by("ana"), "on it\nERROR forged"));

        ArgumentCaptor<Object[]> arguments = ArgumentCaptor.forClass(Object[].class);
        Mockito.verify(line).log(any(String.class), arguments.capture());
        assertThat(Arrays.toString(arguments.getValue()))
                .contains("churn-1", "ACKNOWLEDGED", "\"ana\"", "on it\\u000aERROR forged")
                .doesNotContain("\n");
    }
}
