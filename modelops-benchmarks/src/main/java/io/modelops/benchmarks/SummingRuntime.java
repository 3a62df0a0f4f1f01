package io.modelops.benchmarks;

import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Models that add up numbers, weighed by those in their file: work of a known size without an engine.
 *
 * @param onCaller whether they may run on the threads of callers
 */
record SummingRuntime(boolean onCaller) implements ModelRuntime {
    private static final String FORMAT = "weights";

    /** Registers a version whose file has so many bytes. */
    static ModelVersion register(ModelRegistry registry, Path directory, String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new SplittableRandom(registry.models().size() + bytes + System.nanoTime()).nextBytes(content);
        Path file = Files.createTempFile(directory, name, ".weights");
        return registry.register(name, Files.write(file, content), model -> model.format(FORMAT));
    }

    @Override
    public String name() {
        return "summing";
    }

    @Override
    public Set<String> formats() {
        return Set.of(FORMAT);
    }

    @Override
    public <I, O> LoadedModel<I, O> load(ModelFiles files, Class<I> inputType, Class<O> outputType) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(files.onlyFile()));
        long[] weights = new long[content.remaining() / Long.BYTES];
        content.asLongBuffer().get(weights);
        Inference<I, O> sum = input -> {
            double total = 0;
            double[] numbers = (double[]) input;
            for (int index = 0; index < numbers.length; index++) {
                total += numbers[index] * weights[index % weights.length];
            }
            return outputType.cast(total);
        };
        boolean threadSafe = onCaller;
        return new LoadedModel<>() {
            @Override
            public Inference<I, O> newInference() {
                return sum;
            }

            @Override
            public boolean isThreadSafe() {
                return threadSafe;
            }
        };
    }
}
