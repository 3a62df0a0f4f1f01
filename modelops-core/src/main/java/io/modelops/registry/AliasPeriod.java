package io.modelops.registry;

import io.modelops.event.LogEntry;
import io.modelops.model.Actor;
import io.modelops.model.ModelRef;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time during which an alias pointed to one version.
 *
 * @param version the version; it may have been deleted since
 * @param began the entry of the log that pointed the alias to it
 * @param ended the entry that pointed it elsewhere or took it away, or null if it points to the version still
 */
public record AliasPeriod(
        ModelRef.Numbered version, LogEntry began, @Nullable LogEntry ended) {
    /**
     * When it began.
     *
     * @return the time, by the clock of the writer
     */
    public Instant from() {
        return began.at();
    }

    /**
     * When it ended.
     *
     * @return the time, by the clock of the writer, or empty if it lasts
     */
    public Optional<Instant> until() {
        return Optional.ofNullable(ended).map(LogEntry::at);
    }

    /**
     * Who pointed the alias to the version.
     *
     * @return the actor
     */
    public Actor by() {
        return began.actor();
    }

    /**
     * Why it was pointed there.
     *
     * @return the reason, may be empty
     */
    public String why() {
        return began.reason();
    }
}
