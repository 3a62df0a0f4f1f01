package io.modelops.registry.internal;

import io.modelops.model.ClosedException;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.CorruptionException;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a directory, one file per record, named by its number. No step of a write may be left out: a file is whole
 * on the disk before it gets its name, the name is on the disk before anybody hears of it, and a name is never taken
 * away again.
 */
final class DirectoryRegistryStore implements RegistryStore {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryRegistryStore.class);

    private final DirectoryLayout layout;
    private final Disk disk;
    private final Publisher publisher;
    private final Checkpoints checkpoints;
    private final RootLock lock;
    private final Reserve reserve;
    private final SyncGuard guard;
    private final DirectorySummaryStore summaries;
    private final boolean readOnly;
    private final long repairs;
    private final long listed;
    /** The number up to which all records are known to survive a power cut. */
    private final AtomicLong synced = new AtomicLong();

    private volatile boolean closed;

    DirectoryRegistryStore(RegistryDirectory directory, long checkpointInterval) throws IOException {
        layout = directory.layout();
        disk = layout.disk();
        guard = new SyncGuard(disk);
        reserve = new Reserve(layout);
        readOnly = disk.isReadOnly(layout.root());
        // Before the log is listed: what is known of it is void from the next repair on.
        repairs = greatest(repairNames());
        // Before any record is read: other writers may add some meanwhile, and a listing that is newer than what was
        // read would show gaps that are none.
        listed = lastRecord();
        publisher = directory.openPublisher();
        checkpoints = new Checkpoints(layout, publisher, checkpointInterval);
        summaries = new DirectorySummaryStore(layout, publisher, this::requireOpen);
        lock = directory.openCleanUpLock();
        if (!readOnly) {
            reserve.refill();
        }
    }

    @Override
    public boolean putIfAbsent(LogRecord record) {
        byte[] file = RecordFile.encode(record);
        requireOpen();
        guard.requireIntact(layout.root());
        // C0: clean-up takes every temporary file for garbage, so it is kept away.
        RootLock.Hold hold = lock.shared();
        try {
            requireNotRepaired();
            requirePredecessor(record);
            boolean published = put(record, file);
            if (published) {
                checkpoints.write(record.sequence(), this::existing);
            }
            return published;
        } finally {
            hold.release();
        }
    }

    @Override
    public List<LogRecord> read(long from, int limit) {
        requireOpen();
        // Taken before anything is read: other threads add records meanwhile.
        long known = Math.max(listed, synced.get());
        List<LogRecord> records = new ArrayList<>();
        long sequence = Math.max(from, 1);
        for (LogRecord record = record(sequence, known); record != null; record = record(sequence, known)) {
            records.add(record);
            if (records.size() >= limit) {
                break;
            }
            sequence++;
        }
        if (!records.isEmpty()) {
            // C1: a power cut may still take away the name of a record that another process has just linked. Whoever
            // acts
            // on it, or writes the next one, makes sure of it first.
            makeSureOf(records.get(records.size() - 1).sequence());
        }
        requireNotRepaired();
        return records;
    }

    @Override
    public List<LogRecord> readCheckpoint(long from) {
        requireOpen();
        return checkpoints.read(from);
    }

    @Override
    public Optional<SummaryStore> summaries() {
        return Optional.of(summaries);
    }

    /** The copy of a record that a checkpoint holds, or null if none does. */
    @Nullable
    LogRecord checkpointed(long sequence) {
        return checkpoints.find(sequence);
    }

    /** How many repairs had begun when this was opened. */
    long repairs() {
        return repairs;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            publisher.close();
            lock.close();
        }
    }

    private boolean put(LogRecord record, byte[] file) {
        if (exists(record.sequence())) {
            return false;
        }
        Path temporary = layout.newTemporary();
        boolean published = false;
        try {
            // C3: whole on the disk before it has a name, else a power cut leaves a torn record.
            spend(record, () -> layout.write(temporary, file));
            // C4: takes the number only if it is free; this decides between writers.
            published = spend(record, () -> publisher.publish(temporary, layout.record(record.sequence())));
            if (published) {
                // C5: the name on the disk before anybody hears of it, else a power cut undoes an acknowledged commit.
                guard.syncDirectory(layout.log());
                synced.accumulateAndGet(record.sequence(), Math::max);
            }
        } catch (IOException | RuntimeException failure) {
            throw failed(record, published || failure instanceof OutcomeUnknownException, failure);
        } finally {
            // C6: the commit stands whether or not this succeeds.
            layout.discard(temporary);
        }
        reserve.refillIfMissing();
        return published;
    }

    /** The reserve is for what takes a bad model out of service; another model could well be what fills the disk. */
    private <T> T spend(LogRecord record, Reserve.Writing<T> writing) throws IOException {
        return RecordFile.namesNewContent(record) ? writing.run() : reserve.spend(writing);
    }

    private StoreException failed(LogRecord record, boolean unknown, Exception failure) {
        if (unknown) {
            guard.fail(failure);
            return new CommitUnknownException(record.operation(), failure);
        }
        return new StoreException(
                "Record " + record.sequence() + " could not be written to " + layout.log() + " (" + failure
                        + "): nothing was changed. Check the disk and the rights of this user.",
                failure);
    }

    private void requirePredecessor(LogRecord record) {
        long predecessor = record.sequence() - 1;
        if (predecessor > synced.get()) {
            if (!exists(predecessor)) {
                throw new StoreException("Record " + record.sequence() + " was not stored in " + layout.log()
                        + ": the one before it is not there. Read the log and write the next record.");
            }
            // Else a power cut could keep our record and lose the one before it: a gap.
            makeSureOf(predecessor);
        }
    }

    private boolean exists(long sequence) {
        try {
            return disk.exists(layout.record(sequence));
        } catch (IOException failure) {
            throw unreadable(layout.record(sequence), failure);
        }
    }

    /** @param known the number up to which all records are there */
    private @Nullable LogRecord record(long sequence, long known) {
        Path path = layout.record(sequence);
        try {
            return RecordFile.decode(layout.read(path, RecordFile.LARGEST), sequence, path);
        } catch (NoSuchFileException none) {
            if (sequence <= known) {
                throw new CorruptionException("Log file " + path + " is missing, but record " + known
                        + " was there: records are never removed. Nothing was changed; bring the file back"
                        + " from a backup.");
            }
            return null;
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    private LogRecord existing(long sequence) {
        // Not null: a number up to which all records are there makes a missing one an error.
        return Objects.requireNonNull(record(sequence, sequence));
    }

    private void makeSureOf(long sequence) {
        if (sequence > synced.get() && !readOnly) {
            try {
                guard.syncDirectory(layout.log());
                synced.accumulateAndGet(sequence, Math::max);
            } catch (IOException failure) {
                throw new StoreException(
                        "Directory " + layout.log() + " could not be synced (" + failure + "), so record " + sequence
                                + " may not last: nothing was changed. Check the disk, close the registry and open it"
                                + " again.",
                        failure);
            }
        }
    }

    private long lastRecord() throws IOException {
        long last = 0;
        for (String name : disk.list(layout.log())) {
            long sequence = DirectoryLayout.sequence(name);
            last = Math.max(last, sequence);
            if (sequence == 0) {
                LOG.warn(
                        "File {} in the log of a registry is no record and is ignored.",
                        layout.log().resolve(name));
            }
        }
        return last;
    }

    private List<String> repairNames() throws IOException {
        return disk.exists(layout.quarantine()) ? disk.list(layout.quarantine()) : List.of();
    }

    private static long greatest(List<String> names) {
        return names.stream().mapToLong(DirectoryLayout::sequence).max().orElse(0);
    }

    /** Who has read entries that a repair took away must neither build on them nor show them as the present. */
    private void requireNotRepaired() {
        Path next = layout.quarantine(repairs + 1);
        try {
            if (disk.exists(next)) {
                throw new StoreException("Registry " + layout.root() + " was repaired since it was opened here, and "
                        + "entries that were read may be gone: nothing was changed. Close it and open it again; what "
                        + "was set aside is in " + next + ".");
            }
        } catch (IOException failure) {
            throw unreadable(next, failure);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("Registry " + layout.root() + " is closed: open it again to use it.");
        }
    }

    private static StoreException unreadable(Path path, IOException failure) {
        return new StoreException(
                "Log file " + path + " could not be read (" + failure
                        + "): nothing was changed. Check the disk and the " + "rights of this user.",
                failure);
    }
}
