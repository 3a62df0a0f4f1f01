package io.modelops.spi;

import io.modelops.model.Alert;

/**
 * Takes alerts to people or systems. It is called by one thread at a time for each deployment, by several if it serves
 * several deployments; what it throws is counted and isolated, and one that is slow or hangs keeps nothing from the others.
 */
@FunctionalInterface
public interface AlertSink {
    /**
     * Delivers a new alert.
     *
     * @param alert the alert
     */
    void send(Alert alert);

    /**
     * Delivers the news of what became of an alert that was sent before: that somebody acknowledged it, that it is
     * resolved, opened again, or replaced. Does nothing unless overridden.
     *
     * @param alert the alert as it was sent
     * @param change what happened; never {@link AlertChange.Kind#RAISED}
     */
    default void changed(Alert alert, AlertChange change) {}
}
