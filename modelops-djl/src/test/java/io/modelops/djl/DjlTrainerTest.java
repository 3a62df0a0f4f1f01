package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.modelops.model.DataType;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntimeContract;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlTrainerTest {
    record Point(double x, double y) {}

    @TempDir
    private Path directory;

    @Test
    void train_curveWithOneHiddenLayer_learnsItAndIsLoadedAgainWithoutFurtherSettings() throws Exception {
        TrainedModel trained = trainer().loss(Loss::l1Loss).epochs(150).build().train(request("a", 11, curve(512)));

        assertThat(trained.format()).isEqualTo("djl-params");
        assertThat(trained.signature())
                .isEqualTo(Signature.of(
                        TensorSpec.of("input", DataType.FLOAT32, -1, 2),
                        TensorSpec.of("output", DataType.FLOAT32, -1, 1)));
        assertThat(trained.parameters())
                .containsEntry("djl.block", "mlp")
                .containsEntry("djl.engine", "PyTorch")
                .containsEntry("djl.block.inputs", "2")
                .containsEntry("djl.block.outputs", "1")
                .containsEntry("djl.block.option.hidden", "16")
                .containsEntry("djl.training.examples", "512");
        assertThat(trained.metrics().get("training_loss")).isLessThan(3);

        double error = 0;
        List<Example<Point, Score>> unseen = curve(600).subList(512, 600);
        try (LoadedModel<Point, Score> model = load(trained);
                Inference<Point, Score> inference = model.newInference()) {
            for (Example<Point, Score> example : unseen) {
                error += Math.abs(inference.predict(example.input()).score()
                        - example.expected().score());
            }
        }
        // The targets have a mean absolute deviation of about 35 around their median.
        assertThat(error / unseen.size()).isLessThan(4);
    }

    @Test
    void train_sameRequest_givesTheSameBytes() throws Exception {
        byte[] first = Files.readAllBytes(
                trainer().build().train(request("a", 5, curve(100))).files());
        byte[] second = Files.readAllBytes(
                trainer().build().train(request("b", 5, curve(100))).files());
        byte[] otherSeed = Files.readAllBytes(
                trainer().build().train(request("c", 6, curve(100))).files());
        assertThat(second).isEqualTo(first);
        assertThat(otherSeed).isNotEqualTo(first);
    }

    @Test
    void train_severalAtOnce_eachGivesWhatItGivesAlone() throws Exception {
        byte[] alone = Files.readAllBytes(
                trainer().build().train(request("alone", 5, curve(100))).files());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<byte[]>> results = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                TrainingRequest<Point, Score> request = request(name, 5, curve(100));
                Callable<byte[]> training = () ->
                        Files.readAllBytes(trainer().build().train(request).files());
                results.add(threads.submit(training));
            }
            for (Future<byte[]> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void train_besideAThreadThatPredicts_changesNeither() throws Exception {
        TrainedModel served = trainer().build().train(request("served", 5, curve(100)));
        byte[] alone = Files.readAllBytes(served.files());
        Point point = new Point(1010, 1);
        Score expected = predict(served, point);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (LoadedModel<Point, Score> model = load(served);
                Inference<Point, Score> inference = model.newInference()) {
            TrainingRequest<Point, Score> request = request("beside", 5, curve(100));
            Future<TrainedModel> training =
                    thread.submit(() -> trainer().build().train(request));
            int answered = 0;
            while (!training.isDone() || answered == 0) {
                assertThat(inference.predict(point)).isEqualTo(expected);
                answered++;
            }
            assertThat(Files.readAllBytes(training.get().files())).isEqualTo(alone);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void train_progress_risesToOne() throws Exception {
        List<Double> shares = new ArrayList<>();
        trainer().epochs(4).build().train(new TrainingRequest<>(curve(10), null, "test", directory, 1, shares::add));
        assertThat(shares).containsExactly(0.25, 0.5, 0.75, 1.0);
    }

    @Test
    void train_limitedInputs_keepTheirLimitWhenLoadedAgain() throws Exception {
        TrainedModel limited = trainer().limitInputs(2).build().train(request("a", 1, curve(100)));
        TrainedModel unlimited = trainer().build().train(request("b", 1, curve(100)));
        Point far = new Point(1e6, 0);
        Point farther = new Point(1e7, 0);
        assertThat(predict(limited, far)).isEqualTo(predict(limited, farther));
        assertThat(predict(unlimited, far)).isNotEqualTo(predict(unlimited, farther));
    }

    @Test
    void train_withoutScaling_savesTheBlockAlone() throws Exception {
        TrainedModel trained = DjlTrainer.builder(Point.class, Score.class)
                .block("mlp", DjlTrainerTest::network)
                .option("hidden", 16)
                .keepInputs()
                .epochs(2)
                .build()
                .train(request("a", 1, curve(20)));
        assertThat(trained.parameters()).doesNotContainKey("djl.standardised");
        assertThat(predict(trained, new Point(1, 2)).score()).isFinite();
    }

    @Test
    void train_constantFeatureAndTarget_givesTheConstant() throws Exception {
        List<Example<Point, Score>> constant = new ArrayList<>();
        for (int example = 0; example < 64; example++) {
            constant.add(Example.of(new Point(example, 3), new Score(7)));
        }
        TrainedModel trained = trainer().epochs(200).build().train(request("a", 1, constant));
        assertThat(predict(trained, new Point(20, 3)).score()).isCloseTo(7, within(0.2));
    }

    @Test
    void train_ownOptimizer_isToldTheNumberOfUpdates() throws Exception {
        List<Integer> updates = new ArrayList<>();
        trainer()
                .epochs(3)
                .batchSize(16)
                .optimizer(count -> {
                    updates.add(count);
                    return Optimizer.sgd()
                            .setLearningRateTracker(Tracker.fixed(1e-4f))
                            .build();
                })
                .build()
                .train(request("a", 1, curve(40)));
        assertThat(updates).containsExactly(9);
    }

    @Test
    void train_profile_isMadeOfTheInputs() throws Exception {
        TrainedModel trained = trainer()
                .epochs(1)
                .profile(inputs -> new Profile(inputs.size(), List.of()))
                .build()
                .train(request("a", 1, curve(12)));
        assertThat(trained.trainedOn()).isEqualTo(new Profile(12, List.of()));
    }

    @Test
    void train_noExamples_isRefused() {
        assertThatThrownBy(() -> trainer().build().train(request("a", 1, List.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("No examples");
    }

    @Test
    void train_numberThatIsNotFinite_isRefusedWithItsPlace() {
        List<Example<Point, Score>> examples = new ArrayList<>(curve(4));
        examples.set(2, Example.of(new Point(1, Double.NaN), new Score(1)));
        assertThatThrownBy(() -> trainer().build().train(request("a", 1, examples)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("example 2")
                .hasMessageContaining("position 1");
    }

    @Test
    void train_learningRateFarTooHigh_saysThatItDiverged() {
        assertThatThrownBy(() -> trainer()
                        .optimizer(count -> Optimizer.sgd()
                                .setLearningRateTracker(Tracker.fixed(1e30f))
                                .build())
                        .build()
                        .train(request("a", 1, curve(64))))
                .isInstanceOf(ModelOpsException.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("learning rate");
    }

    @Test
    void train_interrupted_stopsAfterTheEpoch() {
        TrainingRequest<Point, Score> request = new TrainingRequest<>(
                curve(10),
                null,
                "test",
                directory,
                1,
                share -> Thread.currentThread().interrupt());
        assertThatThrownBy(() -> trainer().build().train(request))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("epoch 1");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void train_optionThatTheBlockMisses_isNamed() {
        assertThatThrownBy(() -> DjlTrainer.builder(Point.class, Score.class)
                        .block("mlp", DjlTrainerTest::network)
                        .option("layers", 2)
                        .build()
                        .train(request("a", 1, curve(4))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"hidden\"")
                .hasMessageContaining("[layers]");
    }

    @Test
    void build_incomplete_saysWhatIsMissing() {
        assertThatThrownBy(() -> DjlTrainer.builder(Point.class, Score.class).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("block(");
        assertThatThrownBy(() -> DjlTrainer.builder(String.class, Score.class)
                        .block("mlp", DjlTrainerTest::network)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("encode(");
        assertThatThrownBy(() -> DjlTrainer.builder(Point.class, String.class)
                        .block("mlp", DjlTrainerTest::network)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("target(");
    }

    private static DjlTrainer.Builder<Point, Score> trainer() {
        return DjlTrainer.builder(Point.class, Score.class)
                .block("mlp", DjlTrainerTest::network)
                .option("hidden", 16)
                .learningRate(0.02)
                .standardiseOutputs()
                .epochs(20)
                .batchSize(32);
    }

    private static Block network(BlockOptions options) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(options.whole("hidden")).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(options.outputs()).build());
    }

    private static List<Example<Point, Score>> curve(int count) {
        Random random = new Random(3);
        List<Example<Point, Score>> examples = new ArrayList<>();
        for (int example = 0; example < count; example++) {
            Point point = new Point(1000 + 50 * random.nextGaussian(), random.nextGaussian());
            double bend = Math.abs((point.x() - 1000) / 50) + point.y();
            examples.add(Example.of(point, new Score(200 + 40 * bend)));
        }
        return examples;
    }

    private TrainingRequest<Point, Score> request(String name, long seed, List<Example<Point, Score>> examples)
            throws IOException {
        Path own = Files.createDirectory(directory.resolve(name));
        return new TrainingRequest<>(examples, null, "test", own, seed, share -> {});
    }

    private static Score predict(TrainedModel trained, Point point) throws Exception {
        try (LoadedModel<Point, Score> model = load(trained);
                Inference<Point, Score> inference = model.newInference()) {
            return inference.predict(point);
        }
    }

    private static LoadedModel<Point, Score> load(TrainedModel trained) throws IOException {
        Path parent = trained.files().toAbsolutePath().getParent();
        ModelFiles files = ModelRuntimeContract.describe(parent, trained.format(), Map.copyOf(trained.parameters()));
        return DjlRuntime.builder()
                .block("mlp", DjlTrainerTest::network)
                .build()
                .load(files, Point.class, Score.class);
    }
}
