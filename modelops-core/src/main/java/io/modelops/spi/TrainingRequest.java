package io.modelops.spi;

import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer is given.
 *
 * @param examples the labelled examples to learn from, oldest first
 * @param champion the version that serves now, or null for the first
 * @param cause why a new version is wanted, such as an alert's id
 * @param directory an empty directory for the new files, removed when they are registered
 * @param seed the seed for everything random, so that the same request gives the same model
 * @param progress is told the share of the work that is done, 0 to 1; may be ignored
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public record TrainingRequest<I, O>(
        List<Example<I, O>> examples,
        @Nullable ModelVersion champion,
        String cause,
        Path directory,
        long seed,
        DoubleConsumer progress) {
    /**
     * Copies and keeps the request.
     *
     * @param examples the labelled examples to learn from, oldest first
     * @param champion the version that serves now, or null
     * @param cause why a new version is wanted
     * @param directory an empty directory for the new files
     * @param seed the seed for everything random
     * @param progress is told the share of the work that is done
     */
    public TrainingRequest {
        examples = List.copyOf(examples);
    }
}
