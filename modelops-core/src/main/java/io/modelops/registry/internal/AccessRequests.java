package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelName;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody asks a policy for who wants to make a change. */
final class AccessRequests {
    private static final Map<Class<? extends RegistryEvent>, AccessAction> ACTIONS = Map.ofEntries(
            Map.entry(RegistryEvent.Registered.class, AccessAction.REGISTER),
            Map.entry(RegistryEvent.Validated.class, AccessAction.VALIDATE),
            Map.entry(RegistryEvent.Approved.class, AccessAction.APPROVE),
            Map.entry(RegistryEvent.Commented.class, AccessAction.COMMENT),
            Map.entry(RegistryEvent.Tagged.class, AccessAction.TAG),
            Map.entry(RegistryEvent.AliasMoved.class, AccessAction.MOVE_ALIAS),
            Map.entry(RegistryEvent.RolloutStarted.class, AccessAction.ROLL_OUT),
            Map.entry(RegistryEvent.RolloutAdvanced.class, AccessAction.ROLL_OUT),
            Map.entry(RegistryEvent.RolloutPaused.class, AccessAction.ROLL_OUT),
            Map.entry(RegistryEvent.RolloutEnded.class, AccessAction.ROLL_OUT),
            Map.entry(RegistryEvent.AliasProtected.class, AccessAction.PROTECT),
            Map.entry(RegistryEvent.Archived.class, AccessAction.ARCHIVE),
            Map.entry(RegistryEvent.Restored.class, AccessAction.RESTORE),
            Map.entry(RegistryEvent.Deleted.class, AccessAction.DELETE),
            Map.entry(RegistryEvent.Signed.class, AccessAction.SIGN),
            Map.entry(RegistryEvent.Revoked.class, AccessAction.REVOKE),
            Map.entry(RegistryEvent.AlertRaised.class, AccessAction.RECORD),
            Map.entry(RegistryEvent.RetrainingStarted.class, AccessAction.RECORD),
            Map.entry(RegistryEvent.RetrainingEnded.class, AccessAction.RECORD));

    private AccessRequests() {}

    /** @param state what the change would be made on */
    static AccessRequest of(RegistryState state, Change change) {
        RegistryEvent event = change.event();
        AccessAction action = ACTIONS.get(event.getClass());
        if (action == null) {
            throw new IllegalStateException(event.getClass().getSimpleName() + " is no change that somebody makes");
        }
        if (event instanceof RegistryEvent.AliasProtected settled && isLooser(state, settled)) {
            action = AccessAction.LOOSEN;
        }
        return new AccessRequest(change.actor(), action, event.model(), alias(state, event));
    }

    private static boolean isLooser(RegistryState state, RegistryEvent.AliasProtected settled) {
        return state.find(settled.model())
                .flatMap(model -> model.protection(settled.alias()))
                .filter(present ->
                        settled.approvals() < present.approvals() || (present.validation() && !settled.validation()))
                .isPresent();
    }

    private static @Nullable String alias(RegistryState state, RegistryEvent event) {
        if (event instanceof RegistryEvent.AliasMoved moved) {
            return moved.alias();
        } else if (event instanceof RegistryEvent.AliasProtected settled) {
            return settled.alias();
        } else if (event instanceof RegistryEvent.RolloutStarted started) {
            return started.alias();
        } else if (event instanceof RegistryEvent.RolloutAdvanced advanced) {
            return aliasOf(state, advanced.model(), advanced.rollout());
        } else if (event instanceof RegistryEvent.RolloutPaused change) {
            return aliasOf(state, change.model(), change.rollout());
        } else if (event instanceof RegistryEvent.RolloutEnded ended) {
            return aliasOf(state, ended.model(), ended.rollout());
        }
        return null;
    }

    private static @Nullable String aliasOf(RegistryState state, ModelName name, UUID rollout) {
        return state.find(name)
                .flatMap(model -> model.rollouts().stream()
                        .filter(open -> open.isAbout(rollout))
                        .findFirst())
                .map(open -> open.started().alias())
                .orElse(null);
    }
}
