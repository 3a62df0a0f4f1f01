package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Publishes by looking and then renaming, under a lock that keeps others from doing so in between. For file systems
 * without hard links; safe among the processes of one machine, because only they are sure to see each other's file locks.
 */
final class RenamePublisher implements Publisher {
    private final Disk disk;
    private final RootLock lock;

    RenamePublisher(Disk disk, RootLock lock) {
        this.disk = disk;
        this.lock = lock;
    }

    @Override
    public boolean publish(Path temporary, Path name) throws IOException {
        RootLock.Hold alone = lock.exclusive();
        try {
            if (disk.exists(name)) {
                return false;
            }
            rename(temporary, name);
            return true;
        } finally {
            alone.release();
        }
    }

    @Override
    public void close() {
        lock.close();
    }

    private void rename(Path temporary, Path name) throws IOException {
        try {
            disk.rename(temporary, name);
        } catch (IOException failure) {
            if (stillThere(temporary, failure)) {
                throw failure;
            }
        }
    }

    private boolean stillThere(Path temporary, IOException failure) throws IOException {
        try {
            return disk.exists(temporary);
        } catch (IOException unknown) {
            unknown.addSuppressed(failure);
            throw new OutcomeUnknownException(
                    "renaming " + temporary + " failed (" + failure + "), and so did asking whether it was done",
                    unknown);
        }
    }
}
