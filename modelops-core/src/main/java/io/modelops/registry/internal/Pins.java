package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.spi.ArtifactStore;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Which content loads that are under way have used, until the last of them has ended. Safe for use by several threads. */
final class Pins {
    private final Set<Digest> used = new HashSet<>();
    private int holds;

    synchronized ArtifactStore.Hold hold() {
        holds++;
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                letGo();
            }
        };
    }

    /** Keeps content while any hold is open. */
    synchronized void pin(Digest digest) {
        used.add(digest);
    }

    synchronized Set<Digest> pinned() {
        return Set.copyOf(used);
    }

    private synchronized void letGo() {
        holds--;
        if (holds == 0) {
            used.clear();
        }
    }
}
