package io.modelops.registry;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessDecision;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.AccessRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An access policy of roles: a role has permissions, an actor has roles, and what no role of an actor permits is denied.
 *
 * <pre>{@code
 * AccessPolicy policy = RolePolicy.builder()
 *     .role("scientist", Permission.to(REGISTER, VALIDATE, COMMENT, TAG))
 *     .role("reviewer", Permission.to(APPROVE, COMMENT))
 *     .role("operator", Permission.to(MOVE_ALIAS, ROLL_OUT).onAliases("champion"), Permission.to(ARCHIVE, RESTORE))
 *     .role("owner", Permission.toDoAnything())
 *     .grant(by("ana"), "scientist", "reviewer")
 *     .grant(by("ben"), "operator")
 *     .contact("the platform team")
 *     .build();
 * }</pre>
 *
 * <p>The library's own {@link Actor#SYSTEM} may always add alerts to the history. Whatever else it does needs a role: it
 * begins rollouts that name no actor, and {@code modelops-retraining} registers and rolls out what it has trained.
 */
public final class RolePolicy implements AccessPolicy {
    private final Map<String, List<Permission>> roles;
    private final Map<Actor, Set<String>> granted;
    private final Set<String> toEverybody;
    private final String contact;

    private RolePolicy(Builder builder) {
        roles = new TreeMap<>(builder.roles);
        granted = new LinkedHashMap<>();
        builder.granted.forEach((actor, names) -> granted.put(actor, new TreeSet<>(names)));
        toEverybody = new TreeSet<>(builder.toEverybody);
        contact = builder.contact;
    }

    /**
     * Starts to describe a policy.
     *
     * @return a builder without roles
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public AccessDecision decide(AccessRequest request) {
        if (request.actor().equals(Actor.SYSTEM) && request.action() == AccessAction.RECORD) {
            return AccessDecision.allow();
        }
        Set<String> own = new TreeSet<>(toEverybody);
        own.addAll(granted.getOrDefault(request.actor(), Set.of()));
        Set<String> able = new TreeSet<>();
        roles.forEach((role, permissions) -> {
            if (permissions.stream().anyMatch(permission -> permission.covers(request))) {
                able.add(role);
            }
        });
        if (own.stream().anyMatch(able::contains)) {
            return AccessDecision.allow();
        }
        return AccessDecision.deny(
                own.isEmpty()
                        ? request.actor() + " has no role"
                        : "none of the roles " + own + " of " + request.actor() + " permits it",
                able.isEmpty() ? contact : "somebody with one of the roles " + able + ", or " + contact);
    }

    /** Describes a policy. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<String, List<Permission>> roles = new LinkedHashMap<>();
        private final Map<Actor, Set<String>> granted = new LinkedHashMap<>();
        private final Set<String> toEverybody = new TreeSet<>();
        private String contact = "whoever configured the access policy of this registry";

        private Builder() {}

        /**
         * Adds a role.
         *
         * @param name its name
         * @param permissions what it permits
         * @return this
         * @throws InvalidInputException if there is a role of that name
         */
        public Builder role(String name, Permission... permissions) {
            if (roles.putIfAbsent(name, List.of(permissions)) != null) {
                throw new InvalidInputException(
                        "Role " + Quoted.of(name) + " was described twice: give one of them another name.");
            }
            return this;
        }

        /**
         * Gives an actor roles, in addition to those it has.
         *
         * @param actor the actor
         * @param names the names of the roles
         * @return this
         */
        public Builder grant(Actor actor, String... names) {
            granted.computeIfAbsent(actor, none -> new TreeSet<>()).addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Gives everybody roles.
         *
         * @param names the names of the roles
         * @return this
         */
        public Builder grantEverybody(String... names) {
            toEverybody.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Sets whom to ask for a permission.
         *
         * @param who such as {@code the platform team}
         * @return this
         * @throws InvalidInputException if it is blank
         */
        public Builder contact(String who) {
            if (who.isBlank()) {
                throw new InvalidInputException("The contact of an access policy is blank: say whom to ask.");
            }
            contact = who;
            return this;
        }

        /**
         * Ends the description.
         *
         * @return the policy
         * @throws InvalidInputException if a role was granted that was not described
         */
        public RolePolicy build() {
            Set<String> unknown = new TreeSet<>(toEverybody);
            granted.values().forEach(unknown::addAll);
            unknown.removeAll(roles.keySet());
            if (!unknown.isEmpty()) {
                throw new InvalidInputException("Roles " + unknown + " were granted but not described: there are "
                        + new TreeSet<>(roles.keySet()) + "; describe them with role(…).");
            }
            return new RolePolicy(this);
        }
    }
}
