package io.modelops.benchmarks;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.djl.DjlRuntime;
import io.modelops.djl.TinyOnnx;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * An ONNX model asked by many callers with and without batches, and by one caller through a deployment and directly. The
 * engine computes each inference on one thread in all cases. The model is a network as rankers are, or so small that what
 * is around the inference takes as long as the inference.
 */
final class BatchingSpeed {
    private static final int CALLERS = 32;
    private static final int LARGEST_BATCH = 32;
    private static final int ROUNDS = Integer.getInteger("bench.batching.rounds", 9);
    private static final int WARM_UP_ROUNDS = 2;
    private static final long SPELL_NANOS = Long.getLong("bench.batching.millis", 1_500) * 1_000_000;

    private final String name;
    private final int width;
    private final int layers;
    private final int callsOfOne;
    private final float[] input;

    private BatchingSpeed(String name, int width, int layers, int callsOfOne) {
        this.name = name;
        this.width = width;
        this.layers = layers;
        this.callsOfOne = Integer.getInteger("bench.batching.calls", callsOfOne);
        this.input = new float[width];
        Arrays.fill(input, 0.5f);
    }

    static void run(Path directory, Consumer<Result> results) throws Exception {
        new BatchingSpeed("batching", 2_048, 3, 100).measure(directory, results);
        new BatchingSpeed("batching-small", 512, 1, 4_000).measure(directory, results);
    }

    private void measure(Path directory, Consumer<Result> results) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name));
        Path file = TinyOnnx.write(TinyOnnx.network(weights()), home.resolve("layer.onnx"));
        try (ModelRegistry registry = ModelRegistry.open(home.resolve("registry"));
                Deployer deployer = Deployer.builder(registry)
                        .runtime(DjlRuntime.builder().onnxThreads(1).build())
                        .build()) {
            ModelVersion version = registry.register("layer", file, model -> model.format("onnx"));
            registry.point("champion").to(version);
            List<float[]> typical = List.of(input);
            try (var batched = deployer.deploy("layer@champion", float[].class, float[].class, settings -> {
                        settings.warmUpWith(typical);
                        BatchedSettings.apply(settings, LARGEST_BATCH);
                    });
                    var single = deployer.deploy(
                            "layer@champion", float[].class, float[].class, settings -> settings.warmUpWith(typical))) {
                results.accept(throughput(batched, single));
                results.accept(oneCaller(batched, home));
            }
        }
    }

    private Result throughput(Deployment<float[], float[]> batched, Deployment<float[], float[]> single)
            throws InterruptedException {
        double[] with = new double[ROUNDS];
        double[] without = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double one = answersPerSecond(batched);
            double other = answersPerSecond(single);
            if (round >= 0) {
                with[round] = one;
                without[round] = other;
            }
        }
        return Result.atLeast(
                name + "-" + CALLERS + "-callers",
                Times.median(with) / Times.median(without),
                2,
                String.format(
                        Locale.ROOT,
                        "%.0f answers a second, %.0f with one call each",
                        Times.median(with),
                        Times.median(without)));
    }

    private Result oneCaller(Deployment<float[], float[]> batched, Path home) throws Exception {
        try (Model model = Model.newInstance("layer", "OnnxRuntime")) {
            model.load(home, "layer.onnx", Map.of("intraOpNumThreads", "1"));
            try (Predictor<float[], float[]> predictor = model.newPredictor(new Rows())) {
                Times times = Times.of(
                        WARM_UP_ROUNDS,
                        ROUNDS,
                        () -> repeated(() -> batched.predict(input)),
                        () -> repeated(() -> predictor.predict(input)));
                return Result.atMost(
                        name + "-1-caller",
                        times.ratio(),
                        1.05,
                        String.format(
                                Locale.ROOT,
                                "%.1f us a request, %.1f us for the Predictor of DJL",
                                times.ours() / callsOfOne * 1e6,
                                times.theirs() / callsOfOne * 1e6));
            }
        }
    }

    private double answersPerSecond(Deployment<float[], float[]> deployment) throws InterruptedException {
        LongAdder answers = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    deployment.predict(input);
                    answers.increment();
                }
            });
            callers.add(thread);
            thread.start();
        }
        long begin = System.nanoTime();
        LockSupport.parkNanos(SPELL_NANOS);
        double perSecond = answers.sum() / ((System.nanoTime() - begin) / 1e9);
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        return perSecond;
    }

    private void repeated(Times.Task call) throws Exception {
        for (int count = 0; count < callsOfOne; count++) {
            call.run();
        }
    }

    private List<float[][]> weights() {
        SplittableRandom random = new SplittableRandom(1);
        List<float[][]> weights = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            float[][] rows = new float[width][width];
            for (float[] row : rows) {
                for (int column = 0; column < row.length; column++) {
                    row[column] = (float) random.nextDouble(-1, 1) / width;
                }
            }
            weights.add(rows);
        }
        return weights;
    }

    /** The least that DJL has to be told to take an array and give one. */
    private static final class Rows implements NoBatchifyTranslator<float[], float[]> {
        @Override
        public NDList processInput(TranslatorContext context, float[] row) {
            return new NDList(context.getNDManager().create(row, new Shape(1, row.length)));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList output) {
            return output.singletonOrThrow().toFloatArray();
        }
    }
}
