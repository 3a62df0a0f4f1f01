package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.util.Set;

/**
 * A runtime for models that are plain Java: rules, formulas, tables. The version's files hold what the function needs, and
 * the application says how to read them.
 *
 * <pre>{@code
 * ModelRuntime rules = FunctionRuntime.of("rules", Customer.class, Score.class,
 *     files -> Rules.read(files.onlyFile())::score);
 * }</pre>
 *
 * <p>Its functions run on the caller's thread and must be safe for use by several threads.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class FunctionRuntime<I, O> implements ModelRuntime {
    private final String format;
    private final Class<I> inputType;
    private final Class<O> outputType;
    private final Reader<I, O> reader;

    private FunctionRuntime(String format, Class<I> inputType, Class<O> outputType, Reader<I, O> reader) {
        this.format = format;
        this.inputType = inputType;
        this.outputType = outputType;
        this.reader = reader;
    }

    /**
     * Creates a runtime for one format.
     *
     * @param format the format that versions name, such as {@code rules}
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param reader reads a version's files into a function that is safe for use by several threads
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the runtime
     */
    public static <I, O> FunctionRuntime<I, O> of(
            String format, Class<I> inputType, Class<O> outputType, Reader<I, O> reader) {
        return new FunctionRuntime<>(format, inputType, outputType, reader);
    }

    @Override
    public String name() {
        return "function";
    }

    @Override
    public Set<String> formats() {
        return Set.of(format);
    }

    @Override
    public <A, B> LoadedModel<A, B> load(ModelFiles files, Class<A> inputs, Class<B> outputs) throws Exception {
        if (!files.version().format().equals(format)) {
            throw new InvalidInputException("Version " + files.version() + " has format "
                    + files.version().format() + ": this runtime reads " + format
                    + "; register it as that, or give its "
                    + "own runtime.");
        }
        if (!inputType.isAssignableFrom(inputs) || !outputs.isAssignableFrom(outputType)) {
            throw new InvalidInputException("Version " + files.version() + " has format " + format + ", which takes "
                    + inputType.getName() + " and gives " + outputType.getName() + ": expected " + inputs.getName()
                    + " and " + outputs.getName() + "; deploy it with the types of its function.");
        }
        Inference<I, O> function = reader.read(files);
        Inference<A, B> answering = input -> outputs.cast(function.predict(inputType.cast(input)));
        return new Loaded<>(answering);
    }

    /**
     * Reads a version's files.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    @FunctionalInterface
    public interface Reader<I, O> {
        /**
         * Reads a version's files.
         *
         * @param files the files
         * @return a function that is safe for use by several threads
         * @throws Exception if they can't be read
         */
        Inference<I, O> read(ModelFiles files) throws Exception;
    }

    private record Loaded<I, O>(Inference<I, O> function) implements LoadedModel<I, O> {
        @Override
        public Inference<I, O> newInference() {
            return function;
        }

        @Override
        public boolean isThreadSafe() {
            return true;
        }
    }
}
