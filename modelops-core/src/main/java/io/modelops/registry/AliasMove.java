package io.modelops.registry;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Quoted;
import io.modelops.registry.internal.Change;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A move of an alias, told step by step:
 *
 * <pre>{@code
 * registry.point("champion").from(current).to(candidate);
 * registry.point("champion").to(first);                      // the alias must not exist yet
 * }</pre>
 *
 * <p>It is a compare-and-set: if the alias points elsewhere than {@link #from} says, nothing changes. Not safe for use by
 * several threads.
 */
public final class AliasMove {
    private final ModelRegistry registry;
    private final String alias;
    private @Nullable ModelVersion expected;
    private Actor actor;
    private String reason = "";
    private UUID operation = UUID.randomUUID();
    private @Nullable UUID rollout;

    AliasMove(ModelRegistry registry, String alias, Actor actor) {
        this.registry = registry;
        this.alias = alias;
        this.actor = actor;
    }

    /**
     * Says where the alias points now. If this is not called, the alias must not exist yet.
     *
     * @param current the version that the caller believes it points to, or null if it must not exist
     * @return this
     */
    public AliasMove from(@Nullable ModelVersion current) {
        expected = current;
        return this;
    }

    /**
     * Says who moves it, if not the registry's own actor.
     *
     * @param who the actor
     * @return this
     */
    public AliasMove by(Actor who) {
        actor = who;
        return this;
    }

    /**
     * Says why it is moved.
     *
     * @param why the reason, for the history
     * @return this
     */
    public AliasMove because(String why) {
        reason = why;
        return this;
    }

    /**
     * Gives the operation an id of the caller's, so that it can be repeated after an unknown outcome.
     *
     * @param id a new random id, kept by the caller
     * @return this
     */
    public AliasMove operation(UUID id) {
        operation = id;
        return this;
    }

    /**
     * Moves the alias only if a rollout to it is still under way in the log at that very moment, so that of two processes
     * one of which ends the rollout the other can't complete it.
     *
     * @param id the id of the rollout
     * @return this
     */
    public AliasMove duringRollout(UUID id) {
        rollout = id;
        return this;
    }

    /**
     * Moves the alias.
     *
     * @param target the version it is to point to
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if the alias does not point to what {@link #from} said, the version is
     *     archived, or the alias is protected and the version lacks what it needs
     * @throws NotFoundException if the registry does not have the version
     * @throws InvalidInputException if the alias has a form that is not allowed, the versions are of different models, or
     *     the operation's id is that of another operation
     * @throws io.modelops.model.CommitUnknownException if it can't be known whether the move was stored
     */
    public LogEntry to(ModelVersion target) {
        if (!registry.get(target.ref()).equals(target)) {
            throw new NotFoundException(
                    "Alias " + Quoted.of(alias) + " can't point to " + target + " as given: this registry "
                            + "has another version of that number; take the version from this registry.");
        }
        return move(target, target.number());
    }

    /**
     * Takes the alias away.
     *
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if the alias does not point to what {@link #from} said
     * @throws InvalidInputException if {@link #from} was not called with a version
     */
    public LogEntry away() {
        if (expected == null) {
            throw new InvalidInputException("Alias " + Quoted.of(alias)
                    + " can't be taken away from nothing: call from(version) with the version it points to.");
        }
        return move(expected, null);
    }

    private LogEntry move(ModelVersion of, @Nullable Integer target) {
        ModelRef.Aliased reference = new ModelRef.Aliased(of.model(), alias);
        if (expected != null && !expected.model().equals(of.model())) {
            throw new InvalidInputException("Alias " + reference + " can't move from " + expected + " to " + of
                    + ": both must be versions of one model.");
        }
        UUID required = rollout;
        Integer from = expected == null ? null : expected.number();
        return registry.log().commit(operation, state -> {
            if (required != null
                    && state.get(of.model())
                            .rollout(alias)
                            .filter(open -> open.progress().rollout().equals(required))
                            .isEmpty()) {
                throw new ConflictException("Alias " + reference + " was not moved to " + of + ": rollout " + required
                        + ", which was to move it, has ended.");
            }
            return new Change(new RegistryEvent.AliasMoved(of.model(), reference.alias(), from, target), actor, reason);
        });
    }
}
