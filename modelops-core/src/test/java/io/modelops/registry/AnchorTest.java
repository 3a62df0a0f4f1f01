package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.registry.signing.AnchorFile;
import io.modelops.registry.signing.HeadAnchor;
import io.modelops.registry.signing.HeadAnchors;
import io.modelops.registry.signing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final InMemoryRegistryStore store = new InMemoryRegistryStore();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final List<String> kept = new ArrayList<>();
    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(directory.resolve("churn.onnx"), "model");
    }

    @Test
    void anchor_newestEntry_saysWhichAndWhen() {
        ModelRegistry registry = grown(3);

        HeadAnchor anchor = registry.anchor(TestKeys.ANA);

        assertThat(anchor.sequence()).isEqualTo(3);
        assertThat(anchor.head()).isEqualTo(registry.head().orElseThrow().digest());
        assertThat(anchor.registry()).isEqualTo(store.read(1, 1).get(0).digest());
        assertThat(anchor.at()).isEqualTo(AT);
        assertThat(anchor.isBy(TestKeys.ANAS)).isTrue();
        assertThat(open(store).anchor(TestKeys.ANA).registry()).isEqualTo(anchor.registry());
    }

    @Test
    void anchor_emptyLog_throws() {
        assertThatThrownBy(() -> open(store).anchor(TestKeys.ANA))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void verify_logThatGrewOn_isWhole() {
        ModelRegistry registry = grown(3);
        String anchor = registry.anchor(TestKeys.ANA).line();
        registry.comment(registry.get("churn:1"), Actor.by("ana"), "more");

        VerificationReport report = registry.verify(anchors(anchor));

        assertThat(report.isWhole()).isTrue();
        assertThat(report.entries()).isEqualTo(4);
    }

    @Test
    void verify_anyNumberOfEntriesCutOffTheEnd_isFound() {
        String anchor = grown(6).anchor(TestKeys.ANA).line();

        for (int left = 1; left < 6; left++) {
            InMemoryRegistryStore cut = new InMemoryRegistryStore();
            store.read(1, left).forEach(cut::putIfAbsent);
            ModelRegistry registry = open(cut);
            assertThat(registry.verify().isWhole()).as("without the anchor").isTrue();

            VerificationReport report = registry.verify(anchors(anchor));

            assertThat(report.problem()).contains("ends with entry " + left).contains("had entry 6");
            assertThat(report.entries()).isEqualTo(left);
        }
    }

    @Test
    void verify_everythingCutOff_isFound() {
        String anchor = grown(2).anchor(TestKeys.ANA).line();

        assertThat(open(new InMemoryRegistryStore()).verify(anchors(anchor)).problem())
                .contains("ends with entry 0");
    }

    @Test
    void verify_logWrittenAnewAsAWhole_isFound() {
        String anchor = grown(3).anchor(TestKeys.ANA).line();
        InMemoryRegistryStore anew = new InMemoryRegistryStore();
        ModelRegistry registry = open(anew);
        grow(registry, 5);
        assertThat(registry.verify().isWhole()).as("without the anchor").isTrue();

        VerificationReport report = registry.verify(anchors(anchor));

        assertThat(report.problem()).contains("replaced as a whole");
    }

    @Test
    void verify_endWrittenAnew_isFoundAtTheAnchoredEntry() {
        String anchor = grown(5).anchor(TestKeys.ANA).line();
        InMemoryRegistryStore anew = new InMemoryRegistryStore();
        store.read(1, 3).forEach(anew::putIfAbsent);
        ModelRegistry registry = open(anew);
        for (int entry = 0; entry < 4; entry++) {
            registry.comment(registry.get("churn:1"), Actor.by("mallory"), "nothing to see");
        }
        assertThat(registry.verify().isWhole()).as("without the anchor").isTrue();

        VerificationReport report = registry.verify(anchors(anchor));

        assertThat(report.problem()).contains("Entry 5").contains("rewritten");
        assertThat(report.entries()).isEqualTo(5);
    }

    @Test
    void anchorEvery_secondEntry_givesTheSinkEachSecondOne() {
        ModelRegistry registry = grown(1);
        ModelRegistry other = open(store);

        try (Subscription anchoring = registry.anchorEvery(2, TestKeys.ANA, kept::add)) {
            assertThat(anchoring).isNotNull();
            grow(other, 3);
            registry.refresh();
            grow(registry, 2);
        }
        grow(registry, 2);

        assertThat(HeadAnchors.of(kept, TestKeys.ANAS).all())
                .extracting(HeadAnchor::sequence)
                .containsExactly(2L, 4L, 6L);
        assertThat(registry.verify(HeadAnchors.of(kept, TestKeys.ANAS)).isWhole())
                .isTrue();
    }

    @Test
    void anchorEvery_sinkThatFails_doesNotFailTheCommitAndGetsTheNextOne() {
        ModelRegistry registry = open(store);
        List<String> asked = new ArrayList<>();

        try (Subscription anchoring = registry.anchorEvery(1, TestKeys.ANA, line -> {
            asked.add(line);
            if (asked.size() == 1) {
                throw new StoreException("the mount is away", new IOException());
            }
            kept.add(line);
        })) {
            assertThat(anchoring).isNotNull();
            grow(registry, 2);
        }

        assertThat(registry.head().orElseThrow().sequence()).isEqualTo(2);
        assertThat(HeadAnchors.of(kept, TestKeys.ANAS).newest().sequence()).isEqualTo(2);
    }

    @Test
    void anchorEvery_lessThanOne_throws() {
        assertThatThrownBy(() -> open(store).anchorEvery(0, TestKeys.ANA, kept::add))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anchorEvery_toAFile_verifiesFromThere() {
        ModelRegistry registry = open(store);
        Path anchors = directory.resolve("anchors");

        try (Subscription anchoring = registry.anchorEvery(1, TestKeys.ANA, AnchorFile.at(anchors))) {
            assertThat(anchoring).isNotNull();
            grow(registry, 3);
        }

        HeadAnchors read = HeadAnchors.read(anchors, TestKeys.ANAS);
        assertThat(read.all()).hasSize(3);
        assertThat(registry.verify(read).isWhole()).isTrue();
    }

    private ModelRegistry grown(int entries) {
        ModelRegistry registry = open(store);
        grow(registry, entries);
        return registry;
    }

    private void grow(ModelRegistry registry, int entries) {
        for (int entry = 0; entry < entries; entry++) {
            if (registry.find("churn:1").isEmpty()) {
                registry.register("churn", file, model -> {});
            } else {
                registry.comment(registry.get("churn:1"), Actor.by("ana"), "still good");
            }
        }
    }

    private ModelRegistry open(InMemoryRegistryStore log) {
        return ModelRegistry.builder().clock(() -> AT).stores(log, artifacts).open();
    }

    private static HeadAnchors anchors(String line) {
        return HeadAnchors.of(List.of(line), TestKeys.ANAS);
    }
}
