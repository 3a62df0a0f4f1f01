package io.modelops.registry.imports.internal;

import java.nio.file.Path;

/**
 * A file that lies in the source, all links on the way to it resolved.
 *
 * @param path its path in the source, for people
 * @param real where its bytes are
 * @param bytes its size
 */
record SourceFile(String path, Path real, long bytes) {
    /** The last part of its path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
