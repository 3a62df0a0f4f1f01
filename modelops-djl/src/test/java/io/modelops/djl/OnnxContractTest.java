package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Score;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class OnnxContractTest extends ModelRuntimeContract<OnnxContractTest.Visit, Score> {
    record Visit(double seconds, int clicks, boolean returning) {}

    private static final float[] WEIGHTS = {0.25f, -0.5f, 1f};
    private static final float BIAS = 0.1f;

    @Override
    protected ModelRuntime createRuntime() {
        return new DjlRuntimeProvider().create();
    }

    @Override
    protected ModelFiles writeModel(Path empty) throws IOException {
        TinyOnnx.write(TinyOnnx.logisticRegression(WEIGHTS, BIAS), empty.resolve("churn.onnx"));
        return describe(empty, "onnx", Map.of());
    }

    @Override
    protected ModelFiles writeBrokenModel(Path empty) throws IOException {
        byte[] model = TinyOnnx.logisticRegression(WEIGHTS, BIAS);
        Files.write(empty.resolve("churn.onnx"), Arrays.copyOf(model, model.length - 20));
        return describe(empty, "onnx", Map.of());
    }

    @Override
    protected Class<Visit> inputType() {
        return Visit.class;
    }

    @Override
    protected Class<Score> outputType() {
        return Score.class;
    }

    @Override
    protected List<Visit> inputs() {
        return List.of(new Visit(1.5, 2, false), new Visit(-3, 0, true), new Visit(0, 7, true), new Visit(9, 1, false));
    }

    @Override
    protected void assertAnswer(Visit visit, Score answer) {
        double logit = 0.25 * visit.seconds() - 0.5 * visit.clicks() + (visit.returning() ? 1 : 0) + BIAS;
        assertThat(answer.score()).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
    }

    @Override
    protected void assertSame(Score expected, Score answer) {
        assertThat(answer.score()).isCloseTo(expected.score(), within(1e-6));
    }
}
