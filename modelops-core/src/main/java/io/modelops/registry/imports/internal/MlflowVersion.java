package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version in a registry of MLflow.
 *
 * @param model the name of the model
 * @param number its number there
 * @param stage its stage, from before there were aliases
 * @param status whether its files are there
 * @param source the URI of its files
 * @param runId the run that made it, or null
 * @param userId who registered it, or null
 * @param description a text, or null
 * @param createdMillis when, or null
 * @param tags values by key
 * @param aliases the aliases that point to it
 */
record MlflowVersion(
        String model,
        int number,
        @Nullable String stage,
        @Nullable String status,
        @Nullable String source,
        @Nullable String runId,
        @Nullable String userId,
        @Nullable String description,
        @Nullable String createdMillis,
        Map<String, String> tags,
        List<String> aliases) {
    private static final String DELETED = "Deleted_Internal";
    private static final String READY = "READY";

    /** Where it is, for the report. */
    String place() {
        return model + "/version-" + number;
    }

    /** Takes it into an intake, unless it was deleted there or never became ready. */
    void into(Intake intake, ArtifactRoots artifacts) throws IOException {
        if (DELETED.equals(stage)) {
            intake.unmapped(place(), "version " + number, "it was deleted");
            return;
        }
        if (!READY.equals(status)) {
            intake.unmapped(place(), "version " + number, "its status is " + status + ", and only READY has its files");
            return;
        }
        intake.version(model, place(), draft -> {
            if (source == null) {
                throw new RefusedException(place(), "it does not say where its files are");
            }
            if (!MlflowFiles.take(draft, artifacts.find(source), intake.takesNotLoadable())) {
                aliases.forEach(alias -> draft.unmapped("alias " + alias, "its version was left behind"));
                return false;
            }
            say(draft);
            return true;
        });
    }

    private void say(Draft draft) {
        draft.parameter("mlflow.name", model);
        draft.parameter("mlflow.version", Integer.toString(number));
        draft.parameter("mlflow.run_id", runId);
        draft.parameter("mlflow.source", source);
        draft.parameter("mlflow.registered_millis", createdMillis);
        draft.parameter("mlflow.user", userId);
        draft.describedAs(description, "description");
        if (stage != null && !stage.equals("None")) {
            draft.tag("mlflow.stage", stage);
            draft.unmapped(
                    "stage " + stage,
                    "stages are no aliases: the tag mlflow.stage has it; point " + stage.toLowerCase(Locale.ROOT)
                            + " yourself if it is to mean this version");
        }
        tags.forEach(draft::tag);
        aliases.forEach(draft::alias);
    }
}
