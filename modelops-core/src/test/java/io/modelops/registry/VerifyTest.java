package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.model.Digest;
import io.modelops.model.ModelVersion;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
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
    void verify_newRegistry_isWholeAndEmpty() {
        assertThat(registry.verify()).isEqualTo(new VerificationReport(0, LogEntry.BEFORE_FIRST, 0, 0, null));
    }

    @Test
    void verify_filesAttachmentsAndReports_countsEachContentOnce() {
        register();

        VerificationReport report = registry.verify();

        assertThat(report.isWhole()).isTrue();
        assertThat(report.entries()).isEqualTo(4);
        assertThat(report.head()).isEqualTo(registry.head().orElseThrow().digest());
        // "model", "card", "old report", "new report"; the second version shares its file with the first.
        assertThat(report.contents()).isEqualTo(4);
        assertThat(report.bytes()).isEqualTo("model".length() + "card".length() + 2 * "new report".length());
    }

    @Test
    void verify_progress_growsToTheWhole() {
        register();
        List<VerificationProgress> told = new ArrayList<>();

        registry.verify(told::add);

        assertThat(told).extracting(VerificationProgress::contents).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(told).allSatisfy(progress -> {
            assertThat(progress.entries()).isEqualTo(4);
            assertThat(progress.ofContents()).isEqualTo(4);
        });
        assertThat(told.get(4).bytes()).isEqualTo(29);
    }

    @Test
    void verify_progressThatThrows_endsItAndLetsGoOfTheContent() {
        register();

        assertThatThrownBy(() -> registry.verify(progress -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");

        assertThat(registry.verify().isWhole()).isTrue();
    }

    @Test
    void verify_damagedContent_isNamedWithItsOwner() throws IOException {
        register();
        for (String content : List.of("model", "card", "old report", "new report")) {
            overwrite(blob(content), "x".repeat(content.length()));

            VerificationReport report = registry.verify();

            assertThat(report.isWhole()).isFalse();
            assertThat(report.problem()).contains(Digest.of(content).hex()).contains("churn:1");
            overwrite(blob(content), content);
        }
        assertThat(registry.verify().isWhole()).isTrue();
    }

    @Test
    void verify_lostContent_isNamedWithItsOwner() throws IOException {
        register();
        Files.delete(blob("card"));

        VerificationReport report = registry.verify();

        assertThat(report.problem()).contains("attachment \"card\" of churn:1").contains("missing");
        assertThat(report.contents()).isEqualTo(1);
        assertThat(report.entries()).isEqualTo(4);
    }

    @Test
    void verify_flippedBitInAnyEntry_isFound() throws IOException {
        register();
        for (int sequence = 1; sequence <= 4; sequence++) {
            Path file = record(sequence);
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            flipped[whole.length / 2] ^= 1;
            Files.write(file, flipped);

            VerificationReport report = registry.verify();

            assertThat(report.problem()).contains(file.toString());
            assertThat(report.entries()).isEqualTo(sequence - 1L);
            Files.write(file, whole);
        }
    }

    @Test
    void verify_lastEntryReplacedByOneThatFitsTheChain_isFoundByWhoHadReadIt() throws IOException {
        register();
        String altered = Files.readAllLines(record(4)).get(0).replace("new report", "NEW report");
        overwrite(record(4), altered + "\nsha256:" + Digest.of(altered).hex() + "\n");

        assertThat(registry.verify().problem()).contains("Entry 4").contains("the log was replaced");
    }

    @Test
    void verify_logCutShort_isFoundByWhoHadReadIt() throws IOException {
        register();
        Files.delete(record(4));

        assertThat(registry.verify().problem()).contains("missing");
    }

    @Test
    void verify_sizeThatIsNotTheContents_isFound() throws IOException {
        registry.register("churn", fixture.file("churn.onnx", "model"), model -> {});
        String altered = Files.readAllLines(record(1)).get(0).replace("\"bytes\":5", "\"bytes\":6");
        overwrite(record(1), altered + "\nsha256:" + Digest.of(altered).hex() + "\n");

        try (ModelRegistry again = fixture.open()) {
            assertThat(again.verify().problem()).contains("has 5 bytes where the log says 6");
        }
    }

    @Test
    void verify_contentThatCantBeRead_throws() throws IOException {
        register();
        Path moved = Files.move(blob("card"), directory.resolve("moved"));
        Files.createSymbolicLink(blob("card"), moved);

        assertThatThrownBy(registry::verify)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(blob("card").toString());
    }

    @Test
    void verify_entriesOfAnotherRegistry_areCheckedToo() {
        fixture.open().register("other", fixture.file("other.onnx", "other"), model -> {});

        VerificationReport report = registry.verify();

        assertThat(report.entries()).isEqualTo(1);
        assertThat(report.contents()).isEqualTo(1);
    }

    private void register() {
        ModelVersion first = registry.register(
                "churn",
                fixture.file("churn.onnx", "model"),
                model -> model.attach("card", "card".getBytes(StandardCharsets.UTF_8)));
        fixture.register("model");
        registry.keepValidation(first, Verdict.FAIL, "", "old report");
        registry.keepValidation(first, Verdict.PASS, "new report", "new report");
    }

    private Path record(int sequence) {
        return fixture.root().resolve("log").resolve("0000000000000000000" + sequence);
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
