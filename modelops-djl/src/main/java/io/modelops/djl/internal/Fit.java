package io.modelops.djl.internal;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.modelops.djl.BlockFactory;
import io.modelops.model.ModelOpsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Fits a network to data with mini-batches. Initial weights and the order of the examples come from a generator of its
 * own, since an engine's is shared by the whole process.
 *
 * @param network how the network is put together
 * @param factory makes its block
 * @param device where it is trained
 * @param loss makes the loss
 * @param optimizer makes the optimizer for a number of updates
 * @param epochs how often each example is seen
 * @param batchSize how many examples make an update
 * @param limit the greatest deviation of a standardised input, in standard deviations
 */
public record Fit(
        NetworkDescription network,
        BlockFactory factory,
        Device device,
        Supplier<? extends Loss> loss,
        IntFunction<? extends Optimizer> optimizer,
        int epochs,
        int batchSize,
        float limit) {
    private static final String NAME = "network";

    /** PyTorch's engine allows one gradient collector at a time in a process, and throws at the second. */
    private static final Object GRADIENTS = new Object();

    /**
     * A trained network.
     *
     * @param file its parameters
     * @param loss the mean loss over the last epoch
     */
    public record Fitted(Path file, double loss) {}

    /**
     * Trains a network and saves its parameters.
     *
     * @param data what to learn
     * @param seed the seed for everything random
     * @param directory where to save
     * @param progress is told the share of the epochs that are done
     * @return the saved network
     * @throws IOException if it can't be saved
     * @throws InterruptedException if the thread is interrupted between two epochs
     * @throws ModelOpsException if the loss is no longer a finite number
     */
    public Fitted run(TrainingData data, long seed, Path directory, DoubleConsumer progress)
            throws IOException, InterruptedException {
        try (Model model = Model.newInstance(NAME, device, network.engine())) {
            model.getNDManager().getEngine().setRandomSeed((int) seed);
            model.setBlock(network.assemble(
                    factory,
                    StandardisingBlock.standardising(data.inputs(), limit),
                    StandardisingBlock.restoring(data.targets())));
            double last = train(model, data, new Random(seed), progress);
            model.save(directory, NAME);
            return new Fitted(directory.resolve(NAME + "-0000.params"), last);
        }
    }

    private double train(Model model, TrainingData data, Random random, DoubleConsumer progress)
            throws InterruptedException {
        int[] order = new int[data.size()];
        for (int example = 0; example < order.length; example++) {
            order[example] = example;
        }
        int batches = (order.length + batchSize - 1) / batchSize;
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss.get())
                .optDevices(new Device[] {device})
                .optInitializer(gaussian(random), Parameter.Type.WEIGHT)
                .optOptimizer(optimizer.apply(Math.multiplyExact(epochs, batches)));
        try (Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(new Shape(Math.min(batchSize, order.length), data.inputWidth()));
            double mean = Double.NaN;
            for (int epoch = 1; epoch <= epochs; epoch++) {
                shuffle(order, random);
                double sum = 0;
                for (int from = 0; from < order.length; from += batchSize) {
                    int to = Math.min(from + batchSize, order.length);
                    sum += update(trainer, data, order, from, to) * (to - from);
                }
                mean = finite(sum / order.length, epoch);
                progress.accept((double) epoch / epochs);
                if (Thread.interrupted()) {
                    throw new InterruptedException("training was interrupted after epoch " + epoch);
                }
            }
            return mean;
        }
    }

    private static double update(Trainer trainer, TrainingData data, int[] order, int from, int to) {
        // Everything that the update allocates belongs to this manager and goes with it.
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDList inputs = new NDList(rows(scope, data.inputs(), order, from, to));
            NDList targets = new NDList(rows(scope, data.targets(), order, from, to));
            float loss;
            synchronized (GRADIENTS) {
                try (GradientCollector gradients = trainer.newGradientCollector()) {
                    NDArray value = trainer.getLoss().evaluate(targets, trainer.forward(inputs));
                    gradients.backward(value);
                    loss = value.getFloat();
                }
            }
            trainer.step();
            return loss;
        }
    }

    private static NDArray rows(NDManager manager, float[][] rows, int[] order, int from, int to) {
        int width = rows[0].length;
        float[] values = new float[(to - from) * width];
        for (int row = from; row < to; row++) {
            System.arraycopy(rows[order[row]], 0, values, (row - from) * width, width);
        }
        return manager.create(values, new Shape(to - from, width));
    }

    private double finite(double loss, int epoch) {
        if (!Double.isFinite(loss)) {
            throw new ModelOpsException("Training of block " + network.block() + " diverged: the loss of epoch " + epoch
                    + " of " + epochs + " is " + loss + ", expected a finite number. Lower the learning rate, or "
                    + "standardise the inputs and outputs.");
        }
        return loss;
    }

    /** Normal with variance 1 / inputs, as for units in a layer of standardised inputs. */
    private static Initializer gaussian(Random random) {
        return (manager, shape, type) -> {
            double deviation = 1 / Math.sqrt((double) shape.size() / shape.get(0));
            float[] weights = new float[Math.toIntExact(shape.size())];
            for (int weight = 0; weight < weights.length; weight++) {
                weights[weight] = (float) (deviation * random.nextGaussian());
            }
            return manager.create(weights, shape);
        };
    }

    private static void shuffle(int[] order, Random random) {
        for (int last = order.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int swapped = order[last];
            order[last] = order[other];
            order[other] = swapped;
        }
    }
}
