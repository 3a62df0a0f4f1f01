package io.modelops.djl;

import ai.djl.Device;
import ai.djl.translate.Translator;
import io.modelops.djl.internal.EngineStart;
import io.modelops.djl.internal.Loading;
import io.modelops.djl.internal.ModelFormat;
import io.modelops.djl.internal.Translators;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.Quoted;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs models with the DJL engines on the class path: {@code onnx} with ONNX Runtime, {@code torchscript} with PyTorch
 * and only where it is allowed, and {@code djl-params}, the parameters of a block that the application makes, with
 * PyTorch or the engine that the version's parameter {@code djl.engine} names.
 *
 * <pre>{@code
 * DjlRuntime runtime = DjlRuntime.builder()
 *     .block("ridership", options -> network(options.whole("hidden")))
 *     .encode(Day.class, Day::toVector)
 *     .build();
 * }</pre>
 *
 * <p>Inputs of type {@code float[]} and records of numbers need no encoder, and answers of type {@code float[]},
 * {@link io.modelops.model.Score}, {@link Double} and {@link Float} no decoder: each input becomes a row of one matrix of
 * 32-bit floats, each row of the model's one output an answer. For anything else there is DJL's {@link Translator}.
 *
 * <p>A model's files are data to this runtime: it reads the model's own file, refuses what could run, and downloads
 * nothing. DJL has settings for the whole process; unless the application made them itself, the first model that is
 * loaded turns DJL's downloads and its usage tracking off and gives it a cache directory that no other user can write to.
 *
 * <p>Safe for use by several threads.
 */
public final class DjlRuntime implements ModelRuntime {
    static final String NAME = "djl";
    static final Set<String> FORMATS = ModelFormat.labels();

    private final Translators translators;
    private final boolean torchScriptAllowed;
    private final Loading loading;

    private DjlRuntime(Builder builder) {
        translators = builder.translators.copy();
        torchScriptAllowed = builder.torchScriptAllowed;
        Path cacheDirectory = builder.cacheDirectory;
        loading = new Loading(
                builder.placement,
                builder.blocks,
                () -> cacheDirectory == null ? EngineStart.defaultCacheDirectory() : cacheDirectory,
                builder.onnxOptions);
    }

    /**
     * Starts a runtime.
     *
     * @return a new builder, not safe for use by several threads
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> formats() {
        return FORMATS;
    }

    /**
     * Loads a version. The memory is released when the model and all its inferences have been closed.
     *
     * @param files the version's verified files
     * @param inputType the type of the inputs that callers will give
     * @param outputType the type of the answers that callers expect
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the loaded model, closed by the caller; its inferences are for one thread each
     * @throws ModelLoadException if the format is none of {@link #formats()}, TorchScript is not allowed, there is no
     *     translator between the types, the files hold anything but a model of the format, the block is unknown, the
     *     engine or its native library is not on the class path, or the engine refuses the model
     */
    @Override
    public <I, O> LoadedModel<I, O> load(ModelFiles files, Class<I> inputType, Class<O> outputType) {
        String label = files.version().format();
        ModelFormat format = ModelFormat.find(label)
                .orElseThrow(() -> new ModelLoadException("Format " + Quoted.of(label) + " of version "
                        + files.version() + " is not one that the runtime djl loads: expected one of "
                        + FORMATS.stream().sorted().toList() + "; add a runtime for the format."));
        if (format == ModelFormat.TORCHSCRIPT && !torchScriptAllowed) {
            throw new ModelLoadException("Version " + files.version() + " is TorchScript, a program that can read and "
                    + "write any file this process can: expected onnx, or an explicit opt-in for models whose origin "
                    + "is trusted like code; export it as ONNX, or opt in with "
                    + "DjlRuntime.builder().allowTorchScript().");
        }
        return loading.load(files, format, translators.find(files.version(), inputType, outputType));
    }

    /** Collects what a runtime knows of an application's types and networks. */
    public static final class Builder {
        private final Translators translators = new Translators();
        private final Map<String, BlockFactory> blocks = new HashMap<>();
        private final Map<String, String> onnxOptions = new HashMap<>();
        private boolean torchScriptAllowed;
        private @Nullable DevicePlacement placement;
        private @Nullable Path cacheDirectory;

        private Builder() {}

        /**
         * Says how an input becomes the row of numbers that a model takes.
         *
         * @param type the type of the inputs
         * @param encoder makes a row, of the same length for each input; safe for use by several threads
         * @param <I> the type of the inputs
         * @return this builder
         */
        public <I> Builder encode(Class<I> type, Function<? super I, float[]> encoder) {
            translators.encode(type, encoder);
            return this;
        }

        /**
         * Makes the row of numbers that a model takes from numeric features, in their order.
         *
         * @param type the type of the inputs
         * @param features the features, all numeric
         * @param <I> the type of the inputs
         * @return this builder
         * @throws InvalidInputException if there is no feature or one is categorical
         */
        public <I> Builder encode(Class<I> type, Features<I> features) {
            translators.encode(type, features);
            return this;
        }

        /**
         * Says how the row of numbers that a model gives for an input becomes an answer.
         *
         * @param type the type of the answers
         * @param decoder reads a row; safe for use by several threads
         * @param <O> the type of the answers
         * @return this builder
         */
        public <O> Builder decode(Class<O> type, Function<float[], ? extends O> decoder) {
            translators.decode(type, decoder);
            return this;
        }

        /**
         * Adds a translator for all versions between two types. It finds the parameters of the version's description
         * among the properties of its context's model. Unless it says otherwise through its batchifier, inputs are
         * stacked, so that several are predicted at once.
         *
         * @param inputType the type of the inputs
         * @param outputType the type of the answers
         * @param translator makes a new translator for each thread
         * @param <I> the type of the inputs
         * @param <O> the type of the answers
         * @return this builder
         */
        public <I, O> Builder translator(
                Class<I> inputType, Class<O> outputType, Supplier<? extends Translator<I, O>> translator) {
            translators.put(null, null, inputType, outputType, translator);
            return this;
        }

        /**
         * Adds a translator for the versions of one model; it wins over any other.
         *
         * @param model the name of the model
         * @param inputType the type of the inputs
         * @param outputType the type of the answers
         * @param translator makes a new translator for each thread
         * @param <I> the type of the inputs
         * @param <O> the type of the answers
         * @return this builder
         */
        public <I, O> Builder translator(
                ModelName model,
                Class<I> inputType,
                Class<O> outputType,
                Supplier<? extends Translator<I, O>> translator) {
            translators.put(model, null, inputType, outputType, translator);
            return this;
        }

        /**
         * Adds a translator for the versions of one format; it wins over one for all versions.
         *
         * @param format the format, {@code onnx}, {@code torchscript} or {@code djl-params}
         * @param inputType the type of the inputs
         * @param outputType the type of the answers
         * @param translator makes a new translator for each thread
         * @param <I> the type of the inputs
         * @param <O> the type of the answers
         * @return this builder
         * @throws InvalidInputException if the format is none of these
         */
        public <I, O> Builder translator(
                String format,
                Class<I> inputType,
                Class<O> outputType,
                Supplier<? extends Translator<I, O>> translator) {
            if (!FORMATS.contains(format)) {
                throw new InvalidInputException(
                        "Format " + Quoted.of(format) + " is not one that the runtime djl loads: " + "expected one of "
                                + FORMATS.stream().sorted().toList() + ".");
            }
            translators.put(null, format, inputType, outputType, translator);
            return this;
        }

        /**
         * Names a block, for versions of the format {@code djl-params}: a version says which block its parameters belong
         * to in the parameter {@code djl.block}, and its options in {@code djl.block.inputs}, {@code djl.block.outputs}
         * (1 if not told) and {@code djl.block.option.…}. {@link DjlTrainer} writes these.
         *
         * @param name the name
         * @param factory makes the block
         * @return this builder
         */
        public Builder block(String name, BlockFactory factory) {
            blocks.put(name, factory);
            return this;
        }

        /**
         * Allows TorchScript. A TorchScript file is a program that can read and write any file this process can, so this
         * is for applications that trust everyone who can register a version as much as everyone who can change their
         * code.
         *
         * @return this builder
         */
        public Builder allowTorchScript() {
            torchScriptAllowed = true;
            return this;
        }

        /**
         * Sets how many threads ONNX Runtime computes a single inference with; as many as it chooses unless told, which is one
         * for each core. With several workers or callers at once, one thread each answers more requests in the same time,
         * because inferences don't wait for each other's threads. Other engines have settings for the whole process.
         *
         * @param threads the number of threads, 1 or more
         * @return this builder
         * @throws InvalidInputException if the number is less than 1
         */
        public Builder onnxThreads(int threads) {
            if (threads < 1) {
                throw new InvalidInputException("onnxThreads " + threads + " is not allowed: expected 1 or more.");
            }
            onnxOptions.put("intraOpNumThreads", Integer.toString(threads));
            return this;
        }

        /**
         * Chooses where models run; {@link Device#cpu()} unless told.
         *
         * @param device the device
         * @return this builder
         */
        public Builder device(Device device) {
            return devices(DevicePlacement.on(device));
        }

        /**
         * Chooses where models run, on one device or several.
         *
         * @param where asked for each version that is loaded
         * @return this builder
         */
        public Builder devices(DevicePlacement where) {
            placement = where;
            return this;
        }

        /**
         * Chooses where native libraries are unpacked; unless told, {@code .cache/modelops-djl} below the user's home,
         * or where the home can't be written, a directory for this user below {@code java.io.tmpdir}. It is created
         * for this user alone, and refused if somebody else could have written to it. Applies if this is the first
         * runtime of the process to load a model, and {@code DJL_CACHE_DIR} is set neither as a variable nor as a property.
         *
         * @param directory the directory
         * @return this builder
         */
        public Builder cacheDirectory(Path directory) {
            cacheDirectory = directory;
            return this;
        }

        /**
         * Finishes the runtime. Starts no engine yet.
         *
         * @return a new runtime
         */
        public DjlRuntime build() {
            return new DjlRuntime(this);
        }
    }
}
