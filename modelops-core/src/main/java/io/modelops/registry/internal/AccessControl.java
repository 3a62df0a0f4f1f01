package io.modelops.registry.internal;

import io.modelops.model.AccessDeniedException;
import io.modelops.spi.AccessDecision;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.AccessRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a policy. A policy that throws, or says nothing, denies: a fault must not open a door. */
final class AccessControl {
    private final AccessPolicy policy;

    AccessControl(AccessPolicy policy) {
        this.policy = policy;
    }

    /**
     * What a policy did not allow.
     *
     * @param request who wanted what
     * @param decision why not
     * @param fault what the policy threw instead of deciding
     */
    record Denial(
            AccessRequest request,
            AccessDecision decision,
            @Nullable Throwable fault) {
        AccessDeniedException exception() {
            AccessDeniedException denied = new AccessDeniedException(request + ", which is not allowed: "
                    + decision.why() + ". Nothing was changed; ask " + decision.ask() + ".");
            if (fault != null) {
                denied.initCause(fault);
            }
            return denied;
        }
    }

    /** Asks, and returns what was not allowed, or empty if all was. */
    Optional<Denial> check(AccessRequest request) {
        try {
            AccessDecision decision = policy.decide(request);
            if (decision == null) {
                return Optional.of(undecided(request, null));
            }
            return decision.allowed() ? Optional.empty() : Optional.of(new Denial(request, decision, null));
        } catch (RuntimeException | Error failure) {
            return Optional.of(undecided(request, failure));
        }
    }

    private static Denial undecided(AccessRequest request, @Nullable Throwable fault) {
        String why = fault == null ? "returned nothing" : "threw " + fault;
        return new Denial(
                request,
                AccessDecision.deny("the access policy " + why, "whoever wrote the access policy of this registry"),
                fault);
    }
}
