package io.modelops.monitoring;

import java.util.Map;

/**
 * How a monitor, a sink, the alert listener or work beside them does. A snapshot.
 *
 * @param name its name; sinks are {@code alert-sink-1} and so on, the listener is {@code alert-listener}
 * @param state whether it is called
 * @param waiting how much it still has to be told
 * @param dropped how much it was not told, because it was too slow, hung or was switched off
 * @param failures how often it threw or hung
 * @param hangs how often it did not come back within the limit
 * @param refusedStates how often it started anew although something was remembered from before a restart: that was torn, too
 *     old, of another version of the model or the library, or did not fit its settings
 * @param retainedBytes about how much memory it took after the last evaluation, -1 if it does not say
 * @param retainedBytesByFeature how much of it each feature took, where that can be told
 */
public record MonitorStatus(
        String name,
        State state,
        int waiting,
        long dropped,
        long failures,
        long hangs,
        long refusedStates,
        long retainedBytes,
        Map<String, Long> retainedBytesByFeature) {
    /** Whether something is called. */
    public enum State {
        /** It is. */
        ON,
        /** It has not come back from a call; its thread waits for it, nobody else does. */
        HANGING,
        /** Not any more: it failed again and again, ran out of memory, or hung too often. */
        OFF
    }

    /**
     * Copies and keeps the parts.
     *
     * @param name its name
     * @param state whether it is called
     * @param waiting how much it still has to be told
     * @param dropped how much it was not told
     * @param failures how often it threw or hung
     * @param hangs how often it did not come back within the limit
     * @param refusedStates how often it started anew although something was remembered
     * @param retainedBytes about how much memory it took
     * @param retainedBytesByFeature how much of it each feature took
     */
    public MonitorStatus {
        retainedBytesByFeature = Map.copyOf(retainedBytesByFeature);
    }

    /** Of something that keeps nothing. */
    static MonitorStatus of(String name, State state, Lane lane, long failures, long hangs) {
        return new MonitorStatus(name, state, lane.waiting(), lane.dropped(), failures, hangs, 0, -1, Map.of());
    }
}
