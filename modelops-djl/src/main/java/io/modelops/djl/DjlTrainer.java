package io.modelops.djl;

import ai.djl.Device;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.modelops.djl.internal.EngineStart;
import io.modelops.djl.internal.Fit;
import io.modelops.djl.internal.ModelFormat;
import io.modelops.djl.internal.NetworkDescription;
import io.modelops.djl.internal.TrainingData;
import io.modelops.djl.internal.Vectors;
import io.modelops.model.DataType;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.Profile;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.Trainer;
import io.modelops.spi.TrainingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a block on labelled examples with mini-batches and a learning rate that falls to 0 along a cosine. The inputs
 * are standardised over the training data and the scaling is saved with the weights, so the version needs nothing to be
 * loaded again but a {@link DjlRuntime} that knows the block under the same name and encodes inputs in the same way.
 *
 * <pre>{@code
 * Trainer<Day, Score> trainer = DjlTrainer.builder(Day.class, Score.class)
 *     .block("ridership", options -> network(options.whole("hidden")))
 *     .option("hidden", 32)
 *     .encode(Day::toVector)
 *     .loss(Loss::l1Loss)
 *     .epochs(60)
 *     .build();
 * }</pre>
 *
 * <p>The same examples in the same order, seed, machine and number of engine threads give the same model. The seed is
 * given to the engine too, for blocks that draw random numbers while they train, such as dropout; the engine has one
 * generator for the whole process, so those repeat only if nothing else draws from it meanwhile.
 *
 * <p>Safe for use by several threads; each call of {@link #train} trains on the thread it is called on.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class DjlTrainer<I, O> implements Trainer<I, O> {
    private final String blockName;
    private final BlockFactory factory;
    private final Map<String, String> options;
    private final Function<? super I, float[]> encoder;
    private final Function<? super O, float[]> target;
    private final Supplier<? extends Loss> loss;
    private final IntFunction<? extends Optimizer> optimizer;
    private final int epochs;
    private final int batchSize;
    private final boolean standardisesInputs;
    private final boolean standardisesOutputs;
    private final float limit;
    private final String engine;
    private final Device device;
    private final @Nullable Path cacheDirectory;
    private final @Nullable Function<? super List<I>, Profile> profile;

    private DjlTrainer(Builder<I, O> builder, String blockName, BlockFactory factory) {
        this.blockName = blockName;
        this.factory = factory;
        options = Map.copyOf(builder.options);
        encoder = builder.encoder();
        target = builder.target();
        loss = builder.loss;
        optimizer = builder.optimizer();
        epochs = builder.epochs;
        batchSize = builder.batchSize;
        standardisesInputs = builder.standardisesInputs;
        standardisesOutputs = builder.standardisesOutputs;
        limit = builder.limit;
        engine = builder.engine;
        device = builder.device;
        cacheDirectory = builder.cacheDirectory;
        profile = builder.profile;
    }

    /**
     * Starts a trainer.
     *
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a new builder, not safe for use by several threads
     */
    public static <I, O> Builder<I, O> builder(Class<I> inputType, Class<O> outputType) {
        return new Builder<>(inputType, outputType);
    }

    /**
     * Trains a model. Its format is {@code djl-params}, its one file {@code network-0000.params}, its metric
     * {@code training_loss} the mean loss over the last epoch, as the weights were at each update.
     *
     * @param request the data, the seed, and where to write
     * @return the trained model
     * @throws InvalidInputException if there are no examples, their rows differ in width, or a number is not finite
     * @throws ModelLoadException if the engine or its native library is not on the class path
     * @throws ModelOpsException if the training diverged
     * @throws InterruptedException if the thread was interrupted between two epochs
     * @throws IOException if the parameters can't be written
     */
    @Override
    public TrainedModel train(TrainingRequest<I, O> request) throws IOException, InterruptedException {
        TrainingData data = TrainingData.of(request.examples(), encoder, target);
        Path directory = cacheDirectory;
        EngineStart.start(engine, () -> directory == null ? EngineStart.defaultCacheDirectory() : directory);
        NetworkDescription network = new NetworkDescription(
                blockName,
                engine,
                new BlockOptions(data.inputWidth(), data.targetWidth(), options),
                standardisesInputs,
                standardisesOutputs);
        Fit fit = new Fit(network, factory, device, loss, optimizer, epochs, batchSize, limit);
        Fit.Fitted fitted = fit.run(data, request.seed(), request.directory(), request.progress());

        Map<String, String> parameters = new LinkedHashMap<>(network.toParameters());
        parameters.put("djl.training.examples", Integer.toString(data.size()));
        parameters.put("djl.training.epochs", Integer.toString(epochs));
        parameters.put("djl.training.batch_size", Integer.toString(batchSize));
        parameters.put("djl.training.seed", Long.toString(request.seed()));
        return new TrainedModel(
                fitted.file(),
                ModelFormat.DJL_PARAMETERS.label(),
                Signature.of(
                        TensorSpec.of("input", DataType.FLOAT32, -1, data.inputWidth()),
                        TensorSpec.of("output", DataType.FLOAT32, -1, data.targetWidth())),
                Map.of("training_loss", fitted.loss()),
                parameters,
                profileOf(request.examples()));
    }

    private @Nullable Profile profileOf(List<Example<I, O>> examples) {
        return profile == null
                ? null
                : profile.apply(examples.stream().map(Example::input).toList());
    }

    /**
     * Collects how to train.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    public static final class Builder<I, O> {
        private final Class<I> inputType;
        private final Class<O> outputType;
        private final Map<String, String> options = new HashMap<>();
        private @Nullable String blockName;
        private @Nullable BlockFactory factory;
        private @Nullable Function<? super I, float[]> encoder;
        private @Nullable Function<? super O, float[]> target;
        private @Nullable IntFunction<? extends Optimizer> optimizer;
        private @Nullable Function<? super List<I>, Profile> profile;
        private @Nullable Path cacheDirectory;
        private Supplier<? extends Loss> loss = Loss::l2Loss;
        private float learningRate = 3e-3f;
        private float weightDecay = 1e-2f;
        private int epochs = 60;
        private int batchSize = 64;
        private boolean standardisesInputs = true;
        private boolean standardisesOutputs;
        private float limit = Float.POSITIVE_INFINITY;
        private String engine = NetworkDescription.DEFAULT_ENGINE;
        private Device device = Device.cpu();

        private Builder(Class<I> inputType, Class<O> outputType) {
            this.inputType = inputType;
            this.outputType = outputType;
        }

        /**
         * Names the block to train; has to be told.
         *
         * @param name the name under which the runtime knows it too
         * @param factory makes the block
         * @return this builder
         */
        public Builder<I, O> block(String name, BlockFactory factory) {
            blockName = name;
            this.factory = factory;
            return this;
        }

        /**
         * Gives the block an option, which is kept with the version.
         *
         * @param name the name of the option
         * @param value a number or a text
         * @return this builder
         */
        public Builder<I, O> option(String name, Object value) {
            options.put(name, value.toString());
            return this;
        }

        /**
         * Says how an input becomes a row of numbers; unless told, arrays of floats and records of numbers are.
         *
         * @param encoder makes a row, of the same length for each input
         * @return this builder
         */
        public Builder<I, O> encode(Function<? super I, float[]> encoder) {
            this.encoder = encoder;
            return this;
        }

        /**
         * Says how a right answer becomes the row of numbers that the block is to give; unless told, arrays of floats
         * and whatever {@link io.modelops.model.NumericView} can read are.
         *
         * @param target makes a row, of the same length for each answer
         * @return this builder
         */
        public Builder<I, O> target(Function<? super O, float[]> target) {
            this.target = target;
            return this;
        }

        /**
         * Chooses the loss; the squared error unless told.
         *
         * @param loss makes a new loss for each training
         * @return this builder
         */
        public Builder<I, O> loss(Supplier<? extends Loss> loss) {
            this.loss = loss;
            return this;
        }

        /**
         * Chooses the greatest learning rate of the default optimizer, AdamW; 0.003 unless told.
         *
         * @param learningRate a positive number
         * @return this builder
         */
        public Builder<I, O> learningRate(double learningRate) {
            this.learningRate = (float) positive("learning rate", learningRate);
            return this;
        }

        /**
         * Chooses the decoupled weight decay of the default optimizer, AdamW; 0.01 unless told.
         *
         * @param weightDecay 0 or more
         * @return this builder
         */
        public Builder<I, O> weightDecay(double weightDecay) {
            this.weightDecay = weightDecay == 0 ? 0 : (float) positive("weight decay", weightDecay);
            return this;
        }

        /**
         * Replaces the default optimizer.
         *
         * @param optimizer makes a new optimizer for each training, given the number of updates there will be
         * @return this builder
         */
        public Builder<I, O> optimizer(IntFunction<? extends Optimizer> optimizer) {
            this.optimizer = optimizer;
            return this;
        }

        /**
         * Chooses how often each example is seen; 60 times unless told.
         *
         * @param epochs 1 or more
         * @return this builder
         */
        public Builder<I, O> epochs(int epochs) {
            this.epochs = (int) positive("number of epochs", epochs);
            return this;
        }

        /**
         * Chooses how many examples make an update; 64 unless told.
         *
         * @param batchSize 1 or more
         * @return this builder
         */
        public Builder<I, O> batchSize(int batchSize) {
            this.batchSize = (int) positive("batch size", batchSize);
            return this;
        }

        /**
         * Leaves the inputs as they are, for encoders that scale by themselves.
         *
         * @return this builder
         */
        public Builder<I, O> keepInputs() {
            standardisesInputs = false;
            return this;
        }

        /**
         * Keeps standardised inputs within a limit, so that a value far from the training data, such as a flag that was
         * never set there, can't dominate the answer; no limit unless told.
         *
         * @param deviations the limit in standard deviations, positive
         * @return this builder
         */
        public Builder<I, O> limitInputs(double deviations) {
            limit = (float) positive("limit", deviations);
            return this;
        }

        /**
         * Lets the block learn standardised targets: its output is brought back to the targets' mean and standard
         * deviation. The loss is computed on the original scale. For regression.
         *
         * @return this builder
         */
        public Builder<I, O> standardiseOutputs() {
            standardisesOutputs = true;
            return this;
        }

        /**
         * Summarises the training data, to be registered with the version.
         *
         * @param profile makes the summary of the inputs
         * @return this builder
         */
        public Builder<I, O> profile(Function<? super List<I>, Profile> profile) {
            this.profile = profile;
            return this;
        }

        /**
         * Chooses the DJL engine; {@code PyTorch} unless told.
         *
         * @param engine the name of an engine that can train
         * @return this builder
         */
        public Builder<I, O> engine(String engine) {
            this.engine = engine;
            return this;
        }

        /**
         * Chooses where to train; {@link Device#cpu()} unless told.
         *
         * @param device the device
         * @return this builder
         */
        public Builder<I, O> device(Device device) {
            this.device = device;
            return this;
        }

        /**
         * Chooses where native libraries are unpacked, as {@link DjlRuntime.Builder#cacheDirectory} does.
         *
         * @param directory the directory
         * @return this builder
         */
        public Builder<I, O> cacheDirectory(Path directory) {
            cacheDirectory = directory;
            return this;
        }

        /**
         * Finishes the trainer. Starts no engine yet.
         *
         * @return a new trainer
         * @throws InvalidInputException if the block was not told, or a type needs an encoder and has none
         */
        public DjlTrainer<I, O> build() {
            if (blockName == null || factory == null) {
                throw new InvalidInputException(
                        "The trainer has nothing to train: expected a block; add it with " + "block(name, factory).");
            }
            return new DjlTrainer<>(this, blockName, factory);
        }

        private Function<? super I, float[]> encoder() {
            return encoder != null
                    ? encoder
                    : Vectors.encoder(inputType).orElseThrow(() -> untold(inputType, "encode(function)"));
        }

        private Function<? super O, float[]> target() {
            return target != null
                    ? target
                    : Vectors.target(outputType).orElseThrow(() -> untold(outputType, "target(function)"));
        }

        private IntFunction<? extends Optimizer> optimizer() {
            if (optimizer != null) {
                return optimizer;
            }
            float rate = learningRate;
            float decay = weightDecay;
            return updates -> Optimizer.adamW()
                    .optWeightDecays(decay)
                    .optLearningRateTracker(Tracker.cosine()
                            .setBaseValue(rate)
                            .optFinalValue(0)
                            .setMaxUpdates(updates)
                            .build())
                    .build();
        }

        private static InvalidInputException untold(Class<?> type, String method) {
            return new InvalidInputException("The trainer does not know how to turn " + type.getTypeName()
                    + " into numbers: tell it with " + method + ".");
        }

        private static double positive(String what, double value) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new InvalidInputException(
                        "A " + what + " of " + value + " is not allowed: expected a positive, finite number.");
            }
            return value;
        }
    }
}
