package io.modelops.djl.internal;

import io.modelops.model.ModelLoadException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * The directory that engines unpack their native libraries to. Whoever can write there chooses what code the process
 * loads, so it is made for its owner alone, and one that others could have prepared is refused.
 */
final class PrivateDirectory {
    private PrivateDirectory() {}

    /**
     * Returns the place to use if the application names none: below the user's home, or if that can't be written,
     * below the directory for temporary files.
     */
    static Path byDefault() {
        Path home = Path.of(System.getProperty("user.home", ""));
        if (home.isAbsolute() && Files.isWritable(home)) {
            return home.resolve(".cache").resolve("modelops-djl");
        }
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir")).resolve("modelops-djl-" + user);
    }

    /**
     * Makes sure that a directory exists and belongs to this process's user alone.
     *
     * @throws ModelLoadException if it is a link or no directory, belongs to someone else, or others may write to it
     */
    static Path prepare(Path directory) {
        try {
            boolean posix = create(directory.toAbsolutePath());
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(directory, "is a link or no directory", null);
            }
            if (posix) {
                checkOwner(directory);
            }
            return directory;
        } catch (IOException failure) {
            throw refused(directory, "can't be used (" + failure + ")", failure);
        }
    }

    private static boolean create(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        boolean posix = Files.getFileStore(parent == null ? directory : parent)
                .supportsFileAttributeView(PosixFileAttributeView.class);
        try {
            if (posix) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException present) {
            // Made by an earlier run, or by somebody else: which of the two is checked next.
        }
        return posix;
    }

    private static void checkOwner(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refused(directory, "can be written by other users", null);
        }
        Path probe = Files.createTempFile(directory, "owner", null);
        UserPrincipal user = Files.getOwner(probe);
        Files.delete(probe);
        if (!attributes.owner().equals(user)) {
            throw refused(directory, "belongs to user " + attributes.owner().getName(), null);
        }
    }

    private static ModelLoadException refused(Path directory, String why, @Nullable Exception cause) {
        String message = "Cache directory " + directory + " for native libraries " + why
                + ": expected a directory that only this process's user can write to, since code is loaded from it. "
                + "Remove it or choose another with DjlRuntime.builder().cacheDirectory(path).";
        return cause == null ? new ModelLoadException(message) : new ModelLoadException(message, cause);
    }
}
