package io.modelops.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import io.modelops.djl.DjlRuntime;
import io.modelops.djl.TinyModels;
import io.modelops.spi.Inference;
import io.modelops.spi.ModelFiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts what DJL's managers hold: each array, session, module and manager is a resource of its parent. */
class NativeMemoryTest {
    private static final Pattern COUNT = Pattern.compile("resource count: (\\d+)");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(TinyModels.class)
    void predict_manyTimes_leavesNoResourceBehind(TinyModels kind) throws Exception {
        ModelFiles files = kind.write(directory);
        try (DjlModel<float[], float[]> model = load(kind, files);
                Inference<float[], float[]> inference = model.newInference()) {
            inference.predict(new float[] {1, 2});
            int before = resources(model.models().get(0).getNDManager());
            int beforeInProcess = resourcesOfPyTorch();
            for (int round = 0; round < 500; round++) {
                inference.predict(new float[] {1, 2});
                inference.predictAll(Collections.nCopies(8, new float[] {1, 2}));
            }
            assertThat(resources(model.models().get(0).getNDManager())).isEqualTo(before);
            assertThat(resourcesOfPyTorch()).isEqualTo(beforeInProcess);
        }
    }

    @ParameterizedTest
    @EnumSource(TinyModels.class)
    void close_modelAndInferences_leaveNoResourceBehind(TinyModels kind) throws Exception {
        ModelFiles files = kind.write(directory);
        load(kind, files).close();
        int before = resourcesOfPyTorch();
        for (int round = 0; round < 20; round++) {
            DjlModel<float[], float[]> model = load(kind, files);
            List<Inference<float[], float[]>> inferences = List.of(model.newInference(), model.newInference());
            for (Inference<float[], float[]> inference : inferences) {
                inference.predict(new float[] {1, 2});
                inference.close();
                assertThat(model.models().get(0).getNDManager().isOpen()).isTrue();
            }
            model.close();
            assertThat(model.models().get(0).getNDManager().isOpen()).isFalse();
        }
        assertThat(resourcesOfPyTorch()).isEqualTo(before);
    }

    @Test
    void resources_arrayThatIsLeftBehind_isCounted() throws Exception {
        ModelFiles files = TinyModels.TORCHSCRIPT.write(directory);
        try (DjlModel<float[], float[]> model = load(TinyModels.TORCHSCRIPT, files)) {
            int before = resources(model.models().get(0).getNDManager());
            int beforeInProcess = resourcesOfPyTorch();
            model.models().get(0).getNDManager().create(new float[] {1});
            assertThat(resources(model.models().get(0).getNDManager())).isEqualTo(before + 1);
            assertThat(resourcesOfPyTorch()).isEqualTo(beforeInProcess + 1);
        }
    }

    private static DjlModel<float[], float[]> load(TinyModels kind, ModelFiles files) {
        DjlRuntime runtime = kind.runtime();
        return (DjlModel<float[], float[]>) runtime.load(files, float[].class, float[].class);
    }

    private static int resourcesOfPyTorch() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            return resources(manager.getParentManager());
        }
    }

    private static int resources(NDManager manager) {
        PrintStream out = System.out;
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        System.setOut(new PrintStream(dump, true, StandardCharsets.UTF_8));
        try {
            ((BaseNDManager) manager).debugDump(0);
        } finally {
            System.setOut(out);
        }
        Matcher counts = COUNT.matcher(dump.toString(StandardCharsets.UTF_8));
        int sum = 0;
        while (counts.find()) {
            sum += Integer.parseInt(counts.group(1));
        }
        return sum;
    }
}
