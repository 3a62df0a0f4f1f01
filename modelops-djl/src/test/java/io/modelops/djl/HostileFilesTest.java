package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.modelops.model.ModelLoadException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntimeContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {
    private static final String PLANTED = "io.modelops.djl.planted";
    private static final byte[] GOOD = TinyOnnx.linear(new float[][] {{1}, {2}});

    private final DjlRuntime runtime = DjlRuntime.builder().allowTorchScript().build();

    @TempDir
    private Path directory;

    static Stream<Arguments> intruders() {
        byte[] pickle = {(byte) 0x80, 4, (byte) 0x95, 10, 0, 0, 0, 0, 0, 0, 0, ']', '.'};
        byte[] oldPickle = "cos\nsystem\n(S'echo'\ntR.".getBytes(StandardCharsets.US_ASCII);
        byte[] archive = {'P', 'K', 3, 4, 0, 0};
        byte[] text = "option.customOpLibrary=/tmp/evil.so\n".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                Arguments.of("serving.properties", text),
                Arguments.of("lib/helper.jar", archive),
                Arguments.of("classes/Evil.class", new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE}),
                Arguments.of("libs/classes/Evil.java", text),
                Arguments.of("model.py", text),
                Arguments.of("run.sh", text),
                Arguments.of("libop.so", text),
                Arguments.of("weights.pkl", pickle),
                Arguments.of("no_extension", text),
                Arguments.of("labels.txt", pickle),
                Arguments.of("labels.csv", oldPickle),
                Arguments.of("tokenizer.json", archive),
                Arguments.of("notes.md", new byte[] {0x7F, 'E', 'L', 'F', 2}),
                Arguments.of("words.vocab", new byte[] {'M', 'Z', 0, 0}),
                Arguments.of("state.json", new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 0}),
                Arguments.of("start.txt", "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("intruders")
    void load_fileThatCouldRunBesideTheModel_isRefusedByName(String path, byte[] content) throws Exception {
        Files.write(directory.resolve("model.onnx"), GOOD);
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        assertThatThrownBy(() -> load("onnx"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("contract:1")
                .hasMessageContaining(path);
    }

    @Test
    void load_harmlessFilesBesideTheModel_answers() throws Exception {
        Files.write(directory.resolve("model.onnx"), GOOD);
        Files.writeString(directory.resolve("labels.txt"), "yes\nno\n");
        Files.writeString(directory.resolve("tokenizer.json"), "{}");
        Files.writeString(directory.resolve("EMPTY.md"), "");
        assertThat(answer(runtime, "onnx", 1, 1)).containsExactly(3);
    }

    @Test
    void load_classWithStaticInitialiserBesideABrokenModel_doesNotRunIt() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source")).resolve("Evil.java");
        Files.writeString(
                source,
                "public class Evil implements ai.djl.nn.BlockFactory { static { System.setProperty(\"" + PLANTED
                        + "\", \"ran\"); } public ai.djl.nn.Block newBlock(ai.djl.Model m, java.nio.file.Path p,"
                        + " java.util.Map<String, ?> a) { return null; } }");
        Path version = Files.createDirectories(directory.resolve("version"));
        Path classes = Files.createDirectories(version.resolve("classes"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(compiled).isZero();
        Files.write(version.resolve("model.onnx"), new byte[] {1, 2, 3});
        ModelFiles files = ModelRuntimeContract.describe(version, "onnx", Map.of());

        assertThatThrownBy(() -> runtime.load(files, float[].class, float[].class))
                .isInstanceOf(ModelLoadException.class);
        assertThat(System.getProperty(PLANTED)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.bin",
                "/etc/passwd",
                "a/../../secret.bin",
                "sub/weights.bin",
                "secret.bin",
                "",
                ".",
                "..",
                "*/_ORT_MEM_ADDR_/*",
                "weights.bin\u0000.onnx",
                "weights.bin/"
            })
    void load_onnxThatPointsOutsideTheVersion_isRefused(String location) throws Exception {
        Path version = Files.createDirectories(directory.resolve("version"));
        Files.write(directory.resolve("secret.bin"), TinyOnnx.raw(1, 2));
        Files.write(version.resolve("model.onnx"), TinyOnnx.withExternalData(2, location, TinyOnnx.Place.INITIALIZER));
        ModelFiles files = ModelRuntimeContract.describe(version, "onnx", Map.of());
        assertThatThrownBy(() -> runtime.load(files, float[].class, float[].class))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("not a file of this version");
    }

    @ParameterizedTest
    @EnumSource(TinyOnnx.Place.class)
    void load_onnxThatPointsOutsideFromAnyPlace_isRefused(TinyOnnx.Place place) throws Exception {
        Files.write(directory.resolve("model.onnx"), TinyOnnx.withExternalData(2, "../x", place));
        assertThatThrownBy(() -> load("onnx"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("\"../x\"");
    }

    @Test
    void load_onnxWithItsWeightsInAFileOfTheVersion_answers() throws Exception {
        Files.write(
                directory.resolve("model.onnx"), TinyOnnx.withExternalData(2, "weights", TinyOnnx.Place.INITIALIZER));
        Files.write(directory.resolve("weights"), TinyOnnx.raw(3, 4));
        assertThat(answer(runtime, "onnx", 10, 100)).containsExactly(430);
    }

    @Test
    void load_onnxWhoseWeightsAreALink_isRefused() throws Exception {
        Path version = Files.createDirectories(directory.resolve("version"));
        Path secret = Files.write(directory.resolve("secret.bin"), TinyOnnx.raw(1, 2));
        Files.write(
                version.resolve("model.onnx"), TinyOnnx.withExternalData(2, "weights.bin", TinyOnnx.Place.INITIALIZER));
        Path weights = Files.write(version.resolve("weights.bin"), TinyOnnx.raw(1, 2));
        ModelFiles files = ModelRuntimeContract.describe(version, "onnx", Map.of());
        Files.delete(weights);
        Files.createSymbolicLink(weights, secret);
        assertThatThrownBy(() -> runtime.load(files, float[].class, float[].class))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("is a link");
    }

    @Test
    void load_fileThatIsNotInTheManifest_isRefused() throws Exception {
        Files.write(directory.resolve("model.onnx"), GOOD);
        ModelFiles files = ModelRuntimeContract.describe(directory, "onnx", Map.of());
        Files.writeString(directory.resolve("later.txt"), "later");
        assertThatThrownBy(() -> runtime.load(files, float[].class, float[].class))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("\"later.txt\"")
                .hasMessageContaining("not in the manifest");
    }

    @Test
    void load_fileThatIsMissing_isRefused() throws Exception {
        Files.write(directory.resolve("model.onnx"), GOOD);
        Path labels = Files.writeString(directory.resolve("labels.txt"), "yes");
        ModelFiles files = ModelRuntimeContract.describe(directory, "onnx", Map.of());
        Files.delete(labels);
        assertThatThrownBy(() -> runtime.load(files, float[].class, float[].class))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("\"labels.txt\"")
                .hasMessageContaining("is missing");
    }

    @Test
    void load_twoModels_isRefused() throws Exception {
        Files.write(directory.resolve("model.onnx"), GOOD);
        Files.write(directory.resolve("other.onnx"), GOOD);
        assertThatThrownBy(() -> load("onnx"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("exactly one");
    }

    @Test
    void load_fileOfAnotherFormat_isRefused() throws Exception {
        Files.write(directory.resolve("model.onnx"), GOOD);
        assertThatThrownBy(() -> load("torchscript"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(".pt");
        assertThatThrownBy(() -> load("djl-params"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(".params");
    }

    @Test
    void load_archiveRenamedToOnnx_isRefused() throws Exception {
        TinyTorchScript.write(directory.resolve("model.onnx"), "torch.add(x, x)");
        assertThatThrownBy(() -> load("onnx"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("zip or jar");
    }

    @Test
    void load_parametersThatDjlDidNotSave_isRefused() throws Exception {
        Files.write(directory.resolve("network-0000.params"), new byte[] {1, 2, 3, 4, 5});
        assertThatThrownBy(() -> load("djl-params"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("DJL");
    }

    @Test
    void load_torchScriptWithoutOptIn_isRefusedAndSaysHowToAllowIt() throws Exception {
        TinyTorchScript.write(directory.resolve("model.pt"), "torch.add(x, x)");
        assertThatThrownBy(() -> answer(DjlRuntime.builder().build(), "torchscript", 1, 2))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("allowTorchScript()")
                .hasMessageContaining("program");
    }

    @Test
    void load_torchScriptWithOptIn_answers() throws Exception {
        TinyTorchScript.write(directory.resolve("model.pt"), "torch.add(x, x)");
        assertThat(answer(runtime, "torchscript", 1, 2.5f)).containsExactly(2, 5);
    }

    @Test
    void load_checkpointRenamedToTorchScript_isRefused() throws Exception {
        TinyTorchScript.writeCheckpoint(directory.resolve("model.pt"));
        assertThatThrownBy(() -> load("torchscript"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("pickle in a zip");
    }

    @Test
    void load_pickleRenamedToTorchScript_isRefused() throws Exception {
        Files.write(directory.resolve("model.pt"), new byte[] {(byte) 0x80, 2, ']', '.'});
        assertThatThrownBy(() -> load("torchscript"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("pickle");
    }

    @Test
    void load_torchScriptWithEntryOutsideItsDirectory_isRefused() throws Exception {
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(directory.resolve("model.pt")))) {
            for (String name : List.of("t/data.pkl", "t/code/__torch__.py", "t/constants.pkl", "t/../../evil")) {
                archive.putNextEntry(new ZipEntry(name));
                archive.closeEntry();
            }
        }
        assertThatThrownBy(() -> load("torchscript"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("outside");
    }

    @Test
    void load_onnxCutAnywhere_isRefused() throws Exception {
        for (int length = 0; length < GOOD.length; length++) {
            Files.write(directory.resolve("model.onnx"), Arrays.copyOf(GOOD, length));
            Throwable failure = catchThrowable(() -> load("onnx"));
            // What is cut off right behind the graph is the operator set, which the engine misses.
            assertThat(failure).as("cut to %s bytes", length).isInstanceOf(ModelLoadException.class);
        }
    }

    @Test
    void load_onnxWithRandomBytesChanged_loadsOrIsRefused() throws Exception {
        Random random = new Random(20);
        List<Throwable> unexpected = new ArrayList<>();
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] changed = GOOD.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Files.write(directory.resolve("model.onnx"), changed);
            Throwable failure = catchThrowable(() -> load("onnx"));
            if (failure instanceof ModelLoadException) {
                refused++;
            } else if (failure != null) {
                unexpected.add(failure);
            }
        }
        assertThat(unexpected).isEmpty();
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @MethodSource("overlongTags")
    void load_onnxWhoseFieldNumbersReadDifferentlyWhenCut_isRefused(byte[] tag) throws Exception {
        byte[] graph = TinyOnnx.withExternalData(2, "../x", TinyOnnx.Place.INITIALIZER);
        Files.write(
                directory.resolve("model.onnx"),
                TinyOnnx.message()
                        .raw(GOOD)
                        .raw(tag)
                        .varint(graph.length)
                        .raw(graph)
                        .toByteArray());
        assertThatThrownBy(() -> load("onnx")).isInstanceOf(ModelLoadException.class);
    }

    static Stream<Arguments> overlongTags() {
        return Stream.of(
                Arguments.of((Object) new byte[] {(byte) 0xBA, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10}),
                Arguments.of(
                        (Object) new byte[] {(byte) 0xBA, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x01}),
                Arguments.of((Object) new byte[] {0x3B}),
                Arguments.of((Object) new byte[] {0x02}));
    }

    private void load(String format) throws IOException {
        ModelFiles files = ModelRuntimeContract.describe(directory, format, Map.of("djl.block", "none"));
        runtime.load(files, float[].class, float[].class).close();
    }

    private float[] answer(DjlRuntime runtime, String format, float... input) throws Exception {
        ModelFiles files = ModelRuntimeContract.describe(directory, format, Map.of());
        try (LoadedModel<float[], float[]> model = runtime.load(files, float[].class, float[].class);
                Inference<float[], float[]> inference = model.newInference()) {
            return inference.predict(input);
        }
    }
}
