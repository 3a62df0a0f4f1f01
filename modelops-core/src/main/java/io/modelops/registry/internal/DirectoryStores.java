package io.modelops.registry.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.RegistryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The two stores of one directory. Each is closed by the caller.
 *
 * @param log keeps the log
 * @param artifacts keeps the content
 */
public record DirectoryStores(RegistryStore log, ArtifactStore artifacts) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Opens the stores of a directory, which becomes a registry if it is new or empty. One on a read-only file system can
     * be read.
     *
     * @throws io.modelops.model.InvalidInputException if the directory holds something else, or a newer version wrote it
     * @throws io.modelops.model.CorruptionException if the file that says what the directory holds is damaged
     * @throws StoreException if the directory can't be read or created
     */
    public static DirectoryStores open(Path root) {
        return open(root, new LocalDisk(PATIENCE), InstantSource.system());
    }

    static DirectoryStores open(Path root, Disk disk, InstantSource clock) {
        return open(root, disk, clock, Checkpoints.INTERVAL);
    }

    /** @param checkpointInterval how many records the shortest checkpoint has, of which a simulation wants a few */
    static DirectoryStores open(Path root, Disk disk, InstantSource clock, long checkpointInterval) {
        RegistryDirectory directory = RegistryDirectory.open(root, disk);
        try {
            DirectoryRegistryStore log = new DirectoryRegistryStore(directory, checkpointInterval);
            try {
                return new DirectoryStores(log, new DirectoryArtifactStore(directory, clock));
            } catch (IOException | RuntimeException failure) {
                log.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new StoreException(
                    "Registry " + root + " could not be opened (" + failure
                            + "): check the disk and the rights of this user.",
                    failure);
        }
    }

    /**
     * Opens a directory for content whose log is kept elsewhere; it becomes a registry without entries if it is new or
     * empty.
     *
     * @throws io.modelops.model.InvalidInputException if the directory holds something else, a newer version wrote it, or it
     *     holds a log, whose content a clean-up would take for garbage
     * @throws io.modelops.model.CorruptionException if the file that says what the directory holds is damaged
     * @throws StoreException if the directory can't be read or created
     */
    public static ArtifactStore openContent(Path root) {
        DirectoryStores stores = open(root);
        try (RegistryStore log = stores.log) {
            if (!log.read(1, 1).isEmpty()) {
                throw new InvalidInputException(
                        "Directory " + root + " holds the log of another registry, whose content"
                                + " a clean-up would take for garbage: give an empty directory.");
            }
        } catch (RuntimeException failure) {
            stores.artifacts.close();
            throw failure;
        }
        return stores.artifacts;
    }
}
