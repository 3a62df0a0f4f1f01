package io.modelops.spi;

import io.modelops.model.Actor;
import io.modelops.model.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to do.
 *
 * @param actor who, as the application says
 * @param action what
 * @param model the model it is about; null if it is the registry as a whole
 * @param alias the alias it is about; null if it is none
 */
public record AccessRequest(
        Actor actor,
        AccessAction action,
        @Nullable ModelName model,
        @Nullable String alias) {
    /** Who wants what, in words, such as {@code ana wants to move alias churn@champion}. */
    @Override
    public String toString() {
        return actor + " wants to " + action + " " + (model == null ? "the registry" : model)
                + (alias == null ? "" : "@" + alias);
    }
}
