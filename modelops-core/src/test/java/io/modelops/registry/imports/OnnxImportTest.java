package io.modelops.registry.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.DataType;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Manifest;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.RolePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxImportTest {
    static final Signature SIGNATURE =
            Signature.of(TensorSpec.of("x", DataType.FLOAT32, -1, 3), TensorSpec.of("y", DataType.FLOAT32, -1, 1));

    @TempDir
    private Path directory;

    private ImportFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ImportFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void onnx_fileWithWeightsBesideIt_isRegisteredWithBothAndWhatItSaysOfItself() throws IOException {
        byte[] model = Wire.model("weights.bin");
        fixture.sources.bytes("weights.bin", new byte[12]);
        fixture.sources.text("unrelated.txt", "not part of it");

        ImportReport report = Importers.onnx(fixture.sources.bytes("churn.onnx", model))
                .stagedIn(fixture.staging)
                .by(Actor.by("ana"))
                .into(fixture.registry, "churn")
                .orElseThrow();

        ModelVersion version = report.version();
        assertThat(version).hasToString("churn:1").isEqualTo(fixture.registry.get("churn:1"));
        assertThat(version.format()).isEqualTo("onnx");
        assertThat(version.registeredBy()).isEqualTo(Actor.by("ana"));
        assertThat(version.description().manifest().files())
                .containsExactly(
                        new Manifest.File("churn.onnx", Digest.of(model), model.length),
                        new Manifest.File("weights.bin", Digest.of(new byte[12]), 12));
        assertThat(version.signature()).contains(SIGNATURE);
        assertThat(version.description().text()).isEqualTo("Who leaves?");
        assertThat(version.description().parameters())
                .containsEntry("onnx.producer_name", "pytorch")
                .containsEntry("onnx.producer_version", "2.7")
                .containsEntry("onnx.domain", "com.acme")
                .containsEntry("onnx.model_version", "42")
                .containsEntry("onnx.ir_version", "8")
                .containsEntry("onnx.opset", "13")
                .containsEntry("onnx.graph", "tiny")
                .containsEntry("onnx.metadata.author", "ana");
        assertThat(report.unmapped()).isEmpty();
        assertThat(fixture.staged()).isEmpty();
    }

    @Test
    void into_again_registersNothingTwice() {
        ModelImport churn = Importers.onnx(fixture.sources.bytes("churn.onnx", Wire.model("")))
                .stagedIn(fixture.staging);

        ModelVersion first = churn.into(fixture.registry, "churn").version();
        ModelVersion again = churn.into(fixture.registry, "churn").version();

        assertThat(again).isEqualTo(first);
        assertThat(fixture.registry.versions("churn")).hasSize(1);
    }

    @Test
    void onnx_inputOfUnknownType_isRegisteredWithoutASignatureAndSaysWhy() {
        byte[] model = new Wire()
                .message(7, new Wire().message(11, Wire.value("x", 5, 3)).message(12, Wire.value("y", 1, 1)))
                .toByteArray();

        ImportReport report = Importers.onnx(fixture.sources.bytes("m.onnx", model))
                .into(fixture.registry, "m")
                .orElseThrow();

        assertThat(report.version().signature()).isEmpty();
        assertThat(report.unmapped())
                .singleElement()
                .asString()
                .contains("signature of the ONNX file")
                .contains("ONNX type 5");
    }

    @Test
    void into_modelThatTheActorMayNotRegister_isRefusedInTheReport() {
        try (ModelRegistry closed =
                ModelRegistry.builder().access(RolePolicy.builder().build()).open()) {
            ImportReport report = Importers.onnx(fixture.sources.bytes("churn.onnx", Wire.model("")))
                    .into(closed, "churn");

            assertThat(report.refused()).singleElement().asString().contains("has no role");
            assertThat(closed.models()).isEmpty();
        }
    }

    @Test
    void onnx_noSuchFile_throws() {
        assertThatThrownBy(() -> Importers.onnx(directory.resolve("gone.onnx")).into(fixture.registry, "churn"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void onnx_linkToAFileBesideIt_isTakenForTheFile() throws IOException {
        fixture.sources.bytes("v1.onnx", Wire.model(""));
        fixture.sources.link("latest.onnx", "v1.onnx");

        ImportReport report = Importers.onnx(fixture.sources.root().resolve("latest.onnx"))
                .into(fixture.registry, "churn")
                .orElseThrow();

        assertThat(report.version().description().manifest().files())
                .extracting(Manifest.File::path)
                .containsExactly("latest.onnx");
        assertThat(Files.isSymbolicLink(fixture.sources.root().resolve("latest.onnx")))
                .isTrue();
    }
}
