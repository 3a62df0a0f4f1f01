package io.modelops.registry.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The file system of this machine. Content goes through streams, which an interrupt does not close; what needs a channel
 * is done on threads of our own.
 */
final class LocalDisk implements Disk {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    static final FileAttribute<?>[] FILE_MODE = mode("rw-------");
    static final FileAttribute<?>[] DIRECTORY_MODE = mode("rwx------");

    private final Duration patience;

    /** @param patience how long to wait for a lock that others hold */
    LocalDisk(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Output create(Path file) throws IOException {
        Files.createFile(file, FILE_MODE);
        try {
            // Appending to it, not emptying it: ext4 takes a file that is emptied for one that is replaced, and writes
            // all of
            // it to the disk when it is closed, also a copy that will be removed before anybody asks for that.
            return new LocalOutput(new FileOutputStream(file.toFile(), true));
        } catch (IOException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, DIRECTORY_MODE);
        } catch (FileAlreadyExistsException taken) {
            if (!Files.isDirectory(directory)) {
                throw taken;
            }
        }
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        Files.createLink(name, file);
    }

    @Override
    public int links(Path file) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
            throw new FileSystemException(file.toString(), null, "this platform does not count the names of a file");
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void unlink(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void sync(Path file) throws IOException {
        force(file, StandardOpenOption.WRITE);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (!WINDOWS) { // There a directory can't be opened, and so not synced.
            force(directory, StandardOpenOption.READ);
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return names;
    }

    @Override
    public long size(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "it is not a regular file");
        }
        return attributes.size();
    }

    @Override
    public Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    @Override
    public InputStream read(Path file) throws IOException {
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException failure) {
            // It is thrown for other reasons too, such as too many open files, which must not look like a missing file.
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw (IOException) new NoSuchFileException(file.toString()).initCause(failure);
            }
            throw failure;
        }
    }

    @Override
    public boolean exists(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    @Override
    public long usableSpace(Path directory) {
        return directory.toFile().getUsableSpace();
    }

    @Override
    public boolean isReadOnly(Path directory) {
        try {
            return Files.getFileStore(directory).isReadOnly();
        } catch (IOException mountNotFound) { // As in some containers.
            return false;
        }
    }

    @Override
    public RootLock openLock(Path file) throws IOException {
        return FileRootLock.open(file, patience);
    }

    private static void force(Path path, OpenOption mode) throws IOException {
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(path, mode)) {
                channel.force(true);
                return true;
            }
        });
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private record LocalOutput(FileOutputStream stream) implements Output {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
        }

        @Override
        public void sync() throws IOException {
            stream.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
