package io.modelops.monitoring;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NotFoundException;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertChange.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alerts of one host, what became of them, and what is silenced. Bounded. Safe for use by several threads. */
final class AlertBook {
    private static final int MOST_ALERTS = 1_000;
    private static final int MOST_SILENCES = 1_000;
    private static final int MOST_CHANGES = 100;
    private static final int MOST_KEPT = 200;
    private static final int MOST_KEPT_CHANGES = 10;

    /** An alert on its way. */
    private static final class Entry {
        private final Alert alert;
        private final List<String> subjects;
        private final Set<String> open;
        private final List<AlertChange> history = new ArrayList<>();
        private boolean acknowledged;
        private boolean adopted;

        private Entry(Alert alert, List<String> subjects) {
            this.alert = alert;
            this.subjects = subjects;
            this.open = new LinkedHashSet<>(subjects);
        }

        private Entry(Incident known, boolean adopted) {
            this(known.alert(), known.subjects());
            open.clear();
            open.addAll(known.open());
            history.addAll(known.history());
            acknowledged = known.state() == Incident.State.ACKNOWLEDGED;
            this.adopted = adopted;
        }

        /** The raising and the latest changes. */
        private Incident kept() {
            Incident whole = snapshot();
            List<AlertChange> changes = new ArrayList<>(history.subList(0, 1));
            changes.addAll(history.subList(Math.max(1, history.size() - MOST_KEPT_CHANGES), history.size()));
            return new Incident(alert, whole.state(), subjects, whole.open(), changes);
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

    /**
     * What is kept over a restart.
     *
     * @param incidents the alerts that last and the latest that are resolved, oldest first
     * @param adopted the ids of those among them that were raised elsewhere
     * @param silences the silences that have not ended
     */
    record Memory(List<Incident> incidents, List<String> adopted, List<Silence> silences) {
        static final Memory NONE = new Memory(List.of(), List.of(), List.of());

        Memory withoutResolved() {
            return new Memory(
                    incidents.stream()
                            .filter(incident -> incident.state() != Incident.State.RESOLVED)
                            .toList(),
                    adopted,
                    silences);
        }

        /** Whether all is there that was written, and no more than is. */
        @SuppressWarnings("ConstantValue") // what was read may lack anything
        boolean isWhole() {
            return incidents != null
                    && adopted != null
                    && silences != null
                    && incidents.size() <= MOST_KEPT
                    && silences.size() <= MOST_SILENCES
                    && adopted.stream().allMatch(Objects::nonNull)
                    && silences.stream()
                            .allMatch(silence -> silence != null && silence.id() != null && silence.by() != null)
                    && incidents.stream()
                            .allMatch(incident -> incident != null
                                    && isWhole(incident.alert())
                                    && incident.state() != null
                                    && !incident.history().isEmpty()
                                    && incident.history().size() <= MOST_CHANGES
                                    && incident.history().stream().allMatch(Memory::isWhole));
        }

        @SuppressWarnings("ConstantValue")
        private static boolean isWhole(Alert alert) {
            return alert != null
                    && alert.id() != null
                    && alert.model() != null
                    && alert.monitor() != null
                    && alert.subject() != null
                    && alert.severity() != null
                    && alert.summary() != null
                    && alert.at() != null;
        }

        @SuppressWarnings("ConstantValue")
        private static boolean isWhole(AlertChange change) {
            return change.kind() != null && change.at() != null && change.by() != null && change.note() != null;
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

    /** Takes an alert that was raised elsewhere. */
    synchronized Notice adopt(Alert alert) {
        Notice news = raise(alert, List.of(alert.subject()));
        entries.get(entries.size() - 1).adopted = true;
        return news;
    }

    /** What there is to go on from after a restart. */
    synchronized Memory memory(Instant now) {
        List<Entry> kept = new ArrayList<>();
        int room = MOST_KEPT;
        for (boolean open : new boolean[] {true, false}) {
            for (int place = entries.size() - 1; place >= 0 && room > 0; place--) {
                if (entries.get(place).open.isEmpty() != open) {
                    kept.add(entries.get(place));
                    room--;
                }
            }
        }
        kept.sort(Comparator.comparingInt(entries::indexOf));
        return new Memory(
                kept.stream().map(Entry::kept).toList(),
                kept.stream()
                        .filter(entry -> entry.adopted)
                        .map(entry -> entry.alert.id())
                        .toList(),
                silences(now));
    }

    /** Goes on from what another book knew, before anything is raised. */
    synchronized void recall(Memory memory) {
        for (Incident incident : memory.incidents()) {
            Entry entry = new Entry(
                    incident, memory.adopted().contains(incident.alert().id()));
            if (byId.putIfAbsent(incident.alert().id(), entry) == null) {
                entries.add(entry);
            }
        }
        for (Silence silence : memory.silences()) {
            silences.put(silence.id(), silence);
            silencesBegun = Math.max(silencesBegun, number(silence.id()));
        }
    }

    /** Ends what was raised here and is not known to last by its monitor any more. */
    synchronized List<Notice> settle(Map<String, Set<String>> lasting, AlertChange change) {
        List<Notice> news = new ArrayList<>();
        for (Entry entry : entries) {
            Set<String> subjects = lasting.getOrDefault(entry.alert.id(), Set.of());
            if (!entry.adopted && entry.open.retainAll(subjects) && entry.open.isEmpty()) {
                entry.acknowledged = false;
                news.add(entry.add(change));
            }
        }
        return news;
    }

    /** Ends what was raised elsewhere and does not last there any more, and opens again what does. */
    synchronized List<Notice> settleAdopted(Set<String> lasting, Instant now, String why) {
        List<Notice> news = new ArrayList<>();
        for (Entry entry : entries) {
            boolean lasts = lasting.contains(entry.alert.id());
            if (!entry.adopted || lasts != entry.open.isEmpty()) {
                continue;
            }
            if (lasts) {
                entry.open.addAll(entry.subjects);
            } else {
                entry.open.clear();
                entry.acknowledged = false;
            }
            Kind kind = lasts ? Kind.REOPENED : Kind.RESOLVED;
            news.add(entry.add(new AlertChange(kind, now, Actor.SYSTEM, why)));
        }
        return news;
    }

    private static long number(String silenceId) {
        String digits = silenceId.substring(silenceId.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : 0;
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
