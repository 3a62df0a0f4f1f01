package io.modelops.registry.imports;

import static io.modelops.hostile.Threat.CODE_BESIDE_THE_MODEL;
import static io.modelops.hostile.Threat.CODE_BY_ANOTHER_NAME;
import static io.modelops.hostile.Threat.DATA_FROM_OUTSIDE;
import static io.modelops.hostile.Threat.DOCUMENT;
import static io.modelops.hostile.Threat.EXHAUSTION;
import static io.modelops.hostile.Threat.MALFORMED;
import static io.modelops.hostile.Threat.NAME_AS_A_PATH;
import static io.modelops.hostile.Threat.OTHER_BYTES;
import static io.modelops.hostile.Threat.SETTINGS_THAT_LOAD_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.hostile.HostileCase;
import io.modelops.hostile.HostileRun;
import io.modelops.hostile.SpecialFiles;
import io.modelops.hostile.Threat;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layouts that want something: each is refused with its reason, and neither registry nor staging keeps anything. */
@Tag("crash")
public class HostileLayoutsTest {
    private static final HostileRun RUN = new HostileRun("import");
    private static final byte[] SECRET = Wire.model("");

    @TempDir
    private Path directory;

    /** Writes a source and imports it. */
    private interface Attack extends BiFunction<Sources, ModelRegistry, ImportReport> {}

    private record Layout(HostileCase hostile, Attack attack) {
        @Override
        public String toString() {
            return hostile.toString();
        }
    }

    static Stream<Layout> layouts() {
        return Stream.of(
                djl(CODE_BESIDE_THE_MODEL, "class file in the root", "can hold code", "Evil.class"),
                djl(CODE_BESIDE_THE_MODEL, "Java source", "can hold code", "Translator.java"),
                djl(CODE_BESIDE_THE_MODEL, "Windows library", "can hold code", "op.DLL"),
                djl(CODE_BY_ANOTHER_NAME, "joblib", "can hold code", "pipeline.joblib"),
                djl(CODE_BY_ANOTHER_NAME, "Keras", "can hold code", "model.h5"),
                setting("option.customOpLibrary=/tmp/evil.so"),
                setting("option.profilerOutput=/etc/cron.d/evil"),
                setting("blockFactory=com.acme.Evil"),
                setting("option.entryPoint=evil.py"),
                setting("option.handler=evil"),
                setting("option.model_id=http://169.254.169.254/latest"),
                setting("option.modelUrl=file:///etc"),
                setting("option.trust_remote_code=true"),
                setting("option.trtPluginLibrary=/tmp/evil.so"),
                setting("OPTION.CUSTOMOPLIBRARY=/tmp/evil.so"),
                setting("engine=Python"),
                setting("option.customOp\\u004cibrary=/tmp/evil.so"),
                djl(DOCUMENT, "settings with a broken escape", "escape is broken", "serving.properties", "a=\\u12"),
                content(
                        CODE_BY_ANOTHER_NAME,
                        "pickle with a byte behind",
                        "pickle",
                        bytes(0x80, 4, 0x95, 9, 0, 0, 0, 0, 0, 0, 0, ']', '.', 0)),
                content(
                        CODE_BY_ANOTHER_NAME,
                        "pickle in a list",
                        "pickle",
                        "(lp0\ncos\nsystem\n(S'id'\ntRa.".getBytes(StandardCharsets.UTF_8)),
                content(
                        CODE_BY_ANOTHER_NAME,
                        "pickle of protocol 2 with a byte behind",
                        "pickle",
                        "\u00802cos\nsystem\n(X.R.\n".replace('2', '\2').getBytes(StandardCharsets.ISO_8859_1)),
                content(
                        CODE_BY_ANOTHER_NAME,
                        "checkpoint of old PyTorch",
                        "pickle",
                        bytes(
                                0x80, 2, 0x8A, 0x0A, 'l', 0xFC, 0x9C, 'F', 0xF9, ' ', 'j', 0xA8, 'P', 0x19, '.', 1, 2,
                                3)),
                content(CODE_BY_ANOTHER_NAME, "compressed joblib", "compressed", bytes(0x1F, 0x8B, 8, 0, 0, 0)),
                content(CODE_BY_ANOTHER_NAME, "Keras", "HDF5", bytes(0x89, 'H', 'D', 'F', 13, 10, 26, 10)),
                content(
                        CODE_BY_ANOTHER_NAME,
                        "NumPy objects",
                        "NumPy",
                        "\u0093NUMPY1 v {'descr': '|O', 'fortran_order': False}".getBytes(StandardCharsets.ISO_8859_1)),
                onnx(DATA_FROM_OUTSIDE, "device", "leaves the source", s -> s.link("m.onnx", "/dev/zero")),
                onnx(
                        EXHAUSTION,
                        "pipe",
                        "not a regular file",
                        s -> SpecialFiles.pipe(s.root().resolve("m.onnx"))),
                onnx(
                        EXHAUSTION,
                        "socket",
                        "not a regular file",
                        s -> SpecialFiles.socket(s.root().resolve("m.onnx"))),
                onnx(EXHAUSTION, "weights that are a pipe", "not a regular file", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    SpecialFiles.pipe(s.root().resolve("w"));
                }),
                layout(NAME_AS_A_PATH, "model named with a path", "is not allowed", (s, r) -> {
                    s.mlflowVersion("..churn", 1, "file:///srv", "None", "READY");
                    return Importers.mlflowRegistry(s.root().resolve("mlruns"), Map.of("file:///srv", s.root()))
                            .stagedIn(staging(s))
                            .into(r);
                }),
                onnx(
                        DATA_FROM_OUTSIDE,
                        "link to a file outside",
                        "leaves the source",
                        s -> s.link("m.onnx", "../secret")),
                onnx(DATA_FROM_OUTSIDE, "link to nothing", "link to nothing", s -> s.link("m.onnx", "gone")),
                onnx(MALFORMED, "directory of that name", "not a regular file", s -> s.directory("m.onnx")),
                onnx(DATA_FROM_OUTSIDE, "hard link", "hard links", s -> hardLink(s, "m.onnx")),
                weights(DATA_FROM_OUTSIDE, "parent directory", "../secret", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "absolute path", "/etc/passwd", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "round about", "a/../w", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "directory below", "sub/w", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "backslash", "..\\secret", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "dots", "..", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "drive", "C:secret", "absolute path"),
                weights(DATA_FROM_OUTSIDE, "itself", "m.onnx", "expected the name of a file beside it"),
                weights(DATA_FROM_OUTSIDE, "missing", "gone.bin", "not there"),
                weights(DATA_FROM_OUTSIDE, "line break in the name", "w\n", "not there"),
                onnx(DATA_FROM_OUTSIDE, "weights behind a link", "leaves the source", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    s.link("w", "../secret");
                }),
                onnx(DATA_FROM_OUTSIDE, "weights behind a hard link", "hard links", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    hardLink(s, "w");
                }),
                onnx(MALFORMED, "weights that end too early", "more bytes", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    s.bytes("w", new byte[11]);
                }),
                onnx(CODE_BY_ANOTHER_NAME, "weights that are a jar", "archive", s -> {
                    s.bytes("m.onnx", Wire.model("w"));
                    s.bytes("w", Arrays.copyOf(new byte[] {'P', 'K', 3, 4}, 12));
                }),
                onnx(NAME_AS_A_PATH, "weights with a name of Windows", "device", s -> {
                    s.bytes("m.onnx", Wire.model("nul"));
                    s.bytes("nul", new byte[12]);
                }),
                content(MALFORMED, "cut in the middle", "longer than what holds it", cut()),
                content(MALFORMED, "empty", "no graph", new byte[0]),
                content(EXHAUSTION, "number without end", "too many bytes", repeated(0xFF, 20)),
                content(MALFORMED, "group", "unknown form", new byte[] {0x0B, 0x0C, 0, 0}),
                content(EXHAUSTION, "deep graphs", "nested more than", deepGraph()),
                content(CODE_BY_ANOTHER_NAME, "library", "native program", bytes(0x7F, 'E', 'L', 'F', 2, 1)),
                content(CODE_BY_ANOTHER_NAME, "class", "Java class", bytes(0xCA, 0xFE, 0xBA, 0xBE, 0, 0)),
                content(CODE_BY_ANOTHER_NAME, "Java objects", "Java class", bytes(0xAC, 0xED, 0, 5, 's', 'r')),
                content(CODE_BY_ANOTHER_NAME, "archive", "archive", bytes('P', 'K', 3, 4, 0, 0)),
                content(CODE_BY_ANOTHER_NAME, "pickle", "pickle", bytes(0x80, 4, 0x95, 1, 0, 0, '.')),
                content(
                        CODE_BY_ANOTHER_NAME,
                        "old pickle",
                        "pickle",
                        "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.UTF_8)),
                content(CODE_BY_ANOTHER_NAME, "script", "script", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
                mlmodel(
                        DOCUMENT,
                        "object of Python",
                        "asks for an object",
                        "flavors: !!python/object/apply:os.system [id]"),
                mlmodel(DOCUMENT, "object of Java", "asks for an object", "!!javax.script.ScriptEngineManager {a: b}"),
                mlmodel(EXHAUSTION, "alias bomb", "more than 100", "flavors: [&a [x], " + "*a, ".repeat(200) + "*a]"),
                mlmodel(DOCUMENT, "alias to itself", "alias to itself", "flavors: &a [*a]"),
                mlmodel(EXHAUSTION, "deep", "nested more than", "flavors: " + "[".repeat(5000) + "]".repeat(5000)),
                mlmodel(DOCUMENT, "key twice", "twice", "flavors: {onnx: {}}\nflavors: {onnx: {}}"),
                mlmodel(DOCUMENT, "two documents", "more than one document", "flavors: {onnx: {}}\n---\nflavors: {}"),
                mlmodel(DOCUMENT, "no flavor", "names no flavor", "run_id: 1"),
                mlmodel(DOCUMENT, "list", "not a map", "- flavors"),
                mlmodel(DOCUMENT, "broken", "not YAML", "flavors: {"),
                mlmodel(EXHAUSTION, "too long", "longer than", "#".repeat(2_000_000)),
                mlmodel(NAME_AS_A_PATH, "data outside", "leads out", "flavors: {onnx: {data: ../../secret}}"),
                mlmodel(NAME_AS_A_PATH, "data at an absolute path", "absolute", "flavors: {onnx: {data: /etc/passwd}}"),
                mlmodel(
                        DATA_FROM_OUTSIDE,
                        "data in a directory that is a link",
                        "leaves the source",
                        "flavors: {onnx: {data: out/secret}}"),
                mlmodel(
                        DOCUMENT,
                        "signature that is no JSON",
                        "not JSON",
                        "flavors: {onnx: {}}\nsignature: {inputs: '[{'}"),
                mlmodel(
                        DOCUMENT,
                        "signature that is too deep",
                        "not JSON",
                        "flavors: {onnx: {}}\nsignature: {inputs: '" + "[".repeat(500) + "'}"),
                mlmodel(
                        NAME_AS_A_PATH,
                        "input example outside",
                        "leads out",
                        "flavors: {onnx: {data: m.onnx}}\nsaved_input_example_info: {artifact_path: ../secret}"),
                mlflowVersion(NAME_AS_A_PATH, "source outside", "file:///srv/../../etc", "leads out"),
                mlflowVersion(NAME_AS_A_PATH, "source with escapes", "file:///srv/%2e%2e/etc", "escape"),
                mlflowVersion(NAME_AS_A_PATH, "source elsewhere", "http://169.254.169.254/latest", "not told to look"),
                mlflowVersion(DATA_FROM_OUTSIDE, "source that is a link", "file:///srv/out", "leaves the source"),
                triton(NAME_AS_A_PATH, "other name", "expects the directory's name", "name: \"other\""),
                triton(CODE_BESIDE_THE_MODEL, "Python", "runs Python code", "backend: \"python\""),
                triton(
                        NAME_AS_A_PATH,
                        "file outside",
                        "leads out",
                        "backend: \"onnxruntime\" default_model_filename: \"../../../secret\""),
                triton(EXHAUSTION, "deep", "nested more than", "a {".repeat(5000)),
                triton(DOCUMENT, "extension", "no place for", "[com.acme.ext]: 1"),
                triton(DOCUMENT, "text without end", "does not end", "name: \"chu"),
                triton(DOCUMENT, "unknown escape", "escape", "name: \"\\q\""),
                triton(DOCUMENT, "batch that is no number", "no number", "max_batch_size: many"),
                triton(CODE_BY_ANOTHER_NAME, "torch that is a pickle", "not the archive", "backend: \"pytorch\""),
                djl(CODE_BESIDE_THE_MODEL, "Python", "can hold code", "model.py"),
                djl(CODE_BESIDE_THE_MODEL, "jar", "can hold code", "extra.jar"),
                djl(CODE_BESIDE_THE_MODEL, "class", "classes or code", "classes/Block.class"),
                djl(CODE_BESIDE_THE_MODEL, "library", "classes or code", "libs/anything"),
                djl(CODE_BESIDE_THE_MODEL, "native library", "can hold code", "libop.so.1"),
                djl(CODE_BY_ANOTHER_NAME, "pickle", "can hold code", "weights.pkl"),
                djl(CODE_BESIDE_THE_MODEL, "TorchServe", "classes or code", "MAR-INF/MANIFEST.json"),
                tensorFlow(DATA_FROM_OUTSIDE, "variables that are a link", "leaves the source", s -> {
                    s.text("1/saved_model.pb", "graph");
                    s.link("1/variables/variables.index", "../../../secret");
                }),
                tensorFlow(MALFORMED, "no graph", "no saved model", s -> s.text("2/other", "x")),
                tensorFlow(
                        DATA_FROM_OUTSIDE,
                        "graph that is a link",
                        "leaves the source",
                        s -> s.link("3/saved_model.pb", "../../secret")),
                huggingFace(OTHER_BYTES, "blob that is another", "not what the name", Wire.model(""), "0".repeat(64)),
                safetensors(MALFORMED, "header longer than the file", "header has", "", 0),
                safetensors(MALFORMED, "overlap", "overlap", """
                                {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},
                                 "b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6),
                safetensors(MALFORMED, "rest that no tensor has", "holds 9", """
                                {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 9),
                safetensors(EXHAUSTION, "overflow", "larger than any file", """
                                {"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0),
                safetensors(EXHAUSTION, "deep", "not JSON", "{\"a\":{\"x\":" + "[".repeat(100), 0),
                layout(DATA_FROM_OUTSIDE, "Hugging Face, link out of the repository", "leaves the source", (s, r) -> {
                    Path repository = ServingLayoutsImportTest.huggingFace(
                            s, "{}", "model.onnx", SECRET, ServingLayoutsImportTest.sha256(SECRET));
                    s.link(
                            "models--acme--churn/snapshots/" + ServingLayoutsImportTest.COMMIT + "/vocab.txt",
                            "../../../../secret");
                    return Importers.huggingFaceCache(repository, "main").into(r, "churn");
                }),
                layout(NAME_AS_A_PATH, "Hugging Face, revision outside", "leads out", (s, r) -> {
                    Path repository = ServingLayoutsImportTest.huggingFace(
                            s, "{}", "model.onnx", SECRET, ServingLayoutsImportTest.sha256(SECRET));
                    return Importers.huggingFaceCache(repository, "../../secret")
                            .into(r, "churn");
                }),
                layout(EXHAUSTION, "larger than the limit", "limit", (Attack)
                        (s, r) -> Importers.onnx(s.bytes("m.onnx", Wire.model("")))
                                .atMost(10)
                                .into(r, "churn")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void layout_thatWantsMoreThanToBeRead_isRefusedWithItsReason(Layout layout) throws IOException {
        RUN.tried();
        Path temporary = Files.createDirectories(directory.resolve("staging"));
        Files.write(directory.resolve("secret"), SECRET);
        Sources sources = new Sources(Files.createDirectories(directory.resolve("source")));
        try (ModelRegistry registry = ModelRegistry.inMemory();
                Stream<Path> staged = Files.list(temporary)) {
            ImportReport report = layout.attack().apply(sources, registry);

            assertThat(report.refused()).as(layout.toString()).hasSize(1);
            assertThat(report.refused().get(0).toString())
                    .contains(layout.hostile().reason())
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            assertThat(report.versions()).isEmpty();
            assertThat(report.mapped()).isEmpty();
            assertThat(registry.head()).isEmpty();
            assertThat(staged).isEmpty();
        }
        RUN.refused();
    }

    @AfterAll
    static void report() {
        RUN.report();
    }

    /** The cases. */
    public static Stream<HostileCase> corpus() {
        return layouts().map(Layout::hostile);
    }

    private static Layout layout(Threat threat, String name, String reason, Attack attack) {
        return new Layout(HostileCase.of(threat, name, reason), attack);
    }

    private static Layout onnx(Threat threat, String name, String reason, Consumer<Sources> source) {
        return layout(threat, "ONNX, " + name, reason, (s, r) -> {
            source.accept(s);
            return Importers.onnx(s.root().resolve("m.onnx"))
                    .stagedIn(staging(s))
                    .into(r, "churn");
        });
    }

    private static Layout weights(Threat threat, String name, String location, String reason) {
        return onnx(threat, "weights, " + name, reason, s -> s.bytes("m.onnx", Wire.model(location)));
    }

    private static Layout content(Threat threat, String name, String reason, byte[] content) {
        return onnx(threat, "content, " + name, reason, s -> s.bytes("m.onnx", content));
    }

    private static Layout mlmodel(Threat threat, String name, String reason, String yaml) {
        return layout(threat, "MLmodel, " + name, reason, (s, r) -> {
            s.text("MLmodel", yaml);
            s.bytes("m.onnx", Wire.model(""));
            s.link("out", "../..");
            return Importers.mlflowModel(s.root()).stagedIn(staging(s)).into(r, "churn");
        });
    }

    private static Layout mlflowVersion(Threat threat, String name, String source, String reason) {
        return layout(threat, "MLflow registry, " + name, reason, (s, r) -> {
            s.mlflowVersion("churn", 1, source, "None", "READY");
            s.link("out", "..");
            return Importers.mlflowRegistry(s.root().resolve("mlruns"), Map.of("file:///srv", s.root()))
                    .stagedIn(staging(s))
                    .into(r);
        });
    }

    private static Layout triton(Threat threat, String name, String reason, String config) {
        return layout(threat, "Triton, " + name, reason, (s, r) -> {
            s.text("churn/config.pbtxt", config);
            s.bytes("churn/1/model.pt", bytes(0x80, 2, 'c', 'o', 's', '.'));
            return Importers.tritonRepository(s.root()).stagedIn(staging(s)).into(r);
        });
    }

    private static Layout setting(String line) {
        return djl(SETTINGS_THAT_LOAD_CODE, "setting " + line, "it names code", "serving.properties", line);
    }

    private static Layout djl(Threat threat, String name, String reason, String file) {
        return djl(threat, name, reason, file, "anything");
    }

    private static Layout djl(Threat threat, String name, String reason, String file, String content) {
        return layout(threat, "DJL, " + name, reason, (s, r) -> {
            s.bytes("churn.onnx", Wire.model(""));
            s.text(file, content);
            return Importers.djlModel(s.root()).stagedIn(staging(s)).into(r, "churn");
        });
    }

    private static Layout tensorFlow(Threat threat, String name, String reason, Consumer<Sources> source) {
        return layout(threat, "TensorFlow, " + name, reason, (s, r) -> {
            source.accept(s);
            return Importers.tensorFlowServing(s.root()).stagedIn(staging(s)).into(r, "churn");
        });
    }

    private static Layout huggingFace(Threat threat, String name, String reason, byte[] model, String blob) {
        return layout(
                threat,
                "Hugging Face, " + name,
                reason,
                (s, r) -> Importers.huggingFaceCache(
                                ServingLayoutsImportTest.huggingFace(s, "{}", "model.onnx", model, blob), "main")
                        .stagedIn(staging(s))
                        .into(r, "churn"));
    }

    private static Layout safetensors(Threat threat, String name, String reason, String header, int data) {
        byte[] file = header.isEmpty() ? repeated(0x7F, 8) : ServingLayoutsImportTest.safetensors(header, data);
        return layout(
                threat,
                "safetensors, " + name,
                reason,
                (s, r) -> Importers.huggingFaceCache(
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
