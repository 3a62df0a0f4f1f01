package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.ConflictException;
import io.modelops.model.CorruptionException;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows a store's log and adds to it. One lock orders the writers of this process; writers of other processes are met
 * at the store, where only one can have a sequence number. Nothing is called back while the lock is held.
 */
public final class RegistryLog {
    private static final int BATCH = 1_000;
    private static final int MOST_TRIES = 50;

    private final RegistryStore store;
    private final InstantSource clock;
    private final Consumer<List<LogEntry>> onNews;
    private final EventCodec codec = new EventCodec();
    private final RegistryState state = new RegistryState();
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable CommitUnknownException undecided;

    /**
     * Reads the log from its beginning.
     *
     * @param onNews is told, after the lock is released, of entries that were not there when the log was opened
     */
    public RegistryLog(RegistryStore store, InstantSource clock, Consumer<List<LogEntry>> onNews) {
        this.store = store;
        this.clock = clock;
        this.onNews = onNews;
        catchUp(new ArrayList<>());
    }

    /** What the entries read so far add up to. */
    public RegistryState state() {
        return state;
    }

    /** Reads what others have written since. */
    public void refresh() {
        List<LogEntry> news = new ArrayList<>();
        writing.lock();
        try {
            catchUp(news);
        } finally {
            writing.unlock();
            tell(news);
        }
    }

    /**
     * Adds one entry.
     *
     * @param operation its id; if the log has an entry of it already, that one is returned and nothing is added
     * @param change makes the change from the present state; called again when another writer was faster
     */
    public LogEntry commit(UUID operation, Function<RegistryState, Change> change) {
        List<LogEntry> news = new ArrayList<>();
        writing.lock();
        try {
            return commitLocked(operation, change, news);
        } finally {
            writing.unlock();
            tell(news);
        }
    }

    private LogEntry commitLocked(UUID operation, Function<RegistryState, Change> change, List<LogEntry> news) {
        if (undecided != null) {
            throw new StoreException("This registry refuses changes since operation " + undecided.operation()
                    + ", of which it is not known whether it was stored: close it and open it again.", undecided);
        }
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            catchUp(news);
            Optional<LogEntry> earlier = state.operation(operation);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Change wanted = change.apply(state);
            state.check(wanted.event());
            LogRecord record =
                    codec.encode(state.sequence() + 1, state.digest(), operation, clock.instant(), wanted);
            if (put(record)) {
                return take(record, news);
            }
        }
        throw new ConflictException("Other writers were faster " + MOST_TRIES + " times in a row: nothing was changed; "
                + "try again, or let fewer processes write to this registry at once.");
    }

    private boolean put(LogRecord record) {
        try {
            return store.putIfAbsent(record);
        } catch (CommitUnknownException unknown) {
            undecided = unknown;
            throw unknown;
        }
    }

    private void catchUp(List<LogEntry> news) {
        List<LogRecord> records;
        do {
            records = store.read(state.sequence() + 1, BATCH);
            for (LogRecord record : records) {
                take(record, news);
            }
        } while (records.size() == BATCH);
    }

    private LogEntry take(LogRecord record, List<LogEntry> news) {
        LogEntry entry = codec.decode(record, state.digest());
        try {
            if (!(entry.event() instanceof RegistryEvent.Unrecognized)) {
                state.check(entry.event());
            }
        } catch (ConflictException contradiction) {
            throw new CorruptionException(
                    "Entry " + record.sequence() + " of the registry's log contradicts the entries before it ("
                            + contradiction.getMessage() + "): the log was altered; restore it from a copy.",
                    contradiction);
        }
        state.apply(entry);
        news.add(entry);
        return entry;
    }

    private void tell(List<LogEntry> news) {
        if (!news.isEmpty()) {
            onNews.accept(news);
        }
    }
}
