package io.modelops.deployment.internal;

import io.modelops.deployment.DeploymentStatus.VersionStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The versions that have left memory, or never reached it: the latest few. */
final class EndedVersions {
    private static final int KEPT = 8;

    private final Deque<VersionStatus> latest = new ArrayDeque<>();

    synchronized void add(VersionStatus ended) {
        latest.addFirst(ended);
        if (latest.size() > KEPT) {
            latest.removeLast();
        }
    }

    /** The latest first. */
    synchronized List<VersionStatus> all() {
        return List.copyOf(latest);
    }
}
