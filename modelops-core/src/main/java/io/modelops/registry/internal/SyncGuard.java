package io.modelops.registry.internal;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Syncs until a sync fails, and never after. A kernel may drop what it could not write and report that once; a second
 * sync would then succeed although the bytes are gone.
 */
final class SyncGuard {
    private final Disk disk;
    private volatile @Nullable Throwable failure;

    SyncGuard(Disk disk) {
        this.disk = disk;
    }

    void syncDirectory(Path directory) throws IOException {
        guarded(() -> disk.syncDirectory(directory));
    }

    void sync(Path file) throws IOException {
        guarded(() -> disk.sync(file));
    }

    /** Refuses further writes from now on. */
    void fail(Throwable cause) {
        failure = cause;
    }

    /** @throws StoreException if writes are refused */
    void requireIntact(Path root) {
        Throwable cause = failure;
        if (cause != null) {
            throw new StoreException(
                    "Nothing more is written to " + root + " since a write of unknown outcome (" + cause
                            + "): nothing was changed. Check the disk, close the registry and open it again.",
                    cause);
        }
    }

    private void guarded(Sync sync) throws IOException {
        requireNoFailure();
        try {
            sync.run();
        } catch (IOException | RuntimeException | Error cause) {
            fail(cause);
            throw cause;
        }
        // The failure that another thread was told of may have been about our bytes too.
        requireNoFailure();
    }

    private void requireNoFailure() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw new IOException("an earlier sync failed (" + cause + ") and is never tried again", cause);
        }
    }

    @FunctionalInterface
    private interface Sync {
        void run() throws IOException;
    }
}
