package io.modelops.deployment;

import io.modelops.deployment.internal.TimeLimit;
import java.time.Duration;

/** In which order a deployment exchanges one version for another when its alias moves. */
public sealed interface TransitionPolicy {
    /**
     * The new version is made ready before the old one goes, so that requests are answered all the time. Needs memory for
     * both.
     *
     * @return the policy, which is the default
     */
    static TransitionPolicy keepAvailable() {
        return new KeepAvailable();
    }

    /**
     * The old version goes before the new one is loaded, for a model that fits into memory once only. If the new one can't
     * be made ready, the old one is loaded again. No rollouts, which need two versions at a time.
     *
     * @param callersWait how long a request waits meanwhile before it gets an error; 0 for an error at once
     * @return the policy
     * @throws io.modelops.model.InvalidInputException if the duration is negative or longer than ten years
     */
    static TransitionPolicy keepWithinMemory(Duration callersWait) {
        return new KeepWithinMemory(callersWait);
    }

    /** New version up, then old version down. */
    record KeepAvailable() implements TransitionPolicy {}

    /**
     * Old version down, then new version up.
     *
     * @param callersWait how long a request waits meanwhile
     */
    record KeepWithinMemory(Duration callersWait) implements TransitionPolicy {
        /**
         * Checks and keeps the wait.
         *
         * @param callersWait how long a request waits meanwhile
         * @throws io.modelops.model.InvalidInputException if it is negative or longer than ten years
         */
        public KeepWithinMemory {
            TimeLimit.notNegative("Requests can't wait", callersWait);
        }
    }
}
