package io.modelops.deployment.internal;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New directories that only this user can enter, for files that an engine is about to read. */
public final class PrivateDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateDirectory.class);

    private PrivateDirectory() {}

    /**
     * Creates an empty directory below the system's temporary one.
     *
     * @throws StoreException if it can't be created
     */
    public static Path create(String purpose) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] access = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        try {
            return Files.createTempDirectory("modelops-" + purpose + "-", access);
        } catch (IOException failure) {
            throw new StoreException(
                    "No private directory could be created below " + System.getProperty("java.io.tmpdir") + " ("
                            + failure + "): make room there, or set java.io.tmpdir to a writable directory.",
                    failure);
        }
    }

    /** Removes a directory and all that is in it; what can't be removed is logged. */
    public static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("Temporary directory {} could not be removed: {}", directory, failure.toString());
        }
    }
}
