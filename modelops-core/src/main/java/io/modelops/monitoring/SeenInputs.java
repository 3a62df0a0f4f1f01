package io.modelops.monitoring;

import io.modelops.spi.Observation;
import io.modelops.spi.Role;

/**
 * Tells which observations bring an input of a caller for the first time. An answer of a fallback is about an input that
 * was counted already if the version that it stands in for was asked and failed; if that was not asked, as while its
 * circuit is open, the fallback's answer is all there is. Failures and the answers in their place are matched by the input
 * object itself, among the last 256 failures.
 */
final class SeenInputs {
    private static final int MOST_FAILURES = 256;

    private final Object[] failed = new Object[MOST_FAILURES];
    private int next;

    /** Whether the input of an observation counts. */
    boolean isNew(Observation<?, ?> observation) {
        if (observation.role() == Role.SHADOW) {
            return false;
        }
        if (observation.role() == Role.FALLBACK) {
            return !forget(observation.input());
        }
        if (observation.error() != null) {
            failed[next] = observation.input();
            next = (next + 1) % MOST_FAILURES;
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // the same request, not one that asks the same
    private boolean forget(Object input) {
        for (int slot = 0; slot < MOST_FAILURES; slot++) {
            if (failed[slot] == input && input != null) {
                failed[slot] = null;
                return true;
            }
        }
        return false;
    }
}
