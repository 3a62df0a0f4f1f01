package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.util.Optional;

/**
 * A record of which everything was done that needs nothing but the record, so that many threads can share the work of
 * opening a long log.
 *
 * @param record the record
 * @param outline what it registers, if it does and nothing more needs to be known of it
 * @param entry what it says, if it is something else and was written as usual
 */
record PreparedRecord(
        LogRecord record, Optional<RegistrationOutline> outline, Optional<LogEntry> entry, EventCodec codec) {
    static PreparedRecord of(LogRecord record, EventCodec codec) {
        Optional<RegistrationOutline> outline = RegistrationOutline.of(record);
        return new PreparedRecord(
                record, outline, outline.isPresent() ? Optional.empty() : codec.readQuickly(record), codec);
    }

    /** The entry in its place after another one, or empty if only reading it again can tell whether that is its place. */
    Optional<StoredEntry> after(long sequence, Digest previous) {
        if (record.sequence() != sequence + 1) {
            return Optional.empty();
        }
        return outline.filter(found -> found.previous().equals(previous))
                .map(found -> new StoredEntry(record, found, previous, codec))
                .or(() ->
                        entry.filter(found -> found.previous().equals(previous)).map(StoredEntry::new));
    }
}
