package io.modelops.monitoring;

import io.modelops.model.Alert;
import io.modelops.model.Quoted;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes alerts to the log, one line each: {@code INFO}, {@code WARN} or {@code ERROR} by severity; what becomes of them as
 * {@code INFO}. Safe for use by several threads.
 */
public final class Slf4jAlertSink implements AlertSink {
    private final Logger logger;

    /** Creates a sink that writes to the logger {@code io.modelops.alerts}. */
    public Slf4jAlertSink() {
        this(LoggerFactory.getLogger("io.modelops.alerts"));
    }

    /**
     * Creates a sink.
     *
     * @param logger the logger to write to
     */
    public Slf4jAlertSink(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void send(Alert alert) {
        logger.atLevel(level(alert))
                .log(
                        "Alert {} {} {}:{} {}: {}",
                        alert.id(),
                        alert.severity(),
                        alert.model(),
                        alert.version(),
                        alert.monitor(),
                        Quoted.of(alert.summary()));
    }

    @Override
    public void changed(Alert alert, AlertChange change) {
        logger.atLevel(Level.INFO)
                .log(
                        "Alert {} {} by {}, {} {}:{} {}: {}",
                        alert.id(),
                        change.kind(),
                        Quoted.of(change.by().name()),
                        alert.severity(),
                        alert.model(),
                        alert.version(),
                        alert.monitor(),
                        Quoted.of(change.note()));
    }

    private static Level level(Alert alert) {
        return switch (alert.severity()) {
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case CRITICAL -> Level.ERROR;
        };
    }
}
