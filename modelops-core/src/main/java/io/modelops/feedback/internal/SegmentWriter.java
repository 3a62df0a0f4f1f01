package io.modelops.feedback.internal;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes one segment. Used by one thread that nobody interrupts. */
final class SegmentWriter implements Closeable {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final FileChannel channel;
    private long bytes;

    private SegmentWriter(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates a segment and the directories it lies in, for this user only.
     *
     * @param log the directory of the log
     * @param day the name of the directory in it
     * @param name the name of the segment
     */
    static SegmentWriter create(Path log, String day, String name) throws IOException {
        createDirectory(log.toAbsolutePath());
        Path directory = log.toAbsolutePath().resolve(day);
        createDirectory(directory);
        FileChannel channel = FileChannel.open(directory.resolve(name), NEW, mode(log, "rw-------"));
        try {
            // Else a power cut could take the whole segment away, however often it was synced.
            syncDirectory(directory);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        return new SegmentWriter(channel);
    }

    long bytes() {
        return bytes;
    }

    void write(byte[] lines, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(lines, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        bytes += length;
    }

    void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void createDirectory(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && Files.notExists(directory)) {
            Files.createDirectories(directory, mode(directory, "rwx------"));
            syncDirectory(parent);
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        if (!WINDOWS) {
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
