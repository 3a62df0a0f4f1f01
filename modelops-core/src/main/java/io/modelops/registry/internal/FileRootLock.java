package io.modelops.registry.internal;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock that the operating system keeps on a file. It is only a fence against clean-up: what decides between two writers
 * is who links the record, never this lock.
 */
final class FileRootLock implements RootLock {
    private static final long POLL_MILLIS = 10;

    private final Path file;
    private final Duration patience;
    private final LockedFile locked;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileRootLock(Path file, Duration patience, LockedFile locked) {
        this.file = file;
        this.patience = patience;
        this.locked = locked;
    }

    static FileRootLock open(Path file, Duration patience) throws IOException {
        return new FileRootLock(file, patience, LockedFile.retain(file));
    }

    @Override
    public Hold shared() {
        return hold(true);
    }

    @Override
    public Hold exclusive() {
        return hold(false);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            locked.release();
        }
    }

    private Hold hold(boolean shared) {
        acquire(shared);
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                locked.unlock(shared);
            }
        };
    }

    private void acquire(boolean shared) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            synchronized (locked.monitor()) {
                while (!locked.tryLock(shared)) {
                    if (System.nanoTime() - deadline >= 0) {
                        throw new StoreException("Lock " + file + " could not be had "
                                + (shared ? "" : "alone ") + "within " + patience + ": "
                                + (shared ? "a clean-up is running" : "models are being registered or loaded")
                                + " in this process or another one. Nothing was changed; try again later.");
                    }
                    try {
                        TimeUnit.MILLISECONDS.timedWait(locked.monitor(), POLL_MILLIS);
                    } catch (InterruptedException later) {
                        interrupted = true;
                    }
                }
            }
        } catch (IOException | RuntimeException failure) {
            throw failure instanceof StoreException ours
                    ? ours
                    : new StoreException(
                            "Lock " + file + " could not be had (" + failure + "): nothing was changed. Expected a "
                                    + "directory that may be written, on a file system that has file locks.",
                            failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
