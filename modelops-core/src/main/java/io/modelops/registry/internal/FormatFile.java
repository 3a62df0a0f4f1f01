package io.modelops.registry.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What makes a directory a registry, one line of JSON in its file {@code FORMAT}. It is written once.
 *
 * @param format always {@value #NAME}
 * @param v the version of the layout
 * @param id tells this registry from all others
 * @param publish how names are taken here, {@value #LINK} or {@value #RENAME}; all who write have to do it the same way
 */
record FormatFile(
        @Nullable String format,
        @Nullable Integer v,
        @Nullable UUID id,
        @Nullable String publish) {
    static final String LINK = "link";
    static final String RENAME = "rename";

    /** The greatest size that is read. */
    static final int LARGEST = 4096;

    private static final String NAME = "modelops-registry";
    private static final int VERSION = 1;

    static FormatFile create(String publish) {
        return new FormatFile(NAME, VERSION, UUID.randomUUID(), publish);
    }

    byte[] encode() {
        return (Json.MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the file and checks that this library can work with the directory.
     *
     * @throws InvalidInputException if something else or a newer version wrote it
     * @throws CorruptionException if it is damaged
     */
    static FormatFile decode(byte[] bytes, Path path) {
        FormatFile read = bytes.length > LARGEST ? null : parse(bytes, path);
        if (read == null || !NAME.equals(read.format)) {
            throw new InvalidInputException(
                    "Directory " + path.getParent() + " is not a model registry: its file FORMAT "
                            + "says " + Quoted.of(read == null ? "nothing known" : String.valueOf(read.format))
                            + ", expected \""
                            + NAME + "\". Choose another directory.");
        }
        if (read.v != null && read.v > VERSION) {
            throw new InvalidInputException("Registry " + path.getParent() + " has layout version " + read.v
                    + ", this library knows versions up to " + VERSION
                    + ": a newer version of ModelOps wrote it; use that.");
        }
        if (read.v == null
                || read.v < 1
                || read.id == null
                || !(LINK.equals(read.publish) || RENAME.equals(read.publish))) {
            throw damaged(path, "a value is missing", null);
        }
        return read;
    }

    private static @Nullable FormatFile parse(byte[] bytes, Path path) {
        try {
            return Json.MAPPER.readValue(bytes, FormatFile.class);
        } catch (JacksonException unreadable) {
            throw damaged(path, unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static CorruptionException damaged(Path path, String what, @Nullable Throwable cause) {
        String message =
                "File " + path + " is not what was written (" + what + "): expected one line of JSON that names "
                        + "the format. Bring it back from a backup, or choose another directory.";
        return cause == null ? new CorruptionException(message) : new CorruptionException(message, cause);
    }
}
