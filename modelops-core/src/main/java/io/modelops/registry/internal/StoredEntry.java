package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.spi.LogRecord;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log that has its place. What it says of a registered version is read when somebody wants to know it: of
 * a large registry, a process uses the versions it serves and leaves most others alone. Safe for use by several threads.
 */
final class StoredEntry {
    private static final int NONE = 0;

    private final long sequence;
    private final Digest digest;
    private final UUID operation;
    private final ModelName model;
    private final int registered;
    private volatile @Nullable LogEntry entry;
    private volatile @Nullable Unread unread;

    private record Unread(LogRecord record, Digest previous, EventCodec codec) {}

    /** An entry that was read. */
    StoredEntry(LogEntry entry) {
        this.sequence = entry.sequence();
        this.digest = entry.digest();
        this.operation = entry.operation();
        this.model = entry.event().model();
        this.registered = entry.event() instanceof RegistryEvent.Registered event ? event.version() : NONE;
        this.entry = entry;
    }

    /**
     * An entry of which only the outline was.
     *
     * @param previous the digest of the entry before it, which was found to be the one it names
     */
    StoredEntry(LogRecord record, RegistrationOutline outline, Digest previous, EventCodec codec) {
        this.sequence = record.sequence();
        this.digest = outline.digest();
        this.operation = record.operation();
        this.model = outline.model();
        this.registered = outline.version();
        this.unread = new Unread(record, previous, codec);
    }

    /**
     * What it says.
     *
     * @throws CorruptionException if it is none of the library's entries, though it has a place in the chain
     */
    LogEntry read() {
        Unread source = unread;
        if (source == null) {
            return Objects.requireNonNull(entry);
        }
        LogEntry read = source.codec.decode(source.record, sequence, source.previous);
        if (!(read.event() instanceof RegistryEvent.Registered event)
                || !event.model().equals(model)
                || event.version() != registered) {
            throw new CorruptionException("Entry " + sequence + " of the registry's log does not register version "
                    + registered + " of model " + model
                    + ", as it seemed to: the log was altered; restore it from a copy.");
        }
        entry = read;
        unread = null; // after the entry is there: whoever finds it gone finds the entry
        return read;
    }

    /** What it says, or null if that was not read yet. An entry that registers no version always was. */
    @Nullable
    LogEntry readAlready() {
        return entry;
    }

    /** Whether it registers a version. */
    boolean isRegistration() {
        return registered != NONE;
    }

    /** The number of the version it registers, or 0. */
    int registered() {
        return registered;
    }

    long sequence() {
        return sequence;
    }

    Digest digest() {
        return digest;
    }

    UUID operation() {
        return operation;
    }

    ModelName model() {
        return model;
    }
}
