package io.modelops.monitoring;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NotFoundException;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertChange.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alerts of one host, what became of them, and what is silenced. Bounded. Safe for use by several threads. */
final class AlertBook {
    private static final int MOST_ALERTS = 1_000;
    private static final int MOST_SILENCES = 1_000;
    private static final int MOST_CHANGES = 100;

    /** An alert on its way. */
    private static final class Entry {
        private final Alert alert;
        private final List<String> subjects;
        private final Set<String> open;
        private final List<AlertChange> history = new ArrayList<>();
        private boolean acknowledged;

        private Entry(Alert alert, List<String> subjects) {
            this.alert = alert;
            this.subjects = subjects;
            this.open = new LinkedHashSet<>(subjects);
        }

        private Notice add(AlertChange change) {
            history.add(change);
            if (history.size() > MOST_CHANGES) {
                history.remove(1);
            }
            return new Notice(alert, change);
        }

        private Incident snapshot() {
            Incident.State state = open.isEmpty()
                    ? Incident.State.RESOLVED
                    : acknowledged ? Incident.State.ACKNOWLEDGED : Incident.State.FIRING;
            return new Incident(alert, state, subjects, List.copyOf(open), history);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byId = new LinkedHashMap<>();
    private final Map<String, Silence> silences = new LinkedHashMap<>();
    private long silencesBegun;

    synchronized List<Alert> alerts() {
        return entries.stream().map(entry -> entry.alert).toList();
    }

    synchronized List<Incident> incidents() {
        return entries.stream().map(Entry::snapshot).toList();
    }

    synchronized Notice raise(Alert alert, List<String> subjects) {
        Entry entry = new Entry(alert, subjects);
        entries.add(entry);
        byId.put(alert.id(), entry);
        if (entries.size() > MOST_ALERTS) {
            Entry oldest = entries.remove(0);
            byId.remove(oldest.alert.id(), oldest);
        }
        return entry.add(new AlertChange(Kind.RAISED, alert.at(), Actor.SYSTEM, ""));
    }

    /** One of its subjects is as it should be; news only if that was the last one. */
    synchronized Optional<Notice> clear(@Nullable String id, String subject, AlertChange change) {
        Entry entry = byId.get(id);
        if (entry == null || !entry.open.remove(subject) || !entry.open.isEmpty()) {
            return Optional.empty();
        }
        entry.acknowledged = false;
        return Optional.of(entry.add(change));
    }

    /** One of its subjects is wrong again; news only if it was resolved. */
    synchronized Optional<Notice> reopen(@Nullable String id, String subject, AlertChange change) {
        Entry entry = byId.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        boolean resolved = entry.open.isEmpty();
        entry.open.add(subject);
        return resolved ? Optional.of(entry.add(change)) : Optional.empty();
    }

    synchronized Notice acknowledge(String id, AlertChange change) {
        Entry entry = byId.get(id);
        if (entry == null) {
            throw new NotFoundException(
                    "There is no alert " + id + ": expected the id of one of the latest " + MOST_ALERTS + ".");
        }
        entry.acknowledged = !entry.open.isEmpty();
        return entry.add(change);
    }

    /** Whether no alert is wanted about something: it is silenced, or somebody looks after it. */
    synchronized boolean isHeld(String monitor, String subject, @Nullable String openAlert, Instant now) {
        Entry entry = byId.get(openAlert);
        return (entry != null && entry.acknowledged && entry.open.contains(subject))
                || silences.values().stream().anyMatch(silence -> silence.covers(monitor, subject, now));
    }

    synchronized Silence silence(String monitor, String subject, Instant from, Instant until, Actor by, String reason) {
        forgetEnded(from);
        if (silences.size() >= MOST_SILENCES) {
            throw new InvalidInputException("There are " + MOST_SILENCES
                    + " silences already: expected fewer; end some of them, or let one pattern cover more.");
        }
        Silence silence = new Silence("silence-" + (silencesBegun + 1), monitor, subject, from, until, by, reason);
        silencesBegun++;
        silences.put(silence.id(), silence);
        return silence;
    }

    synchronized boolean endSilence(String id) {
        return silences.remove(id) != null;
    }

    synchronized List<Silence> silences(Instant now) {
        forgetEnded(now);
        return List.copyOf(silences.values());
    }

    private void forgetEnded(Instant now) {
        for (Iterator<Silence> each = silences.values().iterator(); each.hasNext(); ) {
            if (!now.isBefore(each.next().until())) {
                each.remove();
            }
        }
    }
}
