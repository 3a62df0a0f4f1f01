package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryBuilderTest {
    @TempDir
    private Path directory;

    private static final class CountingStore implements RegistryStore {
        private final AtomicInteger closed = new AtomicInteger();
        private final boolean readable;

        CountingStore(boolean readable) {
            this.readable = readable;
        }

        @Override
        public boolean putIfAbsent(LogRecord record) {
            return false;
        }

        @Override
        public List<LogRecord> read(long from, int limit) {
            if (!readable) {
                throw new StoreException("The log can't be read.");
            }
            return List.of();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void open_directoryAndStores_throws() {
        ModelRegistryBuilder builder = ModelRegistry.builder()
                .directory(directory)
                .stores(new InMemoryRegistryStore(), new InMemoryArtifactStore());

        assertThatThrownBy(builder::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("choose one of them");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void open_logThatCannotBeRead_closesIt() {
        CountingStore store = new CountingStore(false);
        ModelRegistryBuilder builder = ModelRegistry.builder().stores(store, new InMemoryArtifactStore());

        assertThatThrownBy(builder::open).isInstanceOf(StoreException.class);

        assertThat(store.closed).hasValue(1);
    }

    @Test
    void close_registry_closesItsStores() {
        CountingStore store = new CountingStore(true);

        ModelRegistry.builder()
                .stores(store, new InMemoryArtifactStore())
                .open()
                .close();

        assertThat(store.closed).hasValue(1);
    }

    @Test
    void inMemory_twoRegistries_shareNothing() throws IOException {
        Path source = Files.writeString(directory.resolve("m.onnx"), "x");
        try (ModelRegistry one = ModelRegistry.inMemory();
                ModelRegistry other = ModelRegistry.inMemory()) {
            one.register("m", source, model -> {});
            other.refresh();

            assertThat(one.versions("m")).hasSize(1);
            assertThat(other.models()).isEmpty();
        }
    }

    @Test
    void open_defaults_areTheUserOfTheProcessAndTheSystemClock() throws IOException {
        Path source = Files.writeString(directory.resolve("m.onnx"), "x");
        Instant before = Instant.now();
        try (ModelRegistry registry = ModelRegistry.inMemory()) {
            registry.register("m", source, model -> {});

            assertThat(registry.head().orElseThrow().at()).isBetween(before, Instant.now());
            assertThat(registry.head().orElseThrow().actor()).isEqualTo(Actor.by(System.getProperty("user.name")));
        }
    }
}
