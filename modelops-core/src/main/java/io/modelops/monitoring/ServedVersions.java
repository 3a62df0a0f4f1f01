package io.modelops.monitoring;

import io.modelops.model.ModelRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest versions that served, oldest first. Safe for use by several threads. */
final class ServedVersions {
    private static final int KEPT = 200;

    private final Deque<ServedVersion> served = new ArrayDeque<>();

    /** Notes that a version serves from now on, unless it does already. */
    synchronized void add(Instant now, ModelRef.Numbered version) {
        if (served.isEmpty() || !served.getLast().version().equals(version)) {
            served.addLast(new ServedVersion(now, version));
        }
        if (served.size() > KEPT) {
            served.removeFirst();
        }
    }

    synchronized List<ServedVersion> all() {
        return List.copyOf(served);
    }
}
