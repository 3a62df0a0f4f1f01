package io.modelops.monitoring;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertChange.Kind;
import io.modelops.spi.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the findings of one monitor mean for its alerts, by the policy. Used by one thread at a time. */
final class MonitorAlerts {
    private static final int MOST_SUBJECTS = 1_000;

    private final Map<String, AlertState> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, AlertState> eldest) {
            return size() > MOST_SUBJECTS;
        }
    };
    private final String monitor;
    private final AlertPolicy policy;
    private final AlertBook book;

    MonitorAlerts(String monitor, AlertPolicy policy, AlertBook book) {
        this.monitor = monitor;
        this.policy = policy;
        this.book = book;
    }

    /** Takes what one evaluation found, and gives the news. */
    List<Notice> take(List<Finding> findings, Instant now, Function<AlertGroup, Alert> raising) {
        List<Notice> news = new ArrayList<>();
        List<Finding> raised = new ArrayList<>();
        Map<String, String> before = new LinkedHashMap<>();
        for (Finding finding : findings) {
            String subject = finding.subject();
            AlertState state = states.computeIfAbsent(subject, unknown -> new AlertState(policy));
            String alert = state.alertId();
            boolean wasOpen = state.isOpen();
            switch (state.take(finding, now, book.isHeld(monitor, subject, wasOpen ? alert : null, now))) {
                case NOTHING -> {}
                case RESOLVE ->
                    book.clear(alert, subject, change(Kind.RESOLVED, now, finding.summary()))
                            .ifPresent(news::add);
                case REOPEN ->
                    book.reopen(alert, subject, change(Kind.REOPENED, now, finding.summary()))
                            .ifPresent(news::add);
                case RAISE -> {
                    raised.add(finding);
                    if (wasOpen && alert != null) {
                        before.put(subject, alert);
                    }
                }
            }
        }
        for (AlertGroup group : AlertGroup.of(raised, policy.grouped())) {
            raise(group, raising.apply(group), before, news);
        }
        return news;
    }

    /** Another version serves: what was alerted about the one before is over. */
    List<Notice> end(Instant now, String why) {
        List<Notice> news = new ArrayList<>();
        states.forEach((subject, state) -> {
            if (state.isOpen()) {
                book.clear(state.alertId(), subject, change(Kind.RESOLVED, now, why))
                        .ifPresent(news::add);
            }
            state.forgetBreaches();
        });
        return news;
    }

    /** What there is to remember of each subject. */
    List<AlertMemory> memory() {
        return states.entrySet().stream()
                .map(state -> state.getValue().memory(monitor, state.getKey()))
                .filter(AlertMemory::isWorthKeeping)
                .toList();
    }

    /** Goes on from what was remembered. */
    void recall(List<AlertMemory> memory) {
        memory.forEach(subject -> states.computeIfAbsent(subject.subject(), unknown -> new AlertState(policy))
                .recall(subject));
    }

    private void raise(AlertGroup group, Alert alert, Map<String, String> before, List<Notice> news) {
        for (String subject : group.subjects()) {
            Optional<Notice> replaced = book.clear(
                    before.get(subject), subject, change(Kind.REPLACED, alert.at(), "raised again as " + alert.id()));
            replaced.ifPresent(news::add);
            AlertState state = states.get(subject);
            if (state != null) {
                state.raisedAs(alert.id());
            }
        }
        news.add(book.raise(alert, group.subjects()));
    }

    private static AlertChange change(Kind kind, Instant at, String note) {
        return new AlertChange(kind, at, Actor.SYSTEM, note);
    }
}
