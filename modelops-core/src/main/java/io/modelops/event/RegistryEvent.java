package io.modelops.event;

import io.modelops.model.Alert;
import io.modelops.model.Digest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.Verdict;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change of the registry's state. The registry is what its events add up to, and nothing else. */
public sealed interface RegistryEvent {
    /** What an event names as its model that is about the registry as a whole. No model can have this name. */
    ModelName REGISTRY = ModelName.of("modelops.registry");

    /**
     * The model it is about.
     *
     * @return the name of the model
     */
    ModelName model();

    /**
     * A version was registered.
     *
     * @param model the name of the model
     * @param version the number of the new version
     * @param description what was said of it
     * @param tags the tags it was registered with, values by key
     */
    record Registered(ModelName model, int version, ModelDescription description, Map<String, String> tags)
            implements RegistryEvent {
        /**
         * Copies and keeps the parts.
         *
         * @param model the name of the model
         * @param version the number of the new version
         * @param description what was said of it
         * @param tags the tags it was registered with
         */
        public Registered {
            // entries without tags lack the part
            tags = tags == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
        }

        /**
         * A registration without tags.
         *
         * @param model the name of the model
         * @param version the number of the new version
         * @param description what was said of it
         */
        public Registered(ModelName model, int version, ModelDescription description) {
            this(model, version, description, Map.of());
        }
    }

    /**
     * A version was validated.
     *
     * @param model the name of the model
     * @param version the number of the version
     * @param verdict what the validation came to
     * @param report the stored report, as JSON
     * @param summary one line for people
     */
    record Validated(ModelName model, int version, Verdict verdict, Digest report, String summary)
            implements RegistryEvent {}

    /**
     * Somebody approved a version.
     *
     * @param model the name of the model
     * @param version the number of the version
     */
    record Approved(ModelName model, int version) implements RegistryEvent {}

    /**
     * A tag was set or removed.
     *
     * @param model the name of the model
     * @param version the number of the version
     * @param key the name of the tag
     * @param value its new value, or null if it was removed
     */
    record Tagged(
            ModelName model,
            int version,
            String key,
            @Nullable String value) implements RegistryEvent {}

    /**
     * An alias was pointed to a version, or taken away.
     *
     * @param model the name of the model
     * @param alias the alias
     * @param from the number of the version it pointed to before, or null if it did not exist
     * @param to the number of the version it points to now, or null if it was taken away
     */
    record AliasMoved(
            ModelName model,
            String alias,
            @Nullable Integer from,
            @Nullable Integer to) implements RegistryEvent {}

    /**
     * A rollout began.
     *
     * @param model the name of the model
     * @param rollout the id of the rollout
     * @param alias the alias that it will move if it succeeds
     * @param champion the number of the version that serves
     * @param challenger the number of the version that may replace it
     * @param plan the plan in words
     */
    record RolloutStarted(ModelName model, UUID rollout, String alias, int champion, int challenger, String plan)
            implements RegistryEvent {}

    /**
     * A rollout entered its next stage.
     *
     * @param model the name of the model
     * @param rollout the id of the rollout
     * @param stage the number of the stage, 0 for the first
     * @param description the stage in words, such as {@code canary 25 %}
     * @param weight the share of requests that the challenger answers, 0 to 1
     */
    record RolloutAdvanced(ModelName model, UUID rollout, int stage, String description, double weight)
            implements RegistryEvent {}

    /**
     * A rollout ended.
     *
     * @param model the name of the model
     * @param rollout the id of the rollout
     * @param challenger the number of the version that was tried
     * @param promoted whether it became the champion; if not, everything is as it was before the rollout
     * @param why the reason in words
     */
    record RolloutEnded(ModelName model, UUID rollout, int challenger, boolean promoted, String why)
            implements RegistryEvent {}

    /**
     * Somebody paused a rollout, or let one that was paused go on.
     *
     * @param model the name of the model
     * @param rollout the id of the rollout
     * @param paused whether it stays in its stage from now on
     */
    record RolloutPaused(ModelName model, UUID rollout, boolean paused) implements RegistryEvent {}

    /**
     * A monitor raised an alert.
     *
     * @param model the name of the model
     * @param alert the alert
     */
    record AlertRaised(ModelName model, Alert alert) implements RegistryEvent {}

    /**
     * A retraining began.
     *
     * @param model the name of the model
     * @param cause the id of the alert, or who asked for it
     */
    record RetrainingStarted(ModelName model, String cause) implements RegistryEvent {}

    /**
     * A retraining ended.
     *
     * @param model the name of the model
     * @param cause the id of the alert, or who asked for it
     * @param version the number of the version it produced, or null if it produced none
     * @param outcome what came of it, in words
     */
    record RetrainingEnded(
            ModelName model, String cause, @Nullable Integer version, String outcome) implements RegistryEvent {}

    /**
     * A version was put aside: it can't be pointed to or rolled out until it is restored.
     *
     * @param model the name of the model
     * @param version the number of the version
     */
    record Archived(ModelName model, int version) implements RegistryEvent {}

    /**
     * A version that was put aside was taken back.
     *
     * @param model the name of the model
     * @param version the number of the version
     */
    record Restored(ModelName model, int version) implements RegistryEvent {}

    /**
     * A version was deleted. Its number is never given again, and its history stays.
     *
     * @param model the name of the model
     * @param version the number of the version
     */
    record Deleted(ModelName model, int version) implements RegistryEvent {}

    /**
     * Somebody said something about a version.
     *
     * @param model the name of the model
     * @param version the number of the version
     * @param text what was said
     */
    record Commented(ModelName model, int version, String text) implements RegistryEvent {}

    /**
     * It was settled what a version needs before an alias may move to it.
     *
     * @param model the name of the model
     * @param alias the alias
     * @param approvals how many people other than the one who registered the version must have approved it
     * @param validation whether its newest validation must have passed
     */
    record AliasProtected(ModelName model, String alias, int approvals, boolean validation) implements RegistryEvent {}

    /**
     * Somebody wanted to make a change that the access policy of their process did not allow. Who is the entry's actor,
     * why not is its reason.
     *
     * @param model the name of the model, which may not exist
     * @param action what they wanted to do
     * @param alias the alias it was about, or null if it was none
     * @param unlogged how many more attempts that process has denied since its last such entry
     */
    record AccessDenied(
            ModelName model, String action, @Nullable String alias, long unlogged) implements RegistryEvent {}

    /**
     * A version was signed.
     *
     * @param model the name of the model
     * @param version the number of the version
     * @param bundle the stored signature
     * @param key the id of the key that the signature says it is by, or null if it does not say; not checked
     */
    record Signed(
            ModelName model,
            int version,
            Digest bundle,
            @Nullable Digest key) implements RegistryEvent {}

    /**
     * A version was revoked: it is never loaded, pointed to or rolled out again.
     *
     * @param model the name of the model
     * @param version the number of the version
     */
    record Revoked(ModelName model, int version) implements RegistryEvent {}

    /**
     * The log was damaged and somebody repaired it.
     *
     * @param model {@link #REGISTRY}
     * @param broughtBack how many entries before this one were brought back from a copy
     * @param setAside how many files of entries after the last good one were set aside
     * @param quarantine the name of the directory that holds the damaged files
     * @param damage what was found first
     */
    record Repaired(ModelName model, long broughtBack, long setAside, String quarantine, String damage)
            implements RegistryEvent {}

    /**
     * An event that a newer version of the library wrote and this one does not know. It is kept in the chain and has no
     * effect here.
     *
     * @param model the name of the model
     * @param type the name of the unknown type
     */
    record Unrecognized(ModelName model, String type) implements RegistryEvent {}
}
