package io.modelops.benchmarks;

import io.modelops.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** Reads files once and hashes what they hold: what any reader that checks its input has to do at least. */
final class ReadAndHash {
    private static final int BUFFER = 1 << 16;

    private ReadAndHash() {}

    static Digest of(List<Path> files) throws IOException {
        MessageDigest computation = Digest.algorithm();
        byte[] buffer = new byte[BUFFER];
        for (Path file : files) {
            try (InputStream content = Files.newInputStream(file)) {
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    computation.update(buffer, 0, read);
                }
            }
        }
        return Digest.finish(computation);
    }
}
