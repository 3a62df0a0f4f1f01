package io.modelops.event;

/**
 * Is given every entry of a registry's log from a place on, in order and at least once. It may take its time: it runs on
 * a thread where nobody waits for it.
 */
@FunctionalInterface
public interface LogSubscriber {
    /**
     * Takes an entry. When it returns, the entry counts as taken, and the next one comes; if it throws, the same entry
     * comes again after a pause. Calls come one after another, each seeing what the ones before it did.
     *
     * @param entry the entry; its sequence is what to remember
     * @throws Exception if the entry could not be taken
     */
    void on(LogEntry entry) throws Exception;
}
