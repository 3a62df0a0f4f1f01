package io.modelops.examples.ridership;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.event.RegistryEvent.AlertRaised;
import io.modelops.event.RegistryEvent.AliasMoved;
import io.modelops.event.RegistryEvent.RetrainingEnded;
import io.modelops.event.RegistryEvent.RolloutEnded;
import io.modelops.model.Alert;
import io.modelops.model.ModelVersion;
import io.modelops.monitoring.MonitoringReport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of playing the days.
 *
 * @param errors the error of each day
 * @param history what the registry recorded
 * @param versions the versions that were registered
 * @param period what the monitors saw, as they report it at the end
 * @param load what the background callers saw
 */
record LifecycleResult(
        DailyErrors errors, List<LogEntry> history, List<ModelVersion> versions, MonitoringReport period, Load load) {
    List<Alert> alerts() {
        return events(AlertRaised.class).map(AlertRaised::alert).toList();
    }

    int alerts(int year) {
        return (int) alerts().stream()
                .filter(alert -> DataClock.dayOf(alert.at()).getYear() == year)
                .count();
    }

    /** What came of an alert, in words. */
    String outcomeOf(Alert alert) {
        return events(RetrainingEnded.class)
                .filter(ended -> ended.cause().equals(alert.id()))
                .map(ended -> "v" + ended.version() + " " + ended.outcome())
                .findFirst()
                .orElse("still on trial at the end");
    }

    int rolledBack() {
        return (int)
                events(RolloutEnded.class).filter(ended -> !ended.promoted()).count();
    }

    /** The swaps of the champion in service: every move of the alias but the first. */
    List<LogEntry> promotions() {
        return history.stream()
                .filter(entry -> entry.event() instanceof AliasMoved moved
                        && moved.alias().equals(RidershipPolicy.ALIAS)
                        && moved.from() != null)
                .toList();
    }

    /** The promotions whose version does not name an alert as its cause. */
    List<LogEntry> promotionsWithoutAlert() {
        return promotions().stream()
                .filter(entry -> causeOf((AliasMoved) entry.event()).isEmpty())
                .toList();
    }

    /** The alert that made the loop train the version an alias was moved to. */
    Optional<Alert> causeOf(AliasMoved moved) {
        return versions.stream()
                .filter(version -> Objects.equals(version.number(), moved.to()))
                .flatMap(version -> alerts().stream()
                        .filter(alert -> alert.id().equals(version.lineage().cause())))
                .findFirst();
    }

    private <E extends RegistryEvent> Stream<E> events(Class<E> type) {
        return history.stream().map(LogEntry::event).filter(type::isInstance).map(type::cast);
    }
}
