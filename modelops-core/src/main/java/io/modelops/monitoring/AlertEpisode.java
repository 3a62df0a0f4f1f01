package io.modelops.monitoring;

import io.modelops.model.Alert;
import java.time.Instant;
import java.util.List;

/**
 * An alert with what became of it: from when it fired until it was resolved.
 *
 * @param alert the alert
 * @param changes its states, oldest first; without any it fires since it was raised
 */
public record AlertEpisode(Alert alert, List<Change> changes) {
    /** What an alert is at a time. */
    public enum State {
        /** It calls for somebody. */
        FIRING,
        /** Somebody said that it is being looked at. */
        ACKNOWLEDGED,
        /** It goes on, and nobody is to be told. */
        SILENCED,
        /** What it told of is over. */
        RESOLVED
    }

    /**
     * A change of state.
     *
     * @param at when it changed
     * @param state what it is from then on
     * @param by who changed it, empty for the monitors
     * @param note why, empty for none
     */
    public record Change(Instant at, State state, String by, String note) {}

    /**
     * Copies and keeps the changes.
     *
     * @param alert the alert
     * @param changes its states, oldest first
     */
    public AlertEpisode {
        changes = List.copyOf(changes);
    }

    /**
     * The state it is in now.
     *
     * @return the latest state
     */
    public State state() {
        return changes.isEmpty()
                ? State.FIRING
                : changes.get(changes.size() - 1).state();
    }
}
