package io.modelops.crash.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where directories are made that are thrown away again. */
final class Scratch {
    private static final Path MEMORY = Path.of("/dev/shm");

    private Scratch() {}

    /** A new directory in memory where that is possible: a killed process loses nothing there that it would keep on a disk. */
    static Path inMemory() throws IOException {
        return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "modelops-") : onDisk();
    }

    /** A new directory where temporary files lie. */
    static Path onDisk() throws IOException {
        return Files.createTempDirectory("modelops-");
    }

    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
