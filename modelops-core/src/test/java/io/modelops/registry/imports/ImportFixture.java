package io.modelops.registry.imports;

import io.modelops.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A source, a registry in memory, and an empty directory to stage in that has to be empty again afterwards. */
final class ImportFixture implements AutoCloseable {
    final Sources sources;
    final Path staging;
    final ModelRegistry registry = ModelRegistry.inMemory();

    ImportFixture(Path directory) {
        Sources all = new Sources(directory);
        this.sources = new Sources(all.directory("source"));
        this.staging = all.directory("staging");
    }

    List<String> staged() throws IOException {
        try (Stream<Path> tree = Files.list(staging)) {
            return tree.map(Path::toString).toList();
        }
    }

    @Override
    public void close() {
        registry.close();
    }

    static List<String> items(List<ImportReport.Note> notes) {
        return notes.stream().map(ImportReport.Note::item).toList();
    }
}
