package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.model.ConflictException;
import io.modelops.model.CorruptionException;
import io.modelops.model.NotFoundException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a store's log in order, checks each entry against the ones before it, and adds it to a state. One thread at a time. */
final class LogFold {
    private static final Logger LOG = LoggerFactory.getLogger(LogFold.class);
    private static final int BATCH = 1_000;
    private static final int AT_ONCE = 4_000;

    private final RegistryStore store;
    private final EventCodec codec;
    private final RegistryState state = new RegistryState();
    private @Nullable CorruptionException damage;

    LogFold(RegistryStore store, EventCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /**
     * Reads a log from its beginning, the greater part from the store's checkpoints if it has any. It ends before an entry
     * that is not what was written; {@link #damage} says which.
     */
    static LogFold open(RegistryStore store, EventCodec codec) {
        LogFold fold = new LogFold(store, codec);
        try {
            fold.readCheckpoints();
        } catch (CorruptionException unusable) {
            LOG.warn("The checkpoints of a registry do not fit its log and are ignored: {}", unusable.getMessage());
            fold = new LogFold(store, codec);
        }
        try {
            fold.catchUp(entry -> {});
        } catch (CorruptionException somewhere) {
            // A store refuses a whole batch for one bad record.
            fold.readToDamage();
        }
        return fold;
    }

    private void readToDamage() {
        try {
            catchUpSlowly(entry -> {});
        } catch (CorruptionException found) {
            damage = found;
        }
    }

    /** What was not as it was written when the log was opened, or null if all was. */
    @Nullable
    CorruptionException damage() {
        return damage;
    }

    private void readCheckpoints() {
        List<LogRecord> records = store.readCheckpoint(1);
        while (!records.isEmpty()) {
            long next = state.sequence() + records.size() + 1;
            if (records.size() < AT_ONCE) {
                takeAll(records);
                records = store.readCheckpoint(next);
            } else {
                // A long one is on its way from the disk while the one before it is taken.
                // Joining reads it here if others keep all threads of the pool busy.
                ForkJoinTask<List<LogRecord>> reading =
                        ForkJoinTask.adapt(() -> store.readCheckpoint(next)).fork();
                takeAll(records);
                records = reading.join();
            }
        }
        if (state.sequence() > 0) {
            List<LogRecord> last = store.read(state.sequence(), 1);
            if (last.isEmpty() || !last.get(0).digest().equals(state.digest())) {
                throw new CorruptionException("Entry " + state.sequence() + " of the log is another one.");
            }
        }
    }

    /** Adds many records, of which all processors together do what does not depend on the order. */
    private void takeAll(List<LogRecord> records) {
        for (int from = 0; from < records.size(); from += AT_ONCE) {
            List<LogRecord> some = records.subList(from, Math.min(from + AT_ONCE, records.size()));
            some.parallelStream()
                    .map(record -> PreparedRecord.of(record, codec))
                    .toList()
                    .forEach(this::take);
        }
    }

    private void take(PreparedRecord prepared) {
        Optional<StoredEntry> entry = prepared.after(state.sequence(), state.digest());
        if (entry.isPresent()) {
            add(entry.get());
        } else {
            take(prepared.record());
        }
    }

    /** What the entries read so far add up to. */
    RegistryState state() {
        return state;
    }

    /**
     * Reads what was not read yet.
     *
     * @param onNews is told of each entry after it was added
     * @throws CorruptionException if an entry is not what was written, or does not fit the ones before it
     */
    void catchUp(Consumer<LogEntry> onNews) {
        catchUp(BATCH, onNews);
    }

    /** Does the same record by record, so that it stops right before one that the store can't give. */
    void catchUpSlowly(Consumer<LogEntry> onNews) {
        catchUp(1, onNews);
    }

    private void catchUp(int batch, Consumer<LogEntry> onNews) {
        List<LogRecord> records;
        do {
            records = store.read(state.sequence() + 1, batch);
            for (LogRecord record : records) {
                onNews.accept(take(record));
            }
        } while (records.size() == batch);
    }

    /** Adds the next record. */
    LogEntry take(LogRecord record) {
        LogEntry entry = codec.decode(record, state.sequence() + 1, state.digest());
        add(new StoredEntry(entry));
        return entry;
    }

    private void add(StoredEntry entry) {
        try {
            LogEntry read = entry.readAlready();
            if (read == null) {
                state.checkNumber(entry.model(), entry.registered());
            } else {
                state.check(read.event());
            }
        } catch (ConflictException | NotFoundException contradiction) {
            throw new CorruptionException(
                    "Entry " + entry.sequence() + " of the registry's log contradicts the entries before it ("
                            + contradiction.getMessage() + "): the log was altered; restore it from a copy.",
                    contradiction);
        }
        state.apply(entry);
    }
}
