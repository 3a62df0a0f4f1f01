package io.modelops.benchmarks;

import io.modelops.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes a file, reads it back, hashes and removes it, again and again: what loading costs a machine without any library. */
final class Copying {
    private static final int PIECE = 1 << 18;

    private final Path file;
    private final int bytes;

    Copying(Path directory, int bytes) {
        this.file = directory.resolve("copied");
        this.bytes = bytes;
    }

    void until(AtomicBoolean stop) {
        MessageDigest digest = Digest.algorithm();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try {
            while (!stop.get()) {
                write(piece);
                read(piece, digest);
                digest.reset();
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(ByteBuffer piece) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int written = 0; written < bytes; ) {
                piece.clear();
                written += channel.write(piece);
            }
        }
    }

    private void read(ByteBuffer piece, MessageDigest digest) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            piece.clear();
            while (channel.read(piece) >= 0) {
                digest.update(piece.flip());
                piece.clear();
            }
        }
    }
}
