package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.modelops.deployment.Batching;
import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.Prediction;
import io.modelops.model.Score;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntimeContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several inputs in one run of the engine. */
class BatchPredictionTest {
    @TempDir
    private Path directory;

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void predictAll_withATranslatorThatStacks_isOneRun() throws Exception {
        assertThat(predictedAll(Batchifier.STACK)).containsExactly(new Score(11), new Score(17), new Score(23));

        assertThat(runs).hasValue(1);
    }

    @Test
    void predictAll_withATranslatorThatCanNotBatch_isOneRunForEach() throws Exception {
        assertThat(predictedAll(null)).containsExactly(new Score(11), new Score(17), new Score(23));

        assertThat(runs).hasValue(3);
    }

    @Test
    void predictAsync_withBatching_answersEachRequestItsOwnInFewerRuns() throws Exception {
        DjlRuntime runtime = runtime(Batchifier.STACK);
        TinyOnnx.write(TinyOnnx.linear(new float[][] {{1}, {2}}), directory.resolve("model.onnx"));
        try (ModelRegistry registry = ModelRegistry.open(directory.resolve("registry"));
                Deployer deployer = Deployer.builder(registry).runtime(runtime).build()) {
            registry.point("champion")
                    .to(registry.register("tiny", directory.resolve("model.onnx"), model -> model.format("onnx")));
            Deployment<float[], Score> tiny = deployer.deploy(
                    "tiny@champion",
                    float[].class,
                    Score.class,
                    settings -> settings.workers(1)
                            .warmUpWith(List.of(new float[] {1, 1}))
                            .batching(Batching.upTo(16).paddedTo(1, 4, 16)));
            int warmUp = runs.get();

            List<CompletableFuture<Prediction<Score>>> answers = IntStream.range(0, 500)
                    .mapToObj(request -> tiny.predictAsync(new float[] {request, 1}))
                    .toList();

            for (int request = 0; request < answers.size(); request++) {
                assertThat(answers.get(request).get(30, TimeUnit.SECONDS).value())
                        .isEqualTo(new Score(request + 2));
            }
            assertThat(warmUp).as("one input, four, sixteen").isEqualTo(3);
            assertThat(runs.get() - warmUp).isLessThan(400);
        }
    }

    private List<Score> predictedAll(@Nullable Batchifier batchifier) throws Exception {
        TinyOnnx.write(TinyOnnx.linear(new float[][] {{1}, {2}}), directory.resolve("model.onnx"));
        ModelFiles files = ModelRuntimeContract.describe(directory, "onnx", Map.of());
        try (LoadedModel<float[], Score> model = runtime(batchifier).load(files, float[].class, Score.class);
                Inference<float[], Score> inference = model.newInference()) {
            return inference.predictAll(List.of(new float[] {3, 4}, new float[] {5, 6}, new float[] {7, 8}));
        }
    }

    private DjlRuntime runtime(@Nullable Batchifier batchifier) {
        return DjlRuntime.builder()
                .translator(float[].class, Score.class, () -> new Counting(batchifier))
                .build();
    }

    /** Counts the runs: without a batchifier each answer is read apart, with one the whole batch is. */
    private final class Counting implements Translator<float[], Score> {
        private final @Nullable Batchifier batchifier;

        private Counting(@Nullable Batchifier batchifier) {
            this.batchifier = batchifier;
        }

        @Override
        public @Nullable Batchifier getBatchifier() {
            return batchifier;
        }

        @Override
        public NDList processInput(TranslatorContext context, float[] input) {
            Shape shape = batchifier == null ? new Shape(1, input.length) : new Shape(input.length);
            return new NDList(context.getNDManager().create(input, shape));
        }

        @Override
        public NDList batchProcessInput(TranslatorContext context, List<float[]> inputs) throws Exception {
            runs.incrementAndGet();
            return Translator.super.batchProcessInput(context, inputs);
        }

        @Override
        public Score processOutput(TranslatorContext context, NDList output) throws IOException {
            if (batchifier == null) {
                runs.incrementAndGet();
            }
            NDArray answer = output.singletonOrThrow();
            return new Score(answer.toFloatArray()[0]);
        }
    }
}
