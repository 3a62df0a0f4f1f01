package io.modelops.event;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import java.time.Instant;
import java.util.UUID;

/**
 * One change in the registry's log: what, by whom, when and why, chained to the change before it.
 *
 * @param sequence its place in the log, from 1 without gaps
 * @param digest the SHA-256 of the stored entry
 * @param previous the digest of the entry before it, 64 zeros for the first
 * @param operation the id of the operation that caused it; repeating an operation adds nothing
 * @param at when it was written, by the writer's clock
 * @param actor who did it
 * @param reason why, in the actor's words; may be empty
 * @param event what changed
 */
public record LogEntry(
        long sequence,
        Digest digest,
        Digest previous,
        UUID operation,
        Instant at,
        Actor actor,
        String reason,
        RegistryEvent event)
        implements Event {
    /** What the first entry names as its predecessor. */
    public static final Digest BEFORE_FIRST = new Digest("0".repeat(64));

    /**
     * The change in one line for people: what happened to which version, and why. Time and actor are not in it. Text from
     * data is cut and escaped, so that it can't forge a further line; the wording may change between versions of the
     * library.
     *
     * @return one line, such as {@code churn@champion moved from version 2 to 3: meets the target}
     */
    public String summary() {
        return EventSummary.of(this);
    }
}
