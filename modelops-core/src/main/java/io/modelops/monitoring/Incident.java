package io.modelops.monitoring;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.spi.AlertChange;
import java.util.List;

/**
 * An alert and what became of it: from firing over acknowledged to resolved, and back if it opens again. Its id never
 * changes. Immutable; a snapshot.
 *
 * @param alert the alert as it was raised
 * @param state where it stands
 * @param subjects what it is about, what changed most first
 * @param open the subjects among them that are not as they should be yet
 * @param history what happened to it, oldest first: the raising and the latest changes, 100 at most
 */
public record Incident(Alert alert, State state, List<String> subjects, List<String> open, List<AlertChange> history) {
    /** Where an alert stands. */
    public enum State {
        /** It lasts, and nobody has said that they know. */
        FIRING,
        /** It lasts, and somebody looks after it. */
        ACKNOWLEDGED,
        /** It is over. */
        RESOLVED
    }

    /**
     * Copies and keeps the parts.
     *
     * @param alert the alert as it was raised
     * @param state where it stands
     * @param subjects what it is about, what changed most first
     * @param open the subjects among them that are not as they should be yet
     * @param history what happened to it, oldest first
     */
    public Incident {
        subjects = List.copyOf(subjects);
        open = List.copyOf(open);
        history = List.copyOf(history);
    }

    /** As it is shown in the report of a period. */
    AlertEpisode episode() {
        return new AlertEpisode(
                alert,
                history.stream()
                        .skip(1)
                        .map(change -> new AlertEpisode.Change(
                                change.at(),
                                shown(change.kind()),
                                change.by().equals(Actor.SYSTEM)
                                        ? ""
                                        : change.by().name(),
                                change.note()))
                        .toList());
    }

    private static AlertEpisode.State shown(AlertChange.Kind kind) {
        return switch (kind) {
            case RAISED, REOPENED -> AlertEpisode.State.FIRING;
            case ACKNOWLEDGED -> AlertEpisode.State.ACKNOWLEDGED;
            case RESOLVED, REPLACED -> AlertEpisode.State.RESOLVED;
        };
    }
}
