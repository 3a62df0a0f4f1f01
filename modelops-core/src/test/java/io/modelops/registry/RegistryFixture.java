package io.modelops.registry;

import io.modelops.event.LogEntry;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.ModelVersion;
import io.modelops.registry.internal.DirectoryStores;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One log and its content, any number of registries over them, and a clock that only the test moves. */
final class RegistryFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Home home;
    private final Path directory;
    private final InMemoryRegistryStore log = new InMemoryRegistryStore();
    private final RememberingArtifacts artifacts = new RememberingArtifacts();
    private final List<ModelRegistry> opened = new ArrayList<>();
    volatile Instant now = START;
    final ModelRegistry registry;

    RegistryFixture(Home home, Path directory) {
        this.home = home;
        this.directory = directory;
        if (home == Home.DIRECTORY) {
            EmptyRegistry.in(root());
        }
        this.registry = open();
    }

    /** Another registry over the same log and content. */
    ModelRegistry open() {
        return open(builder -> {});
    }

    /** The same, configured further. */
    ModelRegistry open(Consumer<ModelRegistryBuilder> details) {
        ModelRegistryBuilder builder =
                ModelRegistry.builder().actor(Actor.by("test")).clock(() -> now);
        details.accept(builder);
        ModelRegistry another = home == Home.MEMORY
                ? builder.stores(log, artifacts).open()
                : builder.directory(root()).open();
        opened.add(another);
        return another;
    }

    Path root() {
        return directory.resolve("registry");
    }

    /** A new file for a model, beside the registry. */
    Path file(String name, String content) {
        try {
            Path file = directory.resolve("sources").resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path emptyDirectory(String name) {
        try {
            return Files.createDirectories(directory.resolve("targets").resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Registers the next version of {@code churn}. */
    ModelVersion register(String content) {
        return registry.register("churn", file("churn.onnx", content), model -> {});
    }

    /** Content that nothing refers to, as a crash between storing and committing leaves it. */
    Digest abandoned(String content) {
        InputStream bytes = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        if (home == Home.MEMORY) {
            return artifacts.put(bytes);
        }
        DirectoryStores stores = DirectoryStores.open(root());
        stores.log().close();
        try (ArtifactStore store = stores.artifacts()) {
            return store.put(bytes);
        }
    }

    /** The digests of all content. */
    Set<String> contents() {
        return home == Home.MEMORY ? artifacts.digests() : files(root().resolve("blobs"));
    }

    /** Runs what has to fail, and checks that it has changed neither log nor content. */
    Throwable failing(ThrowingCallable action) {
        Set<String> contents = contents();
        Optional<LogEntry> head = registry.head();
        Throwable thrown = Assertions.catchThrowable(action);
        registry.refresh();
        Assertions.assertThat(thrown).as("what it throws").isNotNull();
        Assertions.assertThat(contents()).as("content").isEqualTo(contents);
        Assertions.assertThat(registry.head()).as("head of the log").isEqualTo(head);
        return thrown;
    }

    @Override
    public void close() {
        opened.forEach(ModelRegistry::close);
    }

    private static Set<String> files(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            Set<String> names = new TreeSet<>();
            tree.filter(Files::isRegularFile)
                    .forEach(file -> names.add(file.getFileName().toString()));
            return names;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Content in memory that can say what it holds. */
    private static final class RememberingArtifacts implements ArtifactStore {
        private final InMemoryArtifactStore content = new InMemoryArtifactStore();
        private final Set<String> digests = new HashSet<>();

        synchronized Set<String> digests() {
            return new TreeSet<>(digests);
        }

        @Override
        public synchronized Digest put(InputStream bytes) {
            Digest digest = content.put(bytes);
            digests.add(digest.hex());
            return digest;
        }

        @Override
        public InputStream open(Digest digest) {
            return content.open(digest);
        }

        @Override
        public void copyTo(Digest digest, Path target) {
            content.copyTo(digest, target);
        }

        @Override
        public boolean contains(Digest digest) {
            return content.contains(digest);
        }

        @Override
        public synchronized boolean delete(Digest digest) {
            digests.remove(digest.hex());
            return content.delete(digest);
        }

        @Override
        public synchronized GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
            GarbageReport report = content.collectGarbage(plan, needed);
            if (plan.removes()) {
                report.content().forEach(digest -> digests.remove(digest.hex()));
            }
            return report;
        }

        @Override
        public Hold hold() {
            return content.hold();
        }
    }
}
