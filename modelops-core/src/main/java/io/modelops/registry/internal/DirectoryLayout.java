package io.modelops.registry.internal;

import io.modelops.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie in a registry's directory. No name that a user chose is ever part of a path.
 *
 * @param root the directory
 * @param disk the file system
 */
record DirectoryLayout(Path root, Disk disk) {
    /** The directories that a registry has, without the ones that hold content. */
    static final List<String> DIRECTORIES = List.of("log", "ckpt", "blobs", "tmp", "trash", "lock");

    private static final int RECORD_DIGITS = 20;
    private static final Pattern TRASH = Pattern.compile("[0-9a-f]{64}[.][0-9]{1,18}");

    Path format() {
        return root.resolve("FORMAT");
    }

    Path log() {
        return root.resolve("log");
    }

    Path record(long sequence) {
        return log().resolve(name(sequence));
    }

    Path checkpoints() {
        return root.resolve("ckpt");
    }

    Path checkpoint(long first, long last) {
        return checkpoints().resolve(name(first) + "-" + name(last));
    }

    Path blobs() {
        return root.resolve("blobs");
    }

    /** The 256 directories of content, by the first byte of its digest. */
    List<Path> blobDirectories() {
        return IntStream.range(0, 256)
                .mapToObj(first -> blobs().resolve(HexFormat.of().toHexDigits((byte) first)))
                .toList();
    }

    Path directoryOf(Digest digest) {
        return blobs().resolve(digest.hex().substring(0, 2));
    }

    Path blob(Digest digest) {
        return directoryOf(digest).resolve(digest.hex());
    }

    Path trash() {
        return root.resolve("trash");
    }

    Path trash(Digest digest, long millis) {
        return trash().resolve(digest.hex() + "." + millis);
    }

    /**
     * Reads since when something lies in the trash.
     *
     * @return the time, or null if it is not the name of trash
     */
    static @Nullable Instant trashedAt(String name) {
        return TRASH.matcher(name).matches()
                ? Instant.ofEpochMilli(Long.parseLong(name.substring(name.indexOf('.') + 1)))
                : null;
    }

    Path quarantine() {
        return root.resolve("quarantine");
    }

    /** Where a repair keeps what it takes from the log. They are numbered from 1. */
    Path quarantine(long repair) {
        return quarantine().resolve(name(repair));
    }

    /** The side channel, whose directories come with its first entries. */
    Path summaries() {
        return root.resolve("summaries");
    }

    Path reserve() {
        return root.resolve("reserve");
    }

    Path cleanUpLock() {
        return root.resolve("lock").resolve("gc");
    }

    Path publishLock() {
        return root.resolve("lock").resolve("publish");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path newTemporary() {
        return temporary().resolve(UUID.randomUUID().toString());
    }

    private static String name(long sequence) {
        return String.format(Locale.ROOT, "%0" + RECORD_DIGITS + "d", sequence);
    }

    /**
     * Reads the sequence number in a name.
     *
     * @return the number, or 0 if it is not the name of a record
     */
    static long sequence(String name) {
        if (name.length() != RECORD_DIGITS) {
            return 0;
        }
        for (int index = 0; index < RECORD_DIGITS; index++) {
            if (name.charAt(index) < '0' || name.charAt(index) > '9') {
                return 0;
            }
        }
        try {
            return Long.parseLong(name);
        } catch (NumberFormatException tooGreat) {
            return 0;
        }
    }

    /**
     * Reads the number of the last record in the name of a checkpoint.
     *
     * @return the number, or 0 if it is not the name of a checkpoint
     */
    static long lastOfCheckpoint(String name) {
        return sequence(name.substring(name.indexOf('-') + 1));
    }

    /**
     * Writes a new file that is whole on the disk when this returns.
     *
     * @return the file
     * @throws IOException if that fails; the file is removed then
     */
    Path write(Path file, byte[] bytes) throws IOException {
        try (Disk.Output output = disk.create(file)) {
            output.write(bytes, 0, bytes.length);
            output.sync();
            return file;
        } catch (IOException failure) {
            discard(file);
            throw failure;
        }
    }

    /** Reads a file, at most one byte more than allowed, so that the caller can tell. */
    byte[] read(Path file, int largest) throws IOException {
        int size = (int) Math.min(disk.size(file), largest + 1L);
        try (InputStream input = disk.read(file)) {
            return input.readNBytes(size);
        }
    }

    /** Removes a temporary name. If that fails it is left to the next clean-up. */
    void discard(Path temporary) {
        try {
            disk.unlink(temporary);
        } catch (IOException | RuntimeException leftToCleanUp) {
            // Nobody reads temporary files.
        }
    }
}
