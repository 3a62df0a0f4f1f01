package io.modelops.registry.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.DataType;
import io.modelops.model.Manifest;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingLayoutsImportTest {
    static final String COMMIT = "c5f2a1b0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4";

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
    void tritonRepository_modelsOfSeveralBackends_areTakenAsFarAsTheyCanBeLoaded() {
        fixture.sources.text("churn/config.pbtxt", """
                # served since March
                name: "churn" platform: "onnxruntime_onnx"
                max_batch_size: 64
                input [ { name: "x" data_type: TYPE_FP32 dims: [ 3 ] } ]
                output < name: 'y' data_type: TYPE_FP32 dims: 1 >;
                instance_group { count: 2 kind: KIND_CPU }
                dynamic_batching { preferred_batch_size: [ 16, 32 ] max_queue_delay_microseconds: 100 }
                parameters { key: "owner" value { string_value: "growth" } }
                """);
        fixture.sources.bytes("churn/10/model.onnx", Wire.model(""));
        fixture.sources.bytes("churn/2/model.onnx/model.onnx", Wire.model("weights"));
        fixture.sources.bytes("churn/2/model.onnx/weights", new byte[12]);
        fixture.sources.text("churn/007/model.onnx", "ignored");
        fixture.sources.text("labels/readme.txt", "no version in here");
        fixture.sources.text(
                "net/config.pbtxt",
                "backend: \"pytorch\" max_batch_size: 8 input { name: \"a\" data_type: TYPE_INT64 dims: -1 dims: 4 } "
                        + "output { name: \"b\" data_type: TYPE_STRING dims: [1] }");
        fixture.sources.bytes("net/1/model.pt", new byte[] {'P', 'K', 3, 4, 0});
        fixture.sources.text("plan/config.pbtxt", "platform: \"tensorrt_plan\"");
        fixture.sources.text("plan/1/model.plan", "plan");

        ImportReport report = Importers.tritonRepository(fixture.sources.root()).into(fixture.registry);

        assertThat(report.versions())
                .extracting(ImportReport.Imported::source)
                .containsExactly("churn/2", "churn/10", "net/1");
        ModelVersion tenth = report.find("churn/10").orElseThrow();
        assertThat(tenth.signature()).contains(OnnxImportTest.SIGNATURE);
        assertThat(tenth.description().parameters())
                .containsEntry("triton.version", "10")
                .containsEntry("triton.max_batch_size", "64")
                .containsEntry("triton.preferred_batch_size", "16,32")
                .containsEntry("triton.max_queue_delay_microseconds", "100")
                .containsEntry("triton.parameter.owner", "growth");
        assertThat(report.find("net/1").orElseThrow().signature())
                .as("the batch dimension that Triton adds")
                .contains(Signature.of(
                        TensorSpec.of("a", DataType.INT64, -1, -1, 4), TensorSpec.of("b", DataType.STRING, -1, 1)));
        assertThat(ImportFixture.items(report.unmapped()))
                .contains("007", "instance_group", "backend tensorrt", "readme.txt");
        assertThat(report.refused()).isEmpty();
    }

    @Test
    void tensorFlowServing_directoriesNamedByNumbers_areVersionsInOrder() {
        for (String version : new String[] {"00002", "10", "1"}) {
            fixture.sources.text(version + "/saved_model.pb", "graph " + version);
            fixture.sources.text(version + "/variables/variables.index", "index");
            fixture.sources.text(version + "/variables/variables.data-00000-of-00001", "data");
            fixture.sources.text(version + "/assets.extra/tf_serving_warmup_requests", "warm");
        }
        fixture.sources.text("10/keras_metadata.pb", "not needed");
        fixture.sources.text("001/saved_model.pb", "the same number as 1");

        ImportReport report =
                Importers.tensorFlowServing(fixture.sources.root()).into(fixture.registry, "churn");

        assertThat(report.versions()).extracting(ImportReport.Imported::source).containsExactly("00002", "10");
        ModelVersion second = fixture.registry.get("churn:1");
        assertThat(second.format()).isEqualTo("tensorflow");
        assertThat(second.description().parameters()).containsEntry("tensorflow-serving.version", "2");
        assertThat(second.description().manifest().files()).hasSize(4);
        assertThat(ImportFixture.items(report.unmapped())).contains("keras_metadata.pb");
        assertThat(ImportFixture.items(report.refused())).containsExactly("001", "1");
    }

    @Test
    void djlModel_withServingProperties_carriesOverWhatIsKnownToBeHarmless() {
        fixture.sources.bytes("churn.onnx", Wire.model(""));
        fixture.sources.text("synset.txt", "stays\nleaves\n");
        fixture.sources.text("serving.properties", """
                engine=OnnxRuntime
                batch_size=16
                max_batch_delay=lots
                option.modelName=churn
                translatorFactory=com.acme.Translator
                something.else=1
                """);

        ImportReport report = Importers.djlModel(fixture.sources.root())
                .into(fixture.registry, "churn")
                .orElseThrow();

        assertThat(report.version().format()).isEqualTo("onnx");
        assertThat(report.version().description().manifest().files())
                .extracting(Manifest.File::path)
                .containsExactly("churn.onnx", "synset.txt");
        assertThat(report.version().description().parameters())
                .containsEntry("djl.engine", "OnnxRuntime")
                .containsEntry("djl.batch_size", "16")
                .doesNotContainKeys("djl.max_batch_delay", "djl.translatorFactory");
        assertThat(ImportFixture.items(report.unmapped()))
                .containsExactlyInAnyOrder(
                        "serving.properties max_batch_delay",
                        "serving.properties translatorFactory",
                        "serving.properties something.else");
    }

    @Test
    void djlModel_parametersOfSeveralEpochs_takesTheLast() {
        fixture.sources.bytes("churn-0003.params", new byte[] {1});
        fixture.sources.bytes("churn-0012.params", new byte[] {2});
        fixture.sources.bytes("backbone-0000.params", new byte[] {3});
        fixture.sources.text("serving.properties", "option.modelName=churn");

        ImportReport report = Importers.djlModel(fixture.sources.root())
                .into(fixture.registry, "churn")
                .orElseThrow();

        assertThat(report.version().format()).isEqualTo("djl-params");
        assertThat(report.version().description().manifest().files())
                .extracting(Manifest.File::path)
                .containsExactly("churn-0012.params");
    }

    @Test
    void tritonRepository_reshapedInput_isDescribedAsTheModelSeesIt() {
        fixture.sources.text(
                "net/config.pbtxt",
                "backend: \"pytorch\" max_batch_size: 8 "
                        + "input { name: \"a\" data_type: TYPE_FP32 dims: [1] reshape { shape: [] } } "
                        + "input { name: \"c\" data_type: TYPE_FP32 dims: [6] reshape { shape: [2, 3] } } "
                        + "output { name: \"b\" data_type: TYPE_FP32 dims: [1] }");
        fixture.sources.bytes("net/1/model.pt", new byte[] {'P', 'K', 3, 4, 0});

        ImportReport report = Importers.tritonRepository(fixture.sources.root()).into(fixture.registry);

        assertThat(report.find("net/1").orElseThrow().signature().orElseThrow().inputs())
                .containsExactly(
                        TensorSpec.of("a", DataType.FLOAT32, -1), TensorSpec.of("c", DataType.FLOAT32, -1, 2, 3));
    }

    @Test
    void huggingFaceCache_onnxSnapshot_isFollowedAndVerified() {
        Path repository = huggingFace("{}", "model.onnx", Wire.model(""));

        ImportReport report = Importers.huggingFaceCache(repository, "main")
                .into(fixture.registry, "churn")
                .orElseThrow();

        assertThat(report.version().description().manifest().files())
                .extracting(Manifest.File::path)
                .containsExactly("config.json", "model.onnx");
        assertThat(report.version().description().parameters())
                .containsEntry("huggingface.commit", COMMIT)
                .containsEntry("huggingface.repository", "acme/churn")
                .containsEntry("huggingface.revision", "main");
        assertThat(ImportFixture.items(report.unmapped())).containsExactly("modeling.py");
    }

    @Test
    void huggingFaceCache_safetensors_haveTheirHeaderRead() {
        Path repository = huggingFace("{}", "model.safetensors", safetensors("""
                {"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}""", 16));

        ModelVersion version = Importers.huggingFaceCache(repository, COMMIT)
                .into(fixture.registry, "churn")
                .orElseThrow()
                .version();

        assertThat(version.format()).isEqualTo("safetensors");
        assertThat(version.description().parameters())
                .containsEntry("safetensors.format", "pt")
                .containsEntry("safetensors.elements", "4");
    }

    /** A repository as the hub's library caches it: small files under git's digest, large ones under SHA-256. */
    private Path huggingFace(String config, String name, byte[] model) {
        return huggingFace(fixture.sources, config, name, model, sha256(model));
    }

    static Path huggingFace(Sources sources, String config, String name, byte[] model, String blob) {
        String root = "models--acme--churn/";
        byte[] small = config.getBytes(StandardCharsets.UTF_8);
        sources.text(root + "refs/main", COMMIT + "\n");
        sources.bytes(root + "blobs/" + gitDigest(small), small);
        sources.bytes(root + "blobs/" + blob, model);
        sources.link(root + "snapshots/" + COMMIT + "/config.json", "../../blobs/" + gitDigest(small));
        sources.link(root + "snapshots/" + COMMIT + "/" + name, "../../blobs/" + blob);
        sources.text(root + "snapshots/" + COMMIT + "/modeling.py", "raise SystemExit\n");
        return sources.root().resolve("models--acme--churn");
    }

    static byte[] safetensors(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    private static String gitDigest(byte[] content) {
        byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        return hex(
                "SHA-1",
                ByteBuffer.allocate(header.length + content.length)
                        .put(header)
                        .put(content)
                        .array());
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
