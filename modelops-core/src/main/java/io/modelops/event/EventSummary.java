package io.modelops.event;

import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.model.Quoted;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Changes in one line for people. */
final class EventSummary {
    private static final int DIGEST_DIGITS = 8;

    private EventSummary() {}

    static String of(LogEntry entry) {
        return of(entry.event(), entry.reason());
    }

    private static String of(RegistryEvent event, String reason) {
        if (event instanceof RegistryEvent.Registered registered) {
            String content = registered.description().manifest().digest().hex().substring(0, DIGEST_DIGITS);
            String cause = registered.description().lineage().cause();
            return because(
                    version(registered.model(), registered.version()) + " registered, "
                            + registered.description().format() + " with content " + content
                            + (cause == null ? "" : ", caused by " + shown(cause)),
                    reason);
        }
        if (event instanceof RegistryEvent.Validated validated) {
            return because(
                    version(validated.model(), validated.version()) + " validated, " + validated.verdict(),
                    validated.summary());
        }
        if (event instanceof RegistryEvent.Tagged tagged) {
            String key = Quoted.of(tagged.key());
            return because(
                    version(tagged.model(), tagged.version()) + " tagged, "
                            + (tagged.value() == null ? key + " removed" : key + " is " + Quoted.of(tagged.value())),
                    reason);
        }
        if (event instanceof RegistryEvent.AliasMoved moved) {
            return because(moved.model() + "@" + shown(moved.alias()) + " " + move(moved.from(), moved.to()), reason);
        }
        return ofVersion(event, reason);
    }

    private static String ofVersion(RegistryEvent event, String reason) {
        if (event instanceof RegistryEvent.Approved approved) {
            return because(version(approved.model(), approved.version()) + " approved", reason);
        }
        if (event instanceof RegistryEvent.Archived archived) {
            return because(version(archived.model(), archived.version()) + " archived", reason);
        }
        if (event instanceof RegistryEvent.Restored restored) {
            return because(version(restored.model(), restored.version()) + " restored", reason);
        }
        if (event instanceof RegistryEvent.Deleted deleted) {
            return because(version(deleted.model(), deleted.version()) + " deleted", reason);
        }
        if (event instanceof RegistryEvent.Commented commented) {
            return because(version(commented.model(), commented.version()) + " commented on", commented.text());
        }
        if (event instanceof RegistryEvent.Signed signed) {
            Digest key = signed.key();
            return because(
                    version(signed.model(), signed.version()) + " signed"
                            + (key == null ? "" : ", key " + key.hex().substring(0, DIGEST_DIGITS)),
                    reason);
        }
        if (event instanceof RegistryEvent.Revoked revoked) {
            return because(version(revoked.model(), revoked.version()) + " revoked", reason);
        }
        return ofRule(event, reason);
    }

    private static String ofRule(RegistryEvent event, String reason) {
        if (event instanceof RegistryEvent.AliasProtected settled) {
            return because(
                    settled.model() + "@" + shown(settled.alias()) + " protected by " + settled.approvals()
                            + " approvals" + (settled.validation() ? " and a passed validation" : ""),
                    reason);
        }
        if (event instanceof RegistryEvent.AccessDenied denied) {
            return because(
                    denied.model() + ": "
                            + shown(denied.action()).toLowerCase(Locale.ROOT).replace('_', ' ') + " denied"
                            + (denied.alias() == null ? "" : " for @" + shown(denied.alias())),
                    reason);
        }
        if (event instanceof RegistryEvent.Repaired repaired) {
            return because(
                    repaired.model() + " repaired, " + repaired.broughtBack() + " entries brought back, "
                            + repaired.setAside() + " files set aside in quarantine " + shown(repaired.quarantine()),
                    repaired.damage());
        }
        return ofOperation(event, reason);
    }

    private static String ofOperation(RegistryEvent event, String reason) {
        if (event instanceof RegistryEvent.RolloutStarted started) {
            return because(
                    version(started.model(), started.challenger()) + " being rolled out to @" + shown(started.alias())
                            + " in place of version " + started.champion(),
                    started.plan());
        }
        if (event instanceof RegistryEvent.RolloutAdvanced advanced) {
            return because(
                    "rollout of " + advanced.model() + " in stage " + advanced.stage() + ", "
                            + shown(advanced.description()),
                    reason);
        }
        if (event instanceof RegistryEvent.RolloutPaused change) {
            return because("rollout of " + change.model() + (change.paused() ? " paused" : " resumed"), reason);
        }
        if (event instanceof RegistryEvent.RolloutEnded ended) {
            return because(
                    version(ended.model(), ended.challenger()) + (ended.promoted() ? " promoted" : " rolled back"),
                    ended.why());
        }
        if (event instanceof RegistryEvent.AlertRaised raised) {
            return because(
                    version(raised.model(), raised.alert().version()) + " raised a "
                            + raised.alert().severity().name().toLowerCase(Locale.ROOT) + " alert "
                            + shown(raised.alert().id()),
                    raised.alert().summary());
        }
        if (event instanceof RegistryEvent.RetrainingStarted started) {
            return because(started.model() + " being retrained, caused by " + shown(started.cause()), reason);
        }
        if (event instanceof RegistryEvent.RetrainingEnded ended) {
            Integer made = ended.version();
            return because(
                    "retraining of " + ended.model() + " ended"
                            + (made == null ? " without a version" : " with version " + made),
                    ended.outcome());
        }
        String type = event instanceof RegistryEvent.Unrecognized unrecognized
                ? shown(unrecognized.type())
                : event.getClass().getSimpleName();
        return because(event.model() + ": " + type, reason);
    }

    private static String move(@Nullable Integer from, @Nullable Integer to) {
        if (to == null) {
            return from == null ? "taken away" : "taken away from version " + from;
        }
        return from == null ? "pointed to version " + to : "moved from version " + from + " to " + to;
    }

    private static String version(ModelName model, int number) {
        return model + ":" + number;
    }

    private static String because(String what, String why) {
        return why.isBlank() ? what : what + ": " + shown(why);
    }

    private static String shown(String text) {
        return Quoted.unquoted(text);
    }
}
