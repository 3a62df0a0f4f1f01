package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.NotFoundException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of putting versions aside and deleting them: nothing that is in use goes, and nothing that went is used. */
final class Lifecycle {
    private Lifecycle() {}

    /** Refuses a change that breaks a rule in the present state. */
    static void check(RegistryState state, RegistryEvent event) {
        if (event instanceof RegistryEvent.Archived archived) {
            ModelState model = requireNotDeleted(state, archived.model(), archived.version());
            if (model.isArchived(archived.version())) {
                throw refused(archived.model(), archived.version(), "archived", "it is archived already");
            }
            requireUnused(model, archived.model(), archived.version(), "archived");
        } else if (event instanceof RegistryEvent.Restored restored) {
            if (!requireNotDeleted(state, restored.model(), restored.version()).isArchived(restored.version())) {
                throw refused(restored.model(), restored.version(), "restored", "it is not archived");
            }
        } else if (event instanceof RegistryEvent.Deleted deleted) {
            ModelState model = requireNotDeleted(state, deleted.model(), deleted.version());
            requireUnused(model, deleted.model(), deleted.version(), "deleted");
            requireNoChild(state, new ModelRef.Numbered(deleted.model(), deleted.version()));
        } else if (event instanceof RegistryEvent.Commented commented) {
            requireNotDeleted(state, commented.model(), commented.version());
        } else if (event instanceof RegistryEvent.Revoked revoked) {
            if (requireNotDeleted(state, revoked.model(), revoked.version())
                    .revocation(revoked.version())
                    .isPresent()) {
                throw refused(revoked.model(), revoked.version(), "revoked", "it is revoked already");
            }
        } else if (event instanceof RegistryEvent.Signed signed) {
            requireNotDeleted(state, signed.model(), signed.version());
        } else {
            checkUse(state, event);
        }
    }

    private static void checkUse(RegistryState state, RegistryEvent event) {
        if (event instanceof RegistryEvent.AliasMoved moved && moved.to() != null) {
            requireUsable(state, moved.model(), moved.to(), "pointed to or rolled out");
        } else if (event instanceof RegistryEvent.RolloutStarted started) {
            requireUsable(state, started.model(), started.challenger(), "pointed to or rolled out");
        } else if (event instanceof RegistryEvent.Registered registered) {
            ModelRef.Numbered parent = registered.description().lineage().parent();
            if (parent != null) {
                requirePresent(state.find(parent.model()).orElse(null), parent.model(), parent.number());
            }
        } else if (event instanceof RegistryEvent.Approved approved) {
            requireUsable(state, approved.model(), approved.version(), "approved");
        } else if (event instanceof RegistryEvent.Tagged tagged) {
            requirePresent(state.find(tagged.model()).orElse(null), tagged.model(), tagged.version());
        } else if (event instanceof RegistryEvent.Validated validated) {
            requirePresent(state.find(validated.model()).orElse(null), validated.model(), validated.version());
        }
    }

    private static ModelState requireNotDeleted(RegistryState state, ModelName name, int version) {
        ModelState model = state.get(name);
        requirePresent(model, name, version);
        if (model.version(version).isEmpty()) {
            throw new NotFoundException("There is no version " + version + " of model " + name + ".");
        }
        return model;
    }

    private static void requirePresent(@Nullable ModelState model, ModelName name, int version) {
        if (model != null && model.deleted(version).isPresent()) {
            throw new NotFoundException("Version " + version + " of model " + name
                    + " was deleted meanwhile: nothing was changed; registry.history(\"" + name + "\") says by whom.");
        }
    }

    /** Refuses a version that was put aside or revoked. */
    static void requireUsable(RegistryState state, ModelName name, int version, String what) {
        ModelState model = state.find(name).orElse(null);
        requirePresent(model, name, version);
        if (model != null && model.isArchived(version)) {
            throw refused(name, version, what, "it is archived; restore it first, or choose another one");
        }
        if (model != null && model.revocation(version).isPresent()) {
            throw refused(name, version, what, "it was revoked, which is for ever; choose another one");
        }
    }

    private static void requireUnused(ModelState model, ModelName name, int version, String what) {
        for (Map.Entry<String, Integer> alias : model.aliases().entrySet()) {
            if (alias.getValue() == version) {
                throw refused(
                        name, version, what, "alias @" + alias.getKey() + " points to it; point the alias elsewhere");
            }
        }
        for (OpenRollout open : model.rollouts()) {
            if (open.started().champion() == version || open.started().challenger() == version) {
                throw refused(
                        name,
                        version,
                        what,
                        "a rollout to @" + open.started().alias() + " uses it; wait for it to end, or abort it");
            }
        }
    }

    private static void requireNoChild(RegistryState state, ModelRef.Numbered parent) {
        state.all()
                .flatMap(model -> model.versions().stream())
                .filter(version -> parent.equals(version.lineage().parent()))
                .findFirst()
                .ifPresent(child -> {
                    throw refused(
                            parent.model(),
                            parent.number(),
                            "deleted",
                            child + " was derived from it; delete that one first, or archive this one");
                });
    }

    private static ConflictException refused(ModelName model, int version, String what, String why) {
        return new ConflictException("Version " + model + ":" + version + " was not " + what + ": " + why + ".");
    }
}
