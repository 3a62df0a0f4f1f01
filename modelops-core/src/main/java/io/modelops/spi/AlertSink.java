package io.modelops.spi;

import io.modelops.model.Alert;

/** Takes alerts to people or systems. What it throws is counted and isolated. */
@FunctionalInterface
public interface AlertSink {
    /**
     * Delivers an alert.
     *
     * @param alert the alert
     */
    void send(Alert alert);
}
