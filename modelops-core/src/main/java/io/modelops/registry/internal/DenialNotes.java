package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelName;
import io.modelops.spi.AccessRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides which denied attempts become entries of the log: of one kind one an hour, and of all kinds a hundred a day, so
 * that a loop of attempts fills no disk. Both are counted in the log itself, so all processes together keep to them. One
 * thread at a time.
 */
final class DenialNotes {
    /** How many entries a day. */
    static final int MOST = 100;

    private static final Duration SAME = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int LONGEST = 500;

    private long unlogged;
    private @Nullable Instant failed;

    /** The entry that a denied attempt deserves, or null if it is not to be one. */
    @Nullable
    Change change(RegistryState state, AccessControl.Denial denial, Instant now) {
        AccessRequest request = denial.request();
        ModelName model = request.model();
        if (model == null || isPausing(now) || hasEnough(state, request, now)) {
            return null;
        }
        String why = denial.decision().why();
        return new Change(
                new RegistryEvent.AccessDenied(model, request.action().name(), request.alias(), unlogged),
                request.actor(),
                why.length() > LONGEST ? why.substring(0, LONGEST) : why);
    }

    /** Notes that an attempt was made an entry. */
    void logged() {
        unlogged = 0;
        failed = null;
    }

    /** Notes that an attempt was not to be an entry. */
    void skipped() {
        unlogged++;
    }

    /** Notes that an attempt could not be made an entry. The next one is tried after a pause. */
    void failed(Instant now) {
        unlogged++;
        failed = now;
    }

    private boolean isPausing(Instant now) {
        return failed != null && isWithin(PAUSE, failed, now);
    }

    private static boolean hasEnough(RegistryState state, AccessRequest request, Instant now) {
        int today = 0;
        for (LogEntry entry : state.denials()) {
            if (isWithin(DAY, entry.at(), now)) {
                today++;
            }
            if (isSame(entry, request) && isWithin(SAME, entry.at(), now)) {
                return true;
            }
        }
        return today >= MOST;
    }

    private static boolean isSame(LogEntry entry, AccessRequest request) {
        return entry.actor().equals(request.actor())
                && entry.event() instanceof RegistryEvent.AccessDenied denied
                && denied.model().equals(request.model())
                && denied.action().equals(request.action().name())
                && Objects.equals(denied.alias(), request.alias());
    }

    /** Whatever the clocks of several machines say: a time to come counts as well. */
    private static boolean isWithin(Duration span, Instant then, Instant now) {
        return Duration.between(then, now).abs().compareTo(span) < 0;
    }
}
