package io.modelops.registry.internal;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.AccessDeniedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.AccessDecision;
import io.modelops.spi.GarbagePlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void open_newDirectory_createsTheLayout() throws Exception {
        Path root = parent.resolve("some").resolve("where").resolve("models");

        close(DirectoryStores.open(root));

        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder("FORMAT", "log", "ckpt", "blobs", "tmp", "trash", "lock", "reserve");
        }
        try (Stream<Path> entries = Files.list(root.resolve("blobs"))) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .hasSize(256)
                    .contains("00", "0a", "ff");
        }
        assertThat(root.resolve("FORMAT"))
                .content()
                .matches(
                        "\\{\"format\":\"modelops-registry\",\"v\":1,\"id\":\"[0-9a-f-]{36}\",\"publish\":\"link\"\\}\n");
        assertThat(root.resolve("reserve")).hasSize(1 << 20);
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void open_newDirectory_isForThisUserOnly() throws Exception {
        Path root = parent.resolve("models");
        DirectoryStores stores = DirectoryStores.open(root);
        stores.log().putIfAbsent(record(1));
        stores.artifacts().put(new ByteArrayInputStream(new byte[10]));
        close(stores);

        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.collect(Collectors.groupingBy(
                            path -> Files.isDirectory(path) + " " + permissions(path), Collectors.counting())))
                    .containsOnlyKeys("true rwx------", "false rw-------");
        }
    }

    @Test
    void open_existingRegistry_keepsItsIdentity() throws Exception {
        close(DirectoryStores.open(parent));
        byte[] format = Files.readAllBytes(parent.resolve("FORMAT"));

        close(DirectoryStores.open(parent));

        assertThat(parent.resolve("FORMAT")).hasBinaryContent(format);
    }

    @Test
    void open_creationInterruptedHalfWay_isCompleted() throws Exception {
        Files.createDirectories(parent.resolve("blobs").resolve("00"));
        Files.createDirectory(parent.resolve("log"));
        Files.createDirectory(parent.resolve("lost+found"));

        DirectoryStores stores = DirectoryStores.open(parent);

        assertThat(stores.log().putIfAbsent(record(1))).isTrue();
        close(stores);
    }

    @Test
    void open_directoryOfSomethingElse_isRefusedAndLeftAlone() throws Exception {
        Files.writeString(parent.resolve("thesis.tex"), "\\documentclass");

        assertThatThrownBy(() -> DirectoryStores.open(parent))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not empty")
                .hasMessageContaining("thesis.tex");

        try (Stream<Path> entries = Files.list(parent)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void open_formatOfSomethingElse_isRefused() throws Exception {
        Files.writeString(parent.resolve("FORMAT"), "{\"format\":\"another-registry\"}");

        assertThatThrownBy(() -> DirectoryStores.open(parent))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another-registry");
    }

    @Test
    void open_newerLayout_isRefusedWithAdvice() throws Exception {
        Files.writeString(parent.resolve("FORMAT"), "{\"format\":\"modelops-registry\",\"v\":2,\"shards\":7}");

        assertThatThrownBy(() -> DirectoryStores.open(parent))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("newer version");
    }

    @Test
    void open_damagedFormat_throwsCorruption() throws Exception {
        for (String damaged : new String[] {
            "",
            "{",
            "{\"format\":\"modelops-registry\"}",
            "{\"format\":\"modelops-registry\",\"v\":1,\"id\":7}",
            "\u0000\u0000"
        }) {
            Files.writeString(parent.resolve("FORMAT"), damaged);

            assertThatThrownBy(() -> DirectoryStores.open(parent)).as(damaged).isInstanceOf(CorruptionException.class);
        }
    }

    @Test
    void open_fileInsteadOfADirectory_throws() throws Exception {
        Path file = Files.writeString(parent.resolve("models"), "not a directory");

        assertThatThrownBy(() -> DirectoryStores.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void open_manyThreadsAtOnce_makeOneRegistry() throws Exception {
        Path root = parent.resolve("models");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<DirectoryStores> opening = () -> DirectoryStores.open(root);
            for (Future<DirectoryStores> opened : threads.invokeAll(List.of(opening, opening, opening, opening))) {
                DirectoryStores stores = opened.get();
                stores.log().putIfAbsent(record(stores.log().read(1, 10).size() + 1L));
                close(stores);
            }
        } finally {
            threads.shutdownNow();
        }

        DirectoryStores stores = DirectoryStores.open(root);
        assertThat(stores.log().read(1, 10)).hasSize(4);
        close(stores);
    }

    @Test
    void open_readOnlyFileSystem_canBeReadAndNotWritten() throws Exception {
        DirectoryStores writable = DirectoryStores.open(parent);
        writable.log().putIfAbsent(record(1));
        Digest digest = writable.artifacts().put(new ByteArrayInputStream(new byte[10]));
        close(writable);
        Files.delete(parent.resolve("reserve"));

        DirectoryStores stores = DirectoryStores.open(parent, new ReadOnlyDisk(parent), InstantSource.system());

        assertThat(stores.log().read(1, 10)).hasSize(1);
        stores.artifacts().hold().close();
        assertThat(stores.artifacts().open(digest)).hasBinaryContent(new byte[10]);
        assertThatThrownBy(() -> stores.log().putIfAbsent(record(2)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Read-only file system");
        assertThatThrownBy(() -> stores.artifacts().put(new ByteArrayInputStream(new byte[11])))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Read-only file system");
        assertThat(stores.log().read(1, 10)).hasSize(1);
        close(stores);
    }

    @Test
    void open_registryOnAReadOnlyFileSystem_answersAllQuestionsAndChangesNothing() throws Exception {
        ModelVersion version;
        Path root = parent.resolve("models");
        Path source = Files.writeString(parent.resolve("churn.onnx"), "model");
        try (ModelRegistry writer = ModelRegistry.open(root)) {
            version = writer.register("churn", source, model -> {});
            writer.point("champion").to(version);
        }
        DirectoryStores stores = DirectoryStores.open(root, new ReadOnlyDisk(root), InstantSource.system());

        try (ModelRegistry reader = ModelRegistry.builder()
                .stores(stores.log(), stores.artifacts())
                .access(request -> AccessDecision.deny("it is only read here", "nobody"))
                .open()) {
            reader.refresh();
            assertThat(reader.get("churn@champion")).isEqualTo(version);
            assertThat(reader.history("churn")).hasSize(2);
            assertThat(reader.verify().problem()).isNull();
            Path copy = Files.createDirectory(parent.resolve("copy"));
            assertThat(reader.copyFiles(version, copy).directory().resolve("churn.onnx"))
                    .hasContent("model");
            assertThat(reader.collectGarbage(GarbagePlan.dryRun()).content()).isEmpty();
            assertThatThrownBy(() -> reader.tag(version, "a", "b")).isInstanceOf(AccessDeniedException.class);
        }
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void close(DirectoryStores stores) {
        stores.log().close();
        stores.artifacts().close();
    }

    private static final class ReadOnlyDisk extends ForwardingDisk {
        private final Path mounted;

        ReadOnlyDisk(Path mounted) {
            this.mounted = mounted;
        }

        @Override
        public Output create(Path file) throws IOException {
            if (file.startsWith(mounted)) {
                throw readOnly(file);
            }
            return super.create(file);
        }

        @Override
        public void createDirectory(Path directory) throws IOException {
            throw readOnly(directory);
        }

        @Override
        public void link(Path file, Path name) throws IOException {
            throw readOnly(name);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            throw readOnly(to);
        }

        @Override
        public void unlink(Path file) throws IOException {
            throw readOnly(file);
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            throw readOnly(directory);
        }

        @Override
        public boolean isReadOnly(Path directory) {
            return true;
        }

        private static IOException readOnly(Path file) {
            return new FileSystemException(file.toString(), null, "Read-only file system");
        }
    }
}
