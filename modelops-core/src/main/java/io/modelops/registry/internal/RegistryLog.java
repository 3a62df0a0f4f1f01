package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.ConflictException;
import io.modelops.model.CorruptionException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a store's log and adds to it. One lock orders the writers of this process; writers of other processes are met
 * at the store, where only one can have a sequence number. No listener is called while the lock is held.
 */
public final class RegistryLog {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryLog.class);
    private static final int MOST_TRIES = 50;
    private static final long FIRST_PAUSE_NANOS = 20_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private final RegistryStore store;
    private final InstantSource clock;
    private final Listeners listeners;
    private final EventCodec codec = new EventCodec();
    private final LogFold fold;
    private final RegistryState state;
    private final AccessControl access;
    private final DenialNotes denials = new DenialNotes();
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable CommitUnknownException undecided;

    /**
     * Reads the log from its beginning. Everybody may add to it.
     *
     * @param listeners are told of entries that were not there when the log was opened
     */
    public RegistryLog(RegistryStore store, InstantSource clock, Listeners listeners) {
        this(store, clock, listeners, AccessPolicy.allowAll(), false);
    }

    /**
     * Reads the log from its beginning.
     *
     * @param listeners are told of entries that were not there when the log was opened
     * @param policy decides who may add what
     * @param toDamage whether a damaged log is opened up to the damage, and can then only be read
     */
    public RegistryLog(
            RegistryStore store, InstantSource clock, Listeners listeners, AccessPolicy policy, boolean toDamage) {
        this.store = store;
        this.clock = clock;
        this.listeners = listeners;
        this.access = new AccessControl(policy);
        this.fold = LogFold.open(store, codec);
        this.state = fold.state();
        CorruptionException damage = fold.damage();
        if (damage != null && !toDamage) {
            throw new CorruptionException(
                    damage.getMessage() + " Entry " + state.sequence() + " is the last good one: to read up to there, "
                            + "open with readOnlyIfDamaged(); to go on from there, see ModelRegistryBuilder.repair.",
                    damage);
        }
    }

    /** What was not as it was written when the log was opened; it can then only be read. */
    public Optional<String> damage() {
        return Optional.ofNullable(fold.damage()).map(Throwable::getMessage);
    }

    /** What the entries read so far add up to. */
    public RegistryState state() {
        return state;
    }

    /** Reads what others have written since. */
    public void refresh() {
        writing.lock();
        try {
            if (fold.damage() == null) {
                fold.catchUp(listeners::enqueue);
            }
        } finally {
            writing.unlock();
            listeners.tell();
        }
    }

    /**
     * Refuses what {@link #commit} would refuse in any state of the log, before content is stored for it.
     *
     * @param change the change as it will be, up to the digests of the content
     */
    public void requireAcceptable(Change change) {
        requireOutside();
        writing.lock();
        try {
            requireDecided();
            requireAllowed(change);
            codec.encode(state.sequence() + 1, state.digest(), UUID.randomUUID(), clock.instant(), change);
        } finally {
            writing.unlock();
            listeners.tell();
        }
    }

    /**
     * Adds one entry.
     *
     * @param operation its id; if the log has an entry of it already, that one is returned and nothing is added
     * @param change makes the change from the present state; called again when another writer was faster
     */
    public LogEntry commit(UUID operation, Function<RegistryState, Change> change) {
        requireOutside();
        writing.lock();
        try {
            return commitLocked(operation, change);
        } finally {
            writing.unlock();
            listeners.tell();
        }
    }

    private LogEntry commitLocked(UUID operation, Function<RegistryState, Change> change) {
        requireDecided();
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            fold.catchUp(listeners::enqueue);
            Change wanted = change.apply(state);
            Optional<LogEntry> earlier = state.operation(operation);
            if (earlier.isPresent()) {
                return repeated(earlier.get(), wanted);
            }
            requireAllowed(wanted);
            state.check(wanted.event());
            Optional<LogEntry> added = add(operation, wanted);
            if (added.isPresent()) {
                return added.get();
            }
            giveWay(attempt);
        }
        throw new ConflictException("Other writers were faster " + MOST_TRIES + " times in a row: nothing was changed; "
                + "try again, or let fewer processes write to this registry at once.");
    }

    /** Adds an entry unless another writer was faster. */
    private Optional<LogEntry> add(UUID operation, Change change) {
        LogRecord record = codec.encode(state.sequence() + 1, state.digest(), operation, clock.instant(), change);
        if (!put(record)) {
            return Optional.empty();
        }
        LogEntry entry = fold.take(record);
        listeners.enqueue(entry);
        return Optional.of(entry);
    }

    /** Waits for a random moment, longer from time to time, so that many writers do not stay in each other's way. */
    private static void giveWay(int attempt) {
        long most = Math.min(FIRST_PAUSE_NANOS << (attempt / 2), LONGEST_PAUSE_NANOS);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }

    private void requireAllowed(Change change) {
        Optional<AccessControl.Denial> denial = access.check(AccessRequests.of(state, change));
        if (denial.isPresent()) {
            AccessDeniedException denied = denial.get().exception();
            note(denial.get(), denied);
            throw denied;
        }
    }

    /** Makes a denied attempt an entry if it deserves one. It stays denied whatever becomes of that. */
    private void note(AccessControl.Denial denial, AccessDeniedException denied) {
        try {
            for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
                fold.catchUp(listeners::enqueue);
                Change note = denials.change(state, denial, clock.instant());
                if (note == null) {
                    denials.skipped();
                    return;
                }
                if (add(UUID.randomUUID(), note).isPresent()) {
                    denials.logged();
                    return;
                }
                giveWay(attempt);
            }
            denials.failed(clock.instant());
        } catch (RuntimeException unwritten) {
            denials.failed(clock.instant());
            denied.addSuppressed(unwritten);
            LOG.warn(
                    "A denied attempt could not be added to the log of a registry: {}", denied.getMessage(), unwritten);
        }
    }

    private void requireOutside() {
        if (writing.isHeldByCurrentThread()) {
            throw new InvalidInputException(
                    "An access policy tried to change the registry it decides on: decide from the request alone.");
        }
    }

    private void requireDecided() {
        CorruptionException damage = fold.damage();
        if (damage != null) {
            throw new StoreException(
                    "This registry is open for reading only, up to entry " + state.sequence()
                            + ", because its log is damaged after that: nothing was changed. "
                            + damage.getMessage(),
                    damage);
        }
        if (undecided != null) {
            throw new StoreException(
                    "This registry refuses changes since operation " + undecided.operation()
                            + ", of which it is not known whether it was stored: close it and open it again.",
                    undecided);
        }
    }

    private static LogEntry repeated(LogEntry earlier, Change wanted) {
        RegistryEvent before = earlier.event();
        RegistryEvent now = wanted.event();
        if (before.getClass() != now.getClass() || !before.model().equals(now.model())) {
            throw new InvalidInputException("Operation " + earlier.operation() + " is a "
                    + before.getClass().getSimpleName() + " of model " + before.model() + ", entry "
                    + earlier.sequence() + " of the log, and can't be a "
                    + now.getClass().getSimpleName() + " of model " + now.model()
                    + " as well: give each operation a new random id.");
        }
        return earlier;
    }

    private boolean put(LogRecord record) {
        try {
            return store.putIfAbsent(record);
        } catch (CommitUnknownException unknown) {
            undecided = unknown;
            throw unknown;
        }
    }
}
