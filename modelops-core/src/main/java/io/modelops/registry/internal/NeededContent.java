package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import io.modelops.spi.RegistryStore;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The content that a log refers to. It reads the store and not the open registry, whose writers may be waiting for the
 * clean-up that asks. Most of the log is read before anybody has to wait, the rest when it is asked.
 */
public final class NeededContent implements Supplier<Set<Digest>> {
    private final LogFold fold;

    /** Reads the log as it is now. */
    public NeededContent(RegistryStore store) {
        fold = new LogFold(store, new EventCodec());
        catchUp();
    }

    @Override
    public Set<Digest> get() {
        catchUp();
        Set<Digest> needed = new HashSet<>();
        ContentReference.visit(fold.state(), reference -> needed.add(reference.digest()));
        return needed;
    }

    private void catchUp() {
        fold.catchUp(NeededContent::requireUnderstood);
    }

    private static void requireUnderstood(LogEntry entry) {
        if (entry.event() instanceof RegistryEvent.Unrecognized unknown) {
            throw new StoreException("Nothing was cleaned up: entry " + entry.sequence() + " of the log is a "
                    + unknown.type() + ", which this version of the library does not know and which may refer to "
                    + "content. Clean up with the version that wrote it.");
        }
    }
}
