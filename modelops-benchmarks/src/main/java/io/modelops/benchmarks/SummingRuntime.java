package io.modelops.benchmarks;

import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Models that add up numbers, weighed by those in their file: work of a known size without an engine. As an engine would,
 * they keep their weights outside of the heap and free them when they are closed.
 *
 * @param onCaller whether they may run on the threads of callers
 * @param freed the memory of closed models
 */
record SummingRuntime(boolean onCaller, Queue<ByteBuffer> freed) implements ModelRuntime {
    private static final String FORMAT = "weights";

    SummingRuntime(boolean onCaller) {
        this(onCaller, new ConcurrentLinkedQueue<>());
    }

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
        ByteBuffer memory = read(files.onlyFile());
        LongBuffer weights = memory.asLongBuffer();
        Inference<I, O> sum = input -> {
            double total = 0;
            double[] numbers = (double[]) input;
            for (int index = 0; index < numbers.length; index++) {
                total += numbers[index] * weights.get(index % weights.limit());
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

            @Override
            public void close() {
                freed.add(memory);
            }
        };
    }

    private ByteBuffer read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            int bytes = Math.toIntExact(channel.size());
            @Nullable ByteBuffer memory = freed.poll();
            if (memory == null || memory.capacity() != bytes) {
                memory = ByteBuffer.allocateDirect(bytes);
            }
            memory.clear();
            while (memory.hasRemaining() && channel.read(memory) >= 0) {
                // What one reading left.
            }
            return memory.flip();
        }
    }
}
