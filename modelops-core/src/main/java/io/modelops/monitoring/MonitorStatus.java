package io.modelops.monitoring;

/**
 * How a monitor, a sink or the alert listener itself does. A snapshot.
 *
 * @param name its name; sinks are {@code alert-sink-1} and so on, the listener is {@code alert-listener}
 * @param state whether it is called
 * @param waiting how much it still has to be told
 * @param dropped how much it was not told, because it was too slow, hung or was switched off
 * @param failures how often it threw or hung
 * @param hangs how often it did not come back within the limit
 */
public record MonitorStatus(String name, State state, int waiting, long dropped, long failures, long hangs) {
    /** Whether something is called. */
    public enum State {
        /** It is. */
        ON,
        /** It has not come back from a call; its thread waits for it, nobody else does. */
        HANGING,
        /** Not any more: it failed again and again, ran out of memory, or hung too often. */
        OFF
    }
}
