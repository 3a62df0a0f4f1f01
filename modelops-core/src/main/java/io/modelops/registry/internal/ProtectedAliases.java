package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.Verdict;
import java.util.LinkedHashSet;
import java.util.Set;

/** The rules of protected aliases: only a version that has the approvals and the validation may be pointed to. */
final class ProtectedAliases {
    private ProtectedAliases() {}

    /** Refuses a change that breaks a rule in the present state. */
    static void check(RegistryState state, RegistryEvent event) {
        if (event instanceof RegistryEvent.AliasMoved moved && moved.to() != null) {
            int to = moved.to();
            state.find(moved.model()).ifPresent(model -> require(model, moved.alias(), to));
        } else if (event instanceof RegistryEvent.RolloutStarted started) {
            // Now rather than after hours of shadow and canary.
            state.find(started.model()).ifPresent(model -> require(model, started.alias(), started.challenger()));
        }
    }

    private static void require(ModelState model, String alias, int version) {
        model.protection(alias).ifPresent(protection -> {
            requireApprovals(model, protection, version);
            requireValidation(model, protection, version);
        });
    }

    private static void requireApprovals(ModelState model, RegistryEvent.AliasProtected protection, int version) {
        Set<Actor> approvers = new LinkedHashSet<>();
        for (LogEntry approval : model.approvals(version)) {
            approvers.add(approval.actor());
        }
        String registrant = "";
        if (model.version(version).isPresent()) {
            Actor by = model.version(version).get().registeredBy();
            approvers.remove(by);
            registrant = " other than " + by + ", who registered it";
        }
        if (approvers.size() < protection.approvals()) {
            throw refused(
                    protection,
                    version,
                    "it needs the approval of " + protection.approvals() + " people" + registrant + ", and has "
                            + (approvers.isEmpty() ? "none" : "that of " + approvers)
                            + "; have it approved with registry.approve");
        }
    }

    private static void requireValidation(ModelState model, RegistryEvent.AliasProtected protection, int version) {
        String newest = model.validation(version)
                .map(validated -> validated.verdict().name())
                .orElse("missing");
        if (protection.validation() && !newest.equals(Verdict.PASS.name())) {
            throw refused(
                    protection,
                    version,
                    "its newest validation must be PASS, and is " + newest + "; validate it, and see what fails");
        }
    }

    private static ConflictException refused(RegistryEvent.AliasProtected protection, int version, String why) {
        return new ConflictException("Alias " + protection.model() + "@" + protection.alias()
                + " is protected and was not given to version " + version + ": " + why + ".");
    }
}
