package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Score;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class FunctionRuntimeTest extends ModelRuntimeContract<Double, Score> {
    @Override
    protected ModelRuntime createRuntime() {
        return FunctionRuntime.of("factor", Double.class, Score.class, files -> {
            double factor = Double.parseDouble(Files.readString(files.onlyFile()));
            return input -> new Score(factor * input);
        });
    }

    @Override
    protected ModelFiles writeModel(Path empty) throws IOException {
        Files.writeString(empty.resolve("factor"), "3");
        return describe(empty, "factor", Map.of());
    }

    @Override
    protected ModelFiles writeBrokenModel(Path empty) throws IOException {
        Files.writeString(empty.resolve("factor"), "three");
        return describe(empty, "factor", Map.of());
    }

    @Override
    protected Class<Double> inputType() {
        return Double.class;
    }

    @Override
    protected Class<Score> outputType() {
        return Score.class;
    }

    @Override
    protected List<Double> inputs() {
        return List.of(1.0, 2.0, -5.0);
    }

    @Override
    protected void assertAnswer(Double input, Score answer) {
        assertThat(answer).isEqualTo(new Score(3 * input));
    }
}
