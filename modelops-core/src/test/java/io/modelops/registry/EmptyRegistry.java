package io.modelops.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the directory of a new registry holds. Laying one out syncs some 260 directories; a copy of it is there at once. */
final class EmptyRegistry {
    private static final class Loaded {
        private static final EmptyRegistry ONLY = new EmptyRegistry();
    }

    private final List<String> directories = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private EmptyRegistry() {
        try {
            Path root = Files.createTempDirectory("empty-registry");
            ModelRegistry.open(root).close();
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path path : tree.skip(1).toList()) {
                    remember(root.relativize(path).toString(), path);
                }
            }
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path path :
                        tree.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes a new directory an empty registry. */
    static void in(Path root) {
        try {
            Files.createDirectory(root);
            for (String directory : Loaded.ONLY.directories) {
                Files.createDirectory(root.resolve(directory));
            }
            for (Map.Entry<String, byte[]> file : Loaded.ONLY.files.entrySet()) {
                Files.write(root.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void remember(String name, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            directories.add(name);
        } else {
            files.put(name, Files.readAllBytes(path));
        }
    }
}
