package io.modelops.spi;

import io.modelops.model.Actor;
import java.time.Instant;

/**
 * One step in the life of an alert. Immutable.
 *
 * @param kind what happened
 * @param at when
 * @param by who did it: a person, or {@link Actor#SYSTEM} for what the monitors saw
 * @param note why, in words; empty if there is nothing to add
 */
public record AlertChange(Kind kind, Instant at, Actor by, String note) {
    /** What can happen to an alert. */
    public enum Kind {
        /** It was raised and fires from then on. */
        RAISED,
        /** Somebody knows and looks after it; it is not raised again while it lasts. */
        ACKNOWLEDGED,
        /** What it is about is as it should be again, or the version it is about serves no more. */
        RESOLVED,
        /** It was resolved, and what it is about went wrong again before the cool-down was over. */
        REOPENED,
        /** It lasted longer than the cool-down and was raised again under another id, which takes its place. */
        REPLACED
    }
}
