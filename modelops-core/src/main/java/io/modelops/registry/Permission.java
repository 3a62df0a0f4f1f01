package io.modelops.registry;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some actions, perhaps on some models and aliases only.
 *
 * @param actions what may be done
 * @param models on which models; empty for all
 * @param aliases on which aliases, of those actions that are about one; empty for all
 */
public record Permission(Set<AccessAction> actions, Set<ModelName> models, Set<String> aliases) {
    /**
     * Copies and keeps the parts.
     *
     * @param actions what may be done
     * @param models on which models
     * @param aliases on which aliases
     */
    public Permission {
        actions = Set.copyOf(actions);
        models = Set.copyOf(models);
        aliases = Set.copyOf(aliases);
    }

    /**
     * Permits actions on all models and aliases.
     *
     * @param actions what may be done
     * @return the permission
     */
    public static Permission to(AccessAction... actions) {
        return new Permission(Set.of(actions), Set.of(), Set.of());
    }

    /**
     * Permits everything, also what later versions of the library will tell apart.
     *
     * @return the permission
     */
    public static Permission toDoAnything() {
        return to(AccessAction.values());
    }

    /**
     * Limits it to some models. A repair is about none, so it is not permitted then.
     *
     * @param names the names of the models
     * @return a permission that is the same otherwise
     * @throws InvalidInputException if there is no name, or one has a form that is not allowed
     */
    public Permission onModels(String... names) {
        requireSome(names, "models");
        return new Permission(
                actions, Arrays.stream(names).map(ModelName::of).collect(Collectors.toUnmodifiableSet()), aliases);
    }

    /**
     * Limits those of its actions that are about an alias to some aliases.
     *
     * @param names the aliases, such as {@code champion}
     * @return a permission that is the same otherwise
     * @throws InvalidInputException if there is no alias
     */
    public Permission onAliases(String... names) {
        requireSome(names, "aliases");
        return new Permission(actions, models, Arrays.stream(names).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Whether it covers what somebody wants to do.
     *
     * @param request who wants what
     * @return true if the action, its model and its alias are among those permitted
     */
    public boolean covers(AccessRequest request) {
        return actions.contains(request.action())
                && (models.isEmpty() || (request.model() != null && models.contains(request.model())))
                && (aliases.isEmpty() || request.alias() == null || aliases.contains(request.alias()));
    }

    private static void requireSome(String[] names, String what) {
        if (names.length == 0) {
            throw new InvalidInputException(
                    "A permission was limited to no " + what + ": name some, or leave the limit out.");
        }
    }
}
