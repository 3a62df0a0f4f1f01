package io.modelops.examples.ridership;

import io.modelops.deployment.Rollout.Outcome;
import io.modelops.model.ModelVersion;

/**
 * How the two canaries ended.
 *
 * @param first the version that served at the beginning
 * @param hasty the version that was trained on too little
 * @param worse how its rollout ended
 * @param thorough the version that was trained on enough
 * @param better how its rollout ended
 * @param serves the version that serves at the end
 * @param days how many days were played
 */
record CanaryResult(
        ModelVersion first,
        ModelVersion hasty,
        Outcome worse,
        ModelVersion thorough,
        Outcome better,
        ModelVersion serves,
        int days) {
    /** Whether the labels decided as they should. */
    boolean holds() {
        return worse.kind() == Outcome.Kind.ROLLED_BACK
                && worse.why().startsWith("mae on 100 labels: challenger ")
                && better.promoted()
                && serves.equals(thorough);
    }

    String line() {
        return "canary " + (holds() ? "ok" : "failed") + " days=" + days + " rolled_back=" + hasty + " promoted="
                + thorough + " serves=" + serves;
    }
}
