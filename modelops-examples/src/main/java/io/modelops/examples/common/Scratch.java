package io.modelops.examples.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that goes away when it is closed, with everything in it.
 *
 * @param directory the directory
 */
public record Scratch(Path directory) implements AutoCloseable {
    /**
     * Creates an empty directory among the temporary ones.
     *
     * @param prefix how its name begins
     * @return the directory, closed by the caller
     * @throws IOException if it can't be created
     */
    public static Scratch create(String prefix) throws IOException {
        return new Scratch(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
