package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.nn.core.Linear;
import ai.djl.training.loss.Loss;
import io.modelops.model.Example;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeContract;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.TrainingRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A network that was trained to compute {@code 2a - 3b + 5} and is loaded again. */
class NetworkContractTest extends ModelRuntimeContract<NetworkContractTest.Pair, Double> {
    record Pair(double a, double b) {}

    private static final BlockFactory LINE =
            options -> Linear.builder().setUnits(options.outputs()).build();

    private static TrainedModel trained;
    private static byte[] content = {};

    @BeforeAll
    static void train(@TempDir Path directory) throws Exception {
        Random random = new Random(1);
        List<Example<Pair, Double>> examples = new ArrayList<>();
        for (int example = 0; example < 256; example++) {
            Pair pair = new Pair(random.nextGaussian() * 10 + 100, random.nextGaussian());
            examples.add(Example.of(pair, answer(pair)));
        }
        trained = DjlTrainer.builder(Pair.class, Double.class)
                .block("line", LINE)
                .loss(Loss::l2Loss)
                .standardiseOutputs()
                .learningRate(0.05)
                .weightDecay(0)
                .epochs(100)
                .build()
                .train(new TrainingRequest<>(examples, null, "test", directory, 7, share -> {}));
        content = Files.readAllBytes(trained.files());
    }

    @Override
    protected ModelRuntime createRuntime() {
        return DjlRuntime.builder().block("line", LINE).build();
    }

    @Override
    protected ModelFiles writeModel(Path empty) throws Exception {
        return write(empty, content);
    }

    @Override
    protected ModelFiles writeBrokenModel(Path empty) throws Exception {
        return write(empty, Arrays.copyOf(content, content.length - 5));
    }

    private static ModelFiles write(Path empty, byte[] parameters) throws Exception {
        Files.write(empty.resolve(Objects.requireNonNull(trained.files().getFileName())), parameters);
        return describe(empty, trained.format(), trained.parameters());
    }

    @Override
    protected Class<Pair> inputType() {
        return Pair.class;
    }

    @Override
    protected Class<Double> outputType() {
        return Double.class;
    }

    @Override
    protected List<Pair> inputs() {
        return List.of(new Pair(90, 1), new Pair(100, 0), new Pair(110, -1), new Pair(103, 0.5));
    }

    @Override
    protected void assertAnswer(Pair input, Double answer) {
        assertThat(answer).isCloseTo(answer(input), within(0.05));
    }

    @Override
    protected void assertSame(Double expected, Double answer) {
        assertThat(answer).isCloseTo(expected, within(1e-3));
    }

    private static double answer(Pair pair) {
        return 2 * pair.a() - 3 * pair.b() + 5;
    }
}
