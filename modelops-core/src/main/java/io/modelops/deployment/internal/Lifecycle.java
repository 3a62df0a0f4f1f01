package io.modelops.deployment.internal;

import io.modelops.deployment.TransitionPolicy;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long versions of one deployment may be in which state, and what they take.
 *
 * @param loadTimeout how long a load may take
 * @param drainTimeout how long a replaced version may take to end its last requests
 * @param keepWarm how long a replaced version stays loaded; zero for not at all
 * @param reloadWait how long a request waits for a version that was evicted
 * @param transition which version comes first in an exchange
 * @param memoryBytes what a version takes, if declared
 * @param pinned whether it is never evicted
 */
public record Lifecycle(
        Duration loadTimeout,
        Duration drainTimeout,
        Duration keepWarm,
        Duration reloadWait,
        TransitionPolicy transition,
        OptionalLong memoryBytes,
        boolean pinned) {}
