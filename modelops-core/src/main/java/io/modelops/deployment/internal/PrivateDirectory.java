package io.modelops.deployment.internal;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    /** A system is busy for some tenth of a millisecond with so many bytes. */
    private static final long PIECE = 1 << 21;

    private PrivateDirectory() {}

    /** How files are taken away. */
    public enum Removal {
        /** Names only: what is mapped into memory stays, for whoever may still read it. */
        AT_ONCE,
        /**
         * Nobody reads them any more: large ones are shortened step by step first. To free a large file at once keeps a
         * processor from everybody else for milliseconds where the system's core is not interrupted, and a request that is
         * answered there waits.
         */
        IN_PIECES
    }

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
    public static void delete(Path directory, Removal removal) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                if (removal == Removal.IN_PIECES) {
                    shorten(path);
                }
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("Temporary directory {} could not be removed: {}", directory, failure.toString());
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
    private static void shorten(Path path) {
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) <= PIECE || isLinked(path)) {
                return;
            }
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                for (long left = file.size() - PIECE; left > 0; left -= PIECE) {
                    file.truncate(left);
                    Thread.yield();
                }
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException failure) {
            LOG.debug("File {} is removed at once: {}", path, failure.toString());
        }
    }

    /** Whether the same file has another name, which an engine may have given it. */
    private static boolean isLinked(Path file) throws IOException {
        return !Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
    }
}
