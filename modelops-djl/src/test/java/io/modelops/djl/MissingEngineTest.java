package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads a model in a process whose class path lacks something, and without any setting that surefire makes for DJL. */
class MissingEngineTest {
    @TempDir
    private Path directory;

    @Test
    void load_onnxWithoutEngine_namesTheArtifactsToAdd() throws Exception {
        assertThat(loadWithout(TinyModels.ONNX, "onnxruntime"))
                .contains("ModelLoadException")
                .contains("OnnxRuntime is not on the class path")
                .contains("ai.djl.onnxruntime:onnxruntime-engine")
                .contains("com.microsoft.onnxruntime:onnxruntime");
    }

    @Test
    void load_torchScriptWithoutEngine_namesTheArtifactsToAdd() throws Exception {
        assertThat(loadWithout(TinyModels.TORCHSCRIPT, "pytorch"))
                .contains("ModelLoadException")
                .contains("PyTorch is not on the class path")
                .contains("ai.djl.pytorch:pytorch-native-cpu with the classifier ");
    }

    @Test
    void load_torchScriptWithoutNativeLibrary_downloadsNothingAndNamesTheArtifactsToAdd() throws Exception {
        assertThat(loadWithout(TinyModels.TORCHSCRIPT, "pytorch-native"))
                .contains("ModelLoadException")
                .contains("PyTorch could not start")
                .contains("Offline mode is enabled")
                .contains("ai.djl.pytorch:pytorch-native-cpu with the classifier ");
    }

    @Test
    void load_onnxWithoutPyTorch_answersAndKeepsDjlOffline() throws Exception {
        assertThat(loadWithout(TinyModels.ONNX, "pytorch"))
                .contains("answers [5.0] [5.0, 11.0]")
                .contains("offline true, tracking opted out true")
                .contains("cache " + directory.resolve("home"));
    }

    private String loadWithout(TinyModels kind, String missing) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(missing))
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Duser.home=" + directory.resolve("home"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classPath,
                Child.class.getName(),
                kind.name(),
                directory.toString());
        command.environment().keySet().removeIf(name -> name.contains("DJL") || name.contains("ENGINE_CACHE"));
        command.redirectErrorStream(true);
        Files.createDirectories(directory.resolve("home"));
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** What runs in the other process. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            TinyModels kind = TinyModels.valueOf(arguments[0]);
            Path version = Files.createDirectory(Path.of(arguments[1]).resolve("version"));
            try (var model = kind.runtime().load(kind.write(version), float[].class, float[].class);
                    var inference = model.newInference()) {
                List<float[]> both = inference.predictAll(List.of(new float[] {1, 2}, new float[] {3, 4}));
                System.out.println("answers " + Arrays.toString(inference.predict(new float[] {1, 2})) + " ["
                        + both.get(0)[0] + ", " + both.get(1)[0] + "]");
            } catch (RuntimeException failure) {
                System.out.println(failure);
            }
            System.out.println("offline " + System.getProperty("ai.djl.offline") + ", tracking opted out "
                    + System.getProperty("OPT_OUT_TRACKING"));
            System.out.println("cache " + System.getProperty("DJL_CACHE_DIR"));
        }
    }
}
