package io.modelops.event;

/**
 * Is told what happens. A listener that throws is counted and logged; it can't fail or undo what it was told of. Calls
 * come one after another and in order: for a listener of a registry on the thread that made or noticed the change, for one of
 * deployments on a thread of its own, for which nothing waits.
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
