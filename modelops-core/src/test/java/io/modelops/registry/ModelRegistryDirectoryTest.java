package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ClosedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory can do to a registry: damage, loss and alteration. */
class ModelRegistryDirectoryTest {
    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(Home.DIRECTORY, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void open_path_isARegistryThere() {
        ModelVersion version = fixture.register("a");

        try (ModelRegistry again = ModelRegistry.open(fixture.root())) {
            assertThat(again.get("churn:1")).isEqualTo(version);
        }
    }

    @Test
    void open_directoryThatHoldsSomethingElse_throws() {
        Path sources = fixture.file("mine.txt", "mine").getParent();

        assertThatThrownBy(() -> ModelRegistry.open(sources)).isInstanceOf(InvalidInputException.class);

        assertThat(sources.resolve("mine.txt")).hasContent("mine");
        assertThat(sources.resolve("log")).doesNotExist();
    }

    @Test
    void copyFiles_damagedContent_throwsAndLeavesTheTargetEmpty() throws IOException {
        fixture.file("net/a.bin", "whole");
        Path source = fixture.file("net/weights/z.bin", "damaged").getParent().getParent();
        ModelVersion version = registry.register("net", source, model -> model.format("onnx"));
        overwrite(blob("damaged"), "DAMAGED");
        Path target = fixture.emptyDirectory("copy");

        assertThat(fixture.failing(() -> registry.copyFiles(version, target)))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining(Digest.of("damaged").hex());

        assertThat(target).isEmptyDirectory();
    }

    @Test
    void copyFiles_lostContent_throwsAndLeavesTheTargetEmpty() throws IOException {
        ModelVersion version = fixture.register("lost");
        Files.delete(blob("lost"));
        Path target = fixture.emptyDirectory("copy");

        assertThat(fixture.failing(() -> registry.copyFiles(version, target)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("register the model again");

        assertThat(target).isEmptyDirectory();
    }

    @Test
    void documents_damaged_throw() throws IOException {
        ModelVersion version = registry.register(
                "m",
                fixture.file("m.onnx", "x"),
                model -> model.attach("card", "card".getBytes(StandardCharsets.UTF_8)));
        registry.keepValidation(version, Verdict.PASS, "", "report");
        overwrite(blob("card"), "CARD");
        overwrite(blob("report"), "Report");

        assertThatThrownBy(() -> registry.attachment(version, "card")).isInstanceOf(CorruptionException.class);
        assertThatThrownBy(() ->
                        registry.validationReport(registry.validation(version).orElseThrow()))
                .isInstanceOf(CorruptionException.class);
    }

    @Test
    void open_entryReplacedWithItsDigest_throwsBecauseTheChainIsBroken() throws IOException {
        ModelVersion version = fixture.register("a");
        registry.tag(version, "stage", "test");
        registry.tag(version, "other", "x");
        Path second = fixture.root().resolve("log").resolve("00000000000000000002");
        String altered = Files.readAllLines(second).get(0).replace("\"test\"", "\"prod\"");
        overwrite(second, altered + "\nsha256:" + Digest.of(altered).hex() + "\n");

        assertThatThrownBy(() -> ModelRegistry.open(fixture.root()))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("Entry 3")
                .hasMessageContaining("as the entry before it, which is sha256:");
    }

    @Test
    void open_entryWithoutItsDigest_throws() throws IOException {
        ModelVersion version = fixture.register("a");
        registry.tag(version, "stage", "test");
        Path second = fixture.root().resolve("log").resolve("00000000000000000002");
        overwrite(second, Files.readString(second).replace("\"test\"", "\"prod\""));

        assertThatThrownBy(() -> ModelRegistry.open(fixture.root())).isInstanceOf(CorruptionException.class);
    }

    @Test
    void open_entryMissingInTheMiddle_throws() throws IOException {
        fixture.register("a");
        fixture.register("b");
        Files.delete(fixture.root().resolve("log").resolve("00000000000000000001"));

        assertThatThrownBy(() -> ModelRegistry.open(fixture.root())).isInstanceOf(CorruptionException.class);
    }

    @Test
    void refresh_brokenEntryOfAnother_throwsAndTheStateStays() throws IOException {
        ModelVersion version = fixture.register("a");
        Files.writeString(fixture.root().resolve("log").resolve("00000000000000000002"), "torn");

        assertThatThrownBy(registry::refresh).isInstanceOf(CorruptionException.class);
        assertThatThrownBy(() -> registry.tag(version, "a", "b")).isInstanceOf(CorruptionException.class);

        assertThat(registry.get("churn:1")).isEqualTo(version);
        assertThat(registry.tags(version)).isEmpty();
    }

    @Test
    void close_changesAfterwards_areRefused() {
        ModelVersion version = fixture.register("a");

        registry.close();
        registry.close();

        assertThatThrownBy(() -> registry.tag(version, "a", "b")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> fixture.register("b")).isInstanceOf(ClosedException.class);
        assertThat(registry.get("churn:1")).isEqualTo(version);
    }

    private Path blob(String content) {
        String hex = Digest.of(content).hex();
        return fixture.root().resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private static void overwrite(Path file, String content) throws IOException {
        Files.delete(file);
        Files.writeString(file, content);
    }
}
