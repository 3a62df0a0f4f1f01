package io.modelops.registry.internal;

import io.modelops.model.ClosedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Content in a directory, each piece under its digest. Removing content waits for holds to be closed, also holds of the
 * thread that removes, and gives up with a {@link StoreException} when that takes longer than the lock is patient.
 */
final class DirectoryArtifactStore implements ArtifactStore {
    private final DirectoryLayout layout;
    private final Disk disk;
    private final Publisher publisher;
    private final RootLock lock;
    private final SyncGuard guard;
    private final InstantSource clock;
    private volatile boolean closed;

    DirectoryArtifactStore(RegistryDirectory directory, InstantSource clock) throws IOException {
        layout = directory.layout();
        disk = layout.disk();
        guard = new SyncGuard(disk);
        publisher = directory.openPublisher();
        lock = directory.openCleanUpLock();
        this.clock = clock;
    }

    /** A file that is whole on the disk and has no final name yet. */
    private record Written(Digest digest, long bytes) {}

    @Override
    public Digest put(InputStream content) {
        requireOpen();
        guard.requireIntact(layout.root());
        RootLock.Hold hold = lock.shared();
        Path temporary = layout.newTemporary();
        try {
            // B1, B2: whole on the disk before it has a name, else a power cut leaves torn content.
            Written written = write(content, temporary);
            publish(written, temporary);
            return written.digest;
        } catch (IOException failure) {
            throw new StoreException(
                    "Content could not be stored in " + layout.blobs() + " (" + failure
                            + "): nothing refers to it. Check the source of the bytes, the disk and the rights of this"
                            + " user.",
                    failure);
        } finally {
            // B5: what stays behind is removed by the next clean-up.
            layout.discard(temporary);
            hold.release();
        }
    }

    @Override
    public InputStream open(Digest digest) {
        requireOpen();
        Path file = layout.blob(digest);
        try {
            disk.size(file);
            return new VerifyingInputStream(disk.read(file), digest, file.toString());
        } catch (NoSuchFileException missing) {
            throw new NotFoundException("Content " + digest + " is not in " + layout.blobs()
                    + ": expected content that was put there and not removed; register the model again.");
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    @Override
    public void copyTo(Digest digest, Path target) {
        boolean created = false;
        boolean whole = false;
        try (InputStream content = open(digest)) {
            try (Disk.Output copy = disk.create(target)) {
                created = true;
                copy(content, copy);
            }
            whole = true;
        } catch (IOException failure) {
            throw new StoreException(
                    "Content " + digest + " could not be copied to " + target + " (" + failure
                            + "): expected a new file in a directory that this user may write, and room on its disk.",
                    failure);
        } finally {
            if (created && !whole) {
                layout.discard(target);
            }
        }
    }

    @Override
    public boolean contains(Digest digest) {
        requireOpen();
        try {
            return disk.exists(layout.blob(digest));
        } catch (IOException failure) {
            throw unreadable(layout.blob(digest), failure);
        }
    }

    @Override
    public boolean delete(Digest digest) {
        requireOpen();
        guard.requireIntact(layout.root());
        Path file = layout.blob(digest);
        RootLock.Hold alone = lock.exclusive();
        try {
            // Into the trash, where a mistake can be taken back for some days.
            disk.rename(file, layout.trash(digest, clock.millis()));
            guard.syncDirectory(layout.trash());
            guard.syncDirectory(layout.directoryOf(digest));
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        } catch (IOException failure) {
            throw new StoreException(
                    "Content file " + file + " could not be moved to " + layout.trash() + " (" + failure
                            + "): check the disk and the rights of this user, and try again.",
                    failure);
        } finally {
            alone.release();
        }
    }

    @Override
    public GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
        requireOpen();
        guard.requireIntact(layout.root());
        // Alone means that no writer is alive, so what is not needed now will not be. Looking keeps nobody waiting.
        RootLock.Hold hold = plan.removes() ? lock.exclusive() : lock.shared();
        try {
            return new DirectoryCleanUp(layout, guard, plan, clock.instant()).run(needed.get());
        } catch (IOException failure) {
            throw new StoreException(
                    "Registry " + layout.root() + " could not be cleaned up (" + failure
                            + "): nothing that is needed was touched. Check the disk and the rights of this user, and"
                            + " try again.",
                    failure);
        } finally {
            hold.release();
        }
    }

    @Override
    public Hold hold() {
        requireOpen();
        return lock.shared()::release;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            publisher.close();
            lock.close();
        }
    }

    private Written write(InputStream content, Path temporary) throws IOException {
        CourteousHash hash = new CourteousHash();
        long bytes = 0;
        try (Disk.Output output = disk.create(temporary)) {
            byte[] buffer = new byte[Disk.PIECE];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                hash.add(buffer, 0, read);
                output.write(buffer, 0, read);
                bytes += read;
            }
            output.sync();
        }
        return new Written(hash.digest(), bytes);
    }

    private void publish(Written written, Path temporary) throws IOException {
        Path file = layout.blob(written.digest);
        // B3: takes the name only if it is free.
        if (!publisher.publish(temporary, file)) {
            // Somebody else has put it, and may not have come to syncing it.
            long size = disk.size(file);
            if (size != written.bytes) {
                throw new CorruptionException(
                        "Content file " + file + " has " + size + " bytes, but the content of that " + "digest has "
                                + written.bytes + ": the disk damaged it. Remove the file and store it again.");
            }
            guard.sync(file);
        }
        // B4: the name on the disk before the log refers to it, else a power cut leaves a record of content that is
        // gone.
        guard.syncDirectory(layout.directoryOf(written.digest));
    }

    private static void copy(InputStream content, Disk.Output copy) throws IOException {
        byte[] buffer = new byte[Disk.PIECE];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            copy.write(buffer, 0, read);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("Registry " + layout.root() + " is closed: open it again to use it.");
        }
    }

    private static StoreException unreadable(Path file, IOException failure) {
        return new StoreException(
                "Content file " + file + " could not be read (" + failure
                        + "): check the disk and the rights of this user.",
                failure);
    }
}
