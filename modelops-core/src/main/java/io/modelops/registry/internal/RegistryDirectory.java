package io.modelops.registry.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.StoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a registry, which is made one if it is new or empty.
 *
 * @param layout where things lie
 * @param format what its file {@code FORMAT} says
 */
record RegistryDirectory(DirectoryLayout layout, FormatFile format) {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryDirectory.class);

    // What a link says where there are no hard links: EPERM, ENOTSUP, ENOSYS, and Windows.
    private static final Pattern NO_LINKS =
            Pattern.compile("not permitted|not supported|not implemented|incorrect function", Pattern.CASE_INSENSITIVE);

    // What may lie in a directory that is about to become a registry, besides what the registry creates.
    private static final Set<String> BESIDE =
            Set.of("FORMAT", "reserve", "quarantine", "summaries", "feedback", "lost+found");

    /**
     * Opens a directory. One that is a registry is not written to, so that it may lie on a read-only file system.
     *
     * @throws InvalidInputException if it holds something else, or a newer version of the library wrote it
     * @throws io.modelops.model.CorruptionException if its file {@code FORMAT} is damaged
     * @throws StoreException if it can't be read or created
     */
    static RegistryDirectory open(Path root, Disk disk) {
        if (!root.getFileSystem().equals(FileSystems.getDefault())) {
            throw new InvalidInputException(
                    "Directory " + root + " is not on the default file system: a registry needs "
                            + "hard links and syncs; use a directory of this machine.");
        }
        DirectoryLayout layout = new DirectoryLayout(root.toAbsolutePath().normalize(), disk);
        try {
            return new RegistryDirectory(layout, disk.exists(layout.format()) ? read(layout) : create(layout));
        } catch (IOException failure) {
            throw new StoreException(
                    "Registry " + layout.root() + " could not be opened (" + failure
                            + "): expected a directory that this "
                            + "user may read and write, or one that is a registry already.",
                    failure);
        }
    }

    /** How names are taken in this directory; the caller closes it. */
    Publisher openPublisher() throws IOException {
        return FormatFile.RENAME.equals(format.publish()) ? renaming(layout) : new LinkPublisher(layout.disk());
    }

    /** The lock that keeps clean-up away; the caller closes it. */
    RootLock openCleanUpLock() throws IOException {
        return layout.disk().openLock(layout.cleanUpLock());
    }

    private static FormatFile read(DirectoryLayout layout) throws IOException {
        return FormatFile.decode(layout.read(layout.format(), FormatFile.LARGEST), layout.format());
    }

    private static FormatFile create(DirectoryLayout layout) throws IOException {
        Disk disk = layout.disk();
        createRoot(layout);
        requireEmpty(layout);
        for (String name : DirectoryLayout.DIRECTORIES) {
            disk.createDirectory(layout.root().resolve(name));
        }
        for (Path directory : layout.blobDirectories()) {
            disk.createDirectory(directory);
            disk.syncDirectory(directory);
        }
        // A name in a directory that a power cut takes away is lost with it: children first, then the parents' entries.
        disk.syncDirectory(layout.blobs());
        disk.openLock(layout.cleanUpLock()).close();
        disk.syncDirectory(layout.root().resolve("lock"));
        disk.syncDirectory(layout.root());
        publishFormat(layout);
        // FORMAT comes last, so that a directory that has it has everything.
        disk.syncDirectory(layout.root());
        return read(layout);
    }

    private static void createRoot(DirectoryLayout layout) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = layout.root(); path != null && !layout.disk().exists(path); path = path.getParent()) {
            missing.push(path);
        }
        for (Path path : missing) {
            layout.disk().createDirectory(path);
            Path parent = path.getParent();
            if (parent != null) {
                layout.disk().syncDirectory(parent);
            }
        }
    }

    private static void requireEmpty(DirectoryLayout layout) throws IOException {
        for (String name : layout.disk().list(layout.root())) {
            boolean ours = DirectoryLayout.DIRECTORIES.contains(name) || BESIDE.contains(name);
            if (!ours && !name.startsWith(".")) {
                throw new InvalidInputException(
                        "Directory " + layout.root() + " is no model registry and not empty: it "
                                + "holds " + Quoted.of(name) + ". Choose an empty directory, a new one, or one "
                                + "that is a registry.");
            }
        }
    }

    private static void publishFormat(DirectoryLayout layout) throws IOException {
        try (Publisher publisher = new LinkPublisher(layout.disk())) {
            publishFormat(layout, publisher, FormatFile.LINK);
        } catch (UnsupportedOperationException | FileSystemException failure) {
            if (failure instanceof FileSystemException
                    && !NO_LINKS.matcher(String.valueOf(failure.getMessage())).find()) {
                throw failure;
            }
            LOG.warn(
                    "The file system of registry {} has no hard links ({}): the registry is safe for the processes of"
                            + " a single host only.",
                    layout.root(),
                    failure.toString());
            try (Publisher publisher = renaming(layout)) {
                publishFormat(layout, publisher, FormatFile.RENAME);
            }
        }
    }

    private static void publishFormat(DirectoryLayout layout, Publisher publisher, String how) throws IOException {
        Path temporary = layout.newTemporary();
        try {
            layout.write(temporary, FormatFile.create(how).encode());
            // If another process was faster, its file counts.
            publisher.publish(temporary, layout.format());
        } finally {
            layout.discard(temporary);
        }
    }

    private static Publisher renaming(DirectoryLayout layout) throws IOException {
        return new RenamePublisher(layout.disk(), layout.disk().openLock(layout.publishLock()));
    }
}
