package io.modelops.event;

/**
 * Is told what happens. A listener that throws is counted and logged; it can't fail or undo what it was told of. Calls
 * come one after another for the changes of one registry, on the thread that made or noticed the change.
 */
@FunctionalInterface
public interface EventListener {
    /**
     * Takes note of an event. Should return quickly; long work belongs on a thread of the listener's own.
     *
     * @param event what happened
     */
    void on(Event event);
}
