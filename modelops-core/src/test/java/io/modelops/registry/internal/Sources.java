package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A few small models, some of whose files are the same. */
final class Sources {
    private final List<Path> models = new ArrayList<>();

    Sources(Path directory) throws IOException {
        models.add(model(directory.resolve("first"), "weights of the first model", "the same vocabulary"));
        models.add(model(directory.resolve("second"), "weights of the second model", "the same vocabulary"));
        models.add(model(directory.resolve("third"), "weights of the third model, which has one file"));
    }

    Path get(int number) {
        return models.get(number % models.size());
    }

    int size() {
        return models.size();
    }

    private static Path model(Path directory, String... contents) throws IOException {
        Files.createDirectories(directory);
        for (int index = 0; index < contents.length; index++) {
            Files.writeString(directory.resolve("file-" + index), contents[index]);
        }
        return directory;
    }
}
