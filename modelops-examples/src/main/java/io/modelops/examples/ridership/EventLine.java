package io.modelops.examples.ridership;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Digest;
import java.time.LocalDate;
import java.util.Locale;

/** One line for people about a change in the registry: when, what, and why. */
final class EventLine {
    private static final int DIGEST_DIGITS = 8;

    private EventLine() {}

    static String of(LogEntry entry) {
        String what;
        String why = entry.reason();
        RegistryEvent event = entry.event();
        if (event instanceof RegistryEvent.Registered registered) {
            Digest content = registered.description().manifest().digest();
            String cause = registered.description().lineage().cause();
            what = "registered v" + registered.version();
            why = "content " + content.hex().substring(0, DIGEST_DIGITS) + ", "
                    + (cause == null ? entry.reason() : "because of " + cause);
        } else if (event instanceof RegistryEvent.Validated validated) {
            what = "validated v" + validated.version();
            why = validated.summary();
        } else if (event instanceof RegistryEvent.Approved approved) {
            what = "approved v" + approved.version();
        } else if (event instanceof RegistryEvent.AliasMoved moved) {
            what = moved.alias() + " is v" + moved.to();
        } else if (event instanceof RegistryEvent.RolloutStarted started) {
            what = "rollout of v" + started.challenger();
            why = started.plan();
        } else if (event instanceof RegistryEvent.RolloutAdvanced advanced) {
            what = advanced.description();
        } else if (event instanceof RegistryEvent.RolloutEnded ended) {
            what = (ended.promoted() ? "promoted v" : "rolled back v") + ended.challenger();
            why = ended.promoted() ? "" : ended.why();
        } else if (event instanceof RegistryEvent.AlertRaised raised) {
            what = raised.alert().severity().name().toLowerCase(Locale.ROOT) + " on v"
                    + raised.alert().version();
            why = raised.alert().id() + ": " + raised.alert().summary();
        } else if (event instanceof RegistryEvent.RetrainingStarted started) {
            what = "retraining";
            why = "because of " + started.cause();
        } else if (event instanceof RegistryEvent.RetrainingEnded ended) {
            what = "retraining over";
            why = ended.outcome().substring(0, Math.max(0, ended.outcome().indexOf(':')));
        } else {
            what = event.getClass().getSimpleName();
        }
        return of(DataClock.dayOf(entry.at()), what, why);
    }

    static String of(LocalDate day, String what, String why) {
        return String.format(Locale.ROOT, "%s  %-18s %s", day, what, why).stripTrailing();
    }
}
