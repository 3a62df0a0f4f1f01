package io.modelops.registry.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.modelops.registry.ModelRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layouts that want something: each is refused with its reason, and neither registry nor staging keeps anything. */
class HostileLayoutsTest {
    private static final byte[] SECRET = Wire.model("");

    @TempDir
    private Path directory;

    /** Writes a source and imports it. */
    private interface Attack extends BiFunction<Sources, ModelRegistry, ImportReport> {}

    static Stream<Arguments> layouts() {
        return Stream.of(
                onnx("link to a file outside", "leaves the source", s -> s.link("m.onnx", "../secret")),
                onnx("link to nothing", "link to nothing", s -> s.link("m.onnx", "gone")),
                onnx("directory of that name", "not a regular file", s -> s.directory("m.onnx")),
                onnx("hard link", "hard links", s -> hardLink(s, "m.onnx")),
                weights("parent directory", "../secret", "expected the name of a file beside it"),
                weights("absolute path", "/etc/passwd", "expected the name of a file beside it"),
                weights("round about", "a/../w", "expected the name of a file beside it"),
                weights("directory below", "sub/w", "expected the name of a file beside it"),
                weights("backslash", "..\\secret", "expected the name of a file beside it"),
                weights("dots", "..", "expected the name of a file beside it"),
                weights("drive", "C:secret", "absolute path"),
                weights("itself", "m.onnx", "expected the name of a file beside it"),
                weights("missing", "gone.bin", "not there"),
                weights("line break in the name", "w\n", "not there"),
                onnx("weights behind a link", "leaves the source", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    s.link("w", "../secret");
                }),
                onnx("weights behind a hard link", "hard links", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    hardLink(s, "w");
                }),
                onnx("weights that end too early", "more bytes", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    s.bytes("w", new byte[11]);
                }),
                onnx("weights that are a jar", "archive", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    s.bytes("w", Arrays.copyOf(new byte[] {'P', 'K', 3, 4}, 12));
                }),
                onnx("weights with a name of Windows", "device", s -> {
                    s.bytes("m.onnx", Wire.model("nul"));
                    s.bytes("nul", new byte[12]);
                }),
                content("cut in the middle", "longer than what holds it", cut()),
                content("empty", "no graph", new byte[0]),
                content("number without end", "too many bytes", repeated(0xFF, 20)),
                content("group", "unknown form", new byte[] {0x0B, 0x0C, 0, 0}),
                content("deep graphs", "nested more than", deepGraph()),
                content("library", "native program", bytes(0x7F, 'E', 'L', 'F', 2, 1)),
                content("class", "Java class", bytes(0xCA, 0xFE, 0xBA, 0xBE, 0, 0)),
                content("Java objects", "Java class", bytes(0xAC, 0xED, 0, 5, 's', 'r')),
                content("archive", "archive", bytes('P', 'K', 3, 4, 0, 0)),
                content("pickle", "pickle", bytes(0x80, 4, 0x95, 1, 0, 0, '.')),
                content("old pickle", "pickle", "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.UTF_8)),
                content("script", "script", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
                mlmodel("object of Python", "asks for an object", "flavors: !!python/object/apply:os.system [id]"),
                mlmodel("object of Java", "asks for an object", "!!javax.script.ScriptEngineManager {a: b}"),
                mlmodel("alias bomb", "more than 100", "flavors: [&a [x], " + "*a, ".repeat(200) + "*a]"),
                mlmodel("alias to itself", "alias to itself", "flavors: &a [*a]"),
                mlmodel("deep", "nested more than", "flavors: " + "[".repeat(5000) + "]".repeat(5000)),
                mlmodel("key twice", "twice", "flavors: {onnx: {}}\nflavors: {onnx: {}}"),
                mlmodel("two documents", "more than one document", "flavors: {onnx: {}}\n---\nflavors: {}"),
                mlmodel("no flavor", "names no flavor", "run_id: 1"),
                mlmodel("list", "not a map", "- flavors"),
                mlmodel("broken", "not YAML", "flavors: {"),
                mlmodel("too long", "longer than", "#".repeat(2_000_000)),
                mlmodel("data outside", "leads out", "flavors: {onnx: {data: ../../secret}}"),
                mlmodel("data at an absolute path", "absolute", "flavors: {onnx: {data: /etc/passwd}}"),
                mlmodel(
                        "data in a directory that is a link",
                        "leaves the source",
                        "flavors: {onnx: {data: out/secret}}"),
                mlmodel("signature that is no JSON", "not JSON", "flavors: {onnx: {}}\nsignature: {inputs: '[{'}"),
                mlmodel(
                        "signature that is too deep",
                        "not JSON",
                        "flavors: {onnx: {}}\nsignature: {inputs: '" + "[".repeat(500) + "'}"),
                mlmodel(
                        "input example outside",
                        "leads out",
                        "flavors: {onnx: {data: m.onnx}}\nsaved_input_example_info: {artifact_path: ../secret}"),
                mlflowVersion("source outside", "file:///srv/../../etc", "leads out"),
                mlflowVersion("source with escapes", "file:///srv/%2e%2e/etc", "escape"),
                mlflowVersion("source elsewhere", "http://169.254.169.254/latest", "not told to look"),
                mlflowVersion("source that is a link", "file:///srv/out", "leaves the source"),
                triton("other name", "expects the directory's name", "name: \"other\""),
                triton("Python", "runs Python code", "backend: \"python\""),
                triton(
                        "file outside",
                        "leads out",
                        "backend: \"onnxruntime\" default_model_filename: \"../../../secret\""),
                triton("deep", "nested more than", "a {".repeat(5000)),
                triton("extension", "no place for", "[com.acme.ext]: 1"),
                triton("text without end", "does not end", "name: \"chu"),
                triton("unknown escape", "escape", "name: \"\\q\""),
                triton("batch that is no number", "no number", "max_batch_size: many"),
                triton("torch that is a pickle", "not the archive", "backend: \"pytorch\""),
                djl("Python", "can hold code", "model.py"),
                djl("jar", "can hold code", "extra.jar"),
                djl("class", "classes or code", "classes/Block.class"),
                djl("library", "classes or code", "libs/anything"),
                djl("native library", "can hold code", "libop.so.1"),
                djl("pickle", "can hold code", "weights.pkl"),
                djl("TorchServe", "classes or code", "MAR-INF/MANIFEST.json"),
                tensorFlow("variables that are a link", "leaves the source", s -> {
                    s.text("1/saved_model.pb", "graph");
                    s.link("1/variables/variables.index", "../../../secret");
                }),
                tensorFlow("no graph", "no saved model", s -> s.text("2/other", "x")),
                tensorFlow(
                        "graph that is a link", "leaves the source", s -> s.link("3/saved_model.pb", "../../secret")),
                huggingFace("blob that is another", "not what the name", Wire.model(""), "0".repeat(64)),
                safetensors("header longer than the file", "header has", "", 0),
                safetensors("overlap", "overlap", """
                                {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},
                                 "b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6),
                safetensors("rest that no tensor has", "holds 9", """
                                {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 9),
                safetensors("overflow", "larger than any file", """
                                {"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0),
                safetensors("deep", "not JSON", "{\"a\":{\"x\":" + "[".repeat(100), 0),
                arguments("Hugging Face, link out of the repository", "leaves the source", (Attack) (s, r) -> {
                    Path repository = ServingLayoutsImportTest.huggingFace(
                            s, "{}", "model.onnx", SECRET, ServingLayoutsImportTest.sha256(SECRET));
                    s.link(
                            "models--acme--churn/snapshots/" + ServingLayoutsImportTest.COMMIT + "/vocab.txt",
                            "../../../../secret");
                    return Importers.huggingFaceCache(repository, "main").into(r, "churn");
                }),
                arguments("Hugging Face, revision outside", "leads out", (Attack) (s, r) -> {
                    Path repository = ServingLayoutsImportTest.huggingFace(
                            s, "{}", "model.onnx", SECRET, ServingLayoutsImportTest.sha256(SECRET));
                    return Importers.huggingFaceCache(repository, "../../secret")
                            .into(r, "churn");
                }),
                arguments("larger than the limit", "limit", (Attack)
                        (s, r) -> Importers.onnx(s.bytes("m.onnx", Wire.model("")))
                                .atMost(10)
                                .into(r, "churn")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void layout_thatWantsMoreThanToBeRead_isRefusedWithItsReason(String name, String reason, Attack attack)
            throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("staging"));
        Files.write(directory.resolve("secret"), SECRET);
        Sources sources = new Sources(Files.createDirectories(directory.resolve("source")));
        try (ModelRegistry registry = ModelRegistry.inMemory();
                Stream<Path> staged = Files.list(temporary)) {
            ImportReport report = attack.apply(sources, registry);

            assertThat(report.refused()).as(name).hasSize(1);
            assertThat(report.refused().get(0).toString())
                    .contains(reason)
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            assertThat(report.versions()).isEmpty();
            assertThat(report.mapped()).isEmpty();
            assertThat(registry.head()).isEmpty();
            assertThat(staged).isEmpty();
        }
    }

    private static Arguments onnx(String name, String reason, Consumer<Sources> source) {
        return arguments("ONNX, " + name, reason, (Attack) (s, r) -> {
            source.accept(s);
            return Importers.onnx(s.root().resolve("m.onnx"))
                    .stagedIn(staging(s))
                    .into(r, "churn");
        });
    }

    private static Arguments weights(String name, String location, String reason) {
        return onnx("weights, " + name, reason, s -> s.bytes("m.onnx", Wire.model(location)));
    }

    private static Arguments content(String name, String reason, byte[] content) {
        return onnx("content, " + name, reason, s -> s.bytes("m.onnx", content));
    }

    private static Arguments mlmodel(String name, String reason, String yaml) {
        return arguments("MLmodel, " + name, reason, (Attack) (s, r) -> {
            s.text("MLmodel", yaml);
            s.bytes("m.onnx", Wire.model(""));
            s.link("out", "../..");
            return Importers.mlflowModel(s.root()).stagedIn(staging(s)).into(r, "churn");
        });
    }

    private static Arguments mlflowVersion(String name, String source, String reason) {
        return arguments("MLflow registry, " + name, reason, (Attack) (s, r) -> {
            s.mlflowVersion("churn", 1, source, "None", "READY");
            s.link("out", "..");
            return Importers.mlflowRegistry(s.root().resolve("mlruns"), Map.of("file:///srv", s.root()))
                    .stagedIn(staging(s))
                    .into(r);
        });
    }

    private static Arguments triton(String name, String reason, String config) {
        return arguments("Triton, " + name, reason, (Attack) (s, r) -> {
            s.text("churn/config.pbtxt", config);
            s.bytes("churn/1/model.pt", bytes(0x80, 2, 'c', 'o', 's', '.'));
            return Importers.tritonRepository(s.root()).stagedIn(staging(s)).into(r);
        });
    }

    private static Arguments djl(String name, String reason, String file) {
        return arguments("DJL, " + name, reason, (Attack) (s, r) -> {
            s.bytes("churn.onnx", Wire.model(""));
            s.text(file, "anything");
            return Importers.djlModel(s.root()).stagedIn(staging(s)).into(r, "churn");
        });
    }

    private static Arguments tensorFlow(String name, String reason, Consumer<Sources> source) {
        return arguments("TensorFlow, " + name, reason, (Attack) (s, r) -> {
            source.accept(s);
            return Importers.tensorFlowServing(s.root()).stagedIn(staging(s)).into(r, "churn");
        });
    }

    private static Arguments huggingFace(String name, String reason, byte[] model, String blob) {
        return arguments("Hugging Face, " + name, reason, (Attack) (s, r) -> Importers.huggingFaceCache(
                        ServingLayoutsImportTest.huggingFace(s, "{}", "model.onnx", model, blob), "main")
                .stagedIn(staging(s))
                .into(r, "churn"));
    }

    private static Arguments safetensors(String name, String reason, String header, int data) {
        byte[] file = header.isEmpty() ? repeated(0x7F, 8) : ServingLayoutsImportTest.safetensors(header, data);
        return arguments("safetensors, " + name, reason, (Attack) (s, r) -> Importers.huggingFaceCache(
                        ServingLayoutsImportTest.huggingFace(
                                s, "{}", "model.safetensors", file, ServingLayoutsImportTest.sha256(file)),
                        "main")
                .stagedIn(staging(s))
                .into(r, "churn"));
    }

    private static Path staging(Sources sources) {
        return sources.root().resolveSibling("staging");
    }

    private static void hardLink(Sources sources, String name) {
        try {
            Files.createLink(sources.root().resolve(name), sources.root().resolveSibling("secret"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] cut() {
        byte[] model = Wire.model("");
        return Arrays.copyOf(model, model.length / 2);
    }

    private static byte[] deepGraph() {
        Wire graph = new Wire().text(2, "innermost");
        for (int depth = 0; depth < 200; depth++) {
            graph = new Wire().message(1, new Wire().message(5, new Wire().message(6, graph)));
        }
        return new Wire().message(7, graph).toByteArray();
    }

    private static byte[] repeated(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }
}
