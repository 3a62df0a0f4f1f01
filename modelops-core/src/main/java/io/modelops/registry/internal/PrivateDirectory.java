package io.modelops.registry.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory that nobody but this user writes to, so that what was once put there is still what is there. */
final class PrivateDirectory {
    private PrivateDirectory() {}

    /**
     * Creates the directory, or makes sure that it is one of ours.
     *
     * @param names what may lie in it, besides hidden files
     * @throws InvalidInputException if it is another user's, others may write to it, or it holds anything else
     */
    static void require(Path directory, Set<String> names) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            create(directory);
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(directory, "is a link or a file", "the directory itself");
        }
        PosixFileAttributes attributes = attributes(directory);
        if (attributes != null) {
            requireOurs(directory, attributes);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!names.contains(name) && !name.startsWith(".") && !name.equals("lost+found")) {
                    throw refused(directory, "holds " + Quoted.of(name), "a new or empty directory");
                }
            }
        }
    }

    private static void create(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(directory, LocalDisk.DIRECTORY_MODE);
    }

    private static void requireOurs(Path directory, PosixFileAttributes attributes) throws IOException {
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refused(
                    directory,
                    "may be written by others (" + PosixFilePermissions.toString(permissions) + ")",
                    "rwx------");
        }
        UserPrincipal user = user(directory);
        if (!attributes.owner().equals(user)) {
            throw refused(directory, "belongs to " + attributes.owner().getName(), "a directory of " + user.getName());
        }
    }

    /** This process's user: whoever owns a file that it creates. */
    private static UserPrincipal user(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, ".owner", "", LocalDisk.FILE_MODE);
        try {
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(file);
        }
    }

    private static @Nullable PosixFileAttributes attributes(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null ? null : view.readAttributes();
    }

    private static InvalidInputException refused(Path directory, String what, String expected) {
        return new InvalidInputException("Directory " + directory + " " + what
                + " and can't be the local cache of a registry: expected " + expected + "; choose another one.");
    }
}
