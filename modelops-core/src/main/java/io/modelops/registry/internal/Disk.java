package io.modelops.registry.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Every call that a directory store makes to the file system. One small seam, so that tests can make any of them fail and
 * a simulation can lose what was not synced.
 */
interface Disk {
    /**
     * How many bytes are read and written at once. A system that gets more at once keeps them in larger pages, which it
     * fills, finds and frees sooner: a model of 32 MB written in pieces of 256 KiB is removed in half the time.
     */
    int PIECE = 1 << 18;

    /**
     * Creates a file that only this user may read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one
     */
    Output create(Path file) throws IOException;

    /** Creates a directory that only this user may enter; does nothing if it is there. */
    void createDirectory(Path directory) throws IOException;

    /**
     * Gives a file a second name, which either is not there before or stays what it is.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    void link(Path file, Path name) throws IOException;

    /** The number of names that a file has. */
    int links(Path file) throws IOException;

    /** Gives a file another name at once, replacing what has that name. */
    void rename(Path from, Path to) throws IOException;

    /**
     * Takes a name away.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    void unlink(Path file) throws IOException;

    /** Makes the bytes of an existing file survive a power cut. */
    void sync(Path file) throws IOException;

    /** Makes the names in a directory survive a power cut; does nothing where the platform can't. */
    void syncDirectory(Path directory) throws IOException;

    /** The names in a directory, in no order. */
    List<String> list(Path directory) throws IOException;

    /**
     * The size of a regular file in bytes. Links are not followed.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    long size(Path file) throws IOException;

    /**
     * When a file was last written.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    Instant modified(Path file) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    InputStream read(Path file) throws IOException;

    /** Whether something has the name. Unlike a plain check it throws when that can't be known. */
    boolean exists(Path file) throws IOException;

    /** The free bytes of the file system that holds a directory, 0 if that is not known. */
    long usableSpace(Path directory);

    /** Whether nothing can be written where a directory lies; false if that is not known. */
    boolean isReadOnly(Path directory);

    /** Opens the lock that a file stands for, creating the file if need be. */
    RootLock openLock(Path file) throws IOException;

    /** A new file while it is written. Closing it promises nothing; syncing does. */
    interface Output extends Closeable {
        /** Writes all of the given bytes. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes what was written survive a power cut. */
        void sync() throws IOException;
    }
}
