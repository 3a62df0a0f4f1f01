package io.modelops.examples.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.deployment.Prediction;
import io.modelops.djl.TinyOnnx;
import io.modelops.model.DataType;
import io.modelops.model.Score;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowImportExampleTest {
    @TempDir
    private Path directory;

    @Test
    void run_modelThatMlflowLogged_isImportedDeployedAndPredicts() throws IOException {
        Path model = Files.createDirectory(directory.resolve("model"));
        MlflowDirectory.copyTo(model);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Prediction<Score> answer = MlflowImportExample.run(
                model,
                directory.resolve("registry"),
                new Subscriber(1, 1.2f, 3),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));

        // -0.8 * 1 + 0.6 * 1.2 + 0.5 * 3 - 0.4 = 1.02, the weights being those of the next test
        assertThat(answer.value().score()).isCloseTo(1 / (1 + Math.exp(-1.02)), within(1e-6));
        assertThat(answer.version()).hasToString("churn:1");
        assertThat(answer.version().signature())
                .contains(Signature.of(
                        TensorSpec.of("x", DataType.FLOAT32, -1, 3),
                        TensorSpec.of("probability", DataType.FLOAT32, -1, 1)));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("left behind   \"model\", \"conda.yaml\"")
                .contains("import ok version=churn:1 probability=0.7350");
    }

    @Test
    void resource_model_isTheOneThatTinyOnnxWrites() throws IOException {
        MlflowDirectory.copyTo(directory);

        assertThat(directory.resolve("model.onnx"))
                .hasBinaryContent(TinyOnnx.logisticRegression(new float[] {-0.8f, 0.6f, 0.5f}, -0.4f));
    }
}
