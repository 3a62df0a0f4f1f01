package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.model.DataType;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said of a model's inputs is held against the file when it is loaded, not by the first caller. */
class DeclaredSignatureTest {
    @TempDir
    private Path directory;

    @Test
    void load_signatureOfTheFile_answers() throws Exception {
        try (LoadedModel<float[], float[]> model = load(TensorSpec.of("x", DataType.FLOAT32, -1, 3));
                Inference<float[], float[]> inference = model.newInference()) {
            assertThat(inference.predict(new float[] {0, 0, 0})).containsExactly(0.5f);
        }
    }

    @Test
    void load_signatureOfAnotherFile_isRefusedWithBothNamed() {
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> load(TensorSpec.of("y", DataType.FLOAT32, -1, 3)))
                .withMessageContaining("contract:1 was registered with the inputs [y FLOAT32[-1, 3]]")
                .withMessageContaining("its file takes \"x\"");
    }

    private LoadedModel<float[], float[]> load(TensorSpec input) throws Exception {
        TinyOnnx.write(TinyOnnx.logisticRegression(new float[] {1, 2, 3}, 0), directory.resolve("churn.onnx"));
        ModelFiles files = ModelRuntimeContract.describe(directory, "onnx", Map.of());
        ModelVersion plain = files.version();
        ModelDescription said = new ModelDescription(
                "onnx",
                plain.description().manifest(),
                Signature.of(input, TensorSpec.of("probability", DataType.FLOAT32, -1, 1)),
                Map.of(),
                Map.of(),
                plain.lineage(),
                Map.of(),
                null,
                "");
        ModelVersion declared =
                new ModelVersion(plain.model(), plain.number(), said, plain.registeredAt(), plain.registeredBy());
        try (ModelRuntime runtime = new DjlRuntimeProvider().create()) {
            return runtime.load(new ModelFiles(declared, directory), float[].class, float[].class);
        }
    }
}
