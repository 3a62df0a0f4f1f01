package io.modelops.djl;

import io.modelops.hostile.HostileCase;
import io.modelops.hostile.Threat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A version that must not reach an engine.
 *
 * @param hostile what it is
 * @param format what it says it is
 * @param allowed whether the runtime allows TorchScript
 * @param files writes the files that the manifest names
 * @param tampering changes the directory after the manifest was made
 */
record HostileModel(HostileCase hostile, String format, boolean allowed, Step files, Step tampering) {
    /** Does something in a directory. */
    interface Step {
        void in(Directory directory) throws IOException;
    }

    /** The directory of a version. */
    record Directory(Path path) {
        Directory put(String file, byte[] content) throws IOException {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Files.write(target, content);
            return this;
        }

        /** A file that lies outside. */
        Path secret() throws IOException {
            return Files.write(path.resolveSibling("secret.bin"), TinyOnnx.raw(1, 2));
        }
    }

    static HostileModel of(Threat threat, String attack, String reason, String format, Step files) {
        return new HostileModel(HostileCase.of(threat, attack, reason), format, true, files, directory -> {});
    }

    HostileModel thenChanged(Step change) {
        return new HostileModel(hostile, format, allowed, files, change);
    }

    HostileModel withoutOptIn() {
        return new HostileModel(hostile, format, false, files, tampering);
    }
}
