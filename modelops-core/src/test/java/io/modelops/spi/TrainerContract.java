package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Trainer} has to do.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public abstract class TrainerContract<I, O> {
    @TempDir
    private Path directory;

    private final List<Double> progress = new CopyOnWriteArrayList<>();

    /** Makes the trainer under test. */
    protected abstract Trainer<I, O> createTrainer() throws Exception;

    /** Enough examples to train on. */
    protected abstract List<Example<I, O>> examples();

    @Test
    void train_leavesItsFilesInTheGivenDirectory() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("out"));

        TrainedModel trained = createTrainer().train(request(empty, 1));

        assertThat(trained.files()).exists().startsWith(empty);
        assertThat(contents(empty)).isNotEmpty();
        assertThat(trained.format()).isNotBlank();
        assertThat(trained.metrics().values()).allMatch(Double::isFinite);
    }

    @Test
    void train_withTheSameSeed_givesTheSameBytes() throws Exception {
        assertThat(trainedWith("first", 7)).isEqualTo(trainedWith("second", 7));
    }

    @Test
    void train_reportsProgressThatDoesNotGoBack() throws Exception {
        createTrainer().train(request(Files.createDirectory(directory.resolve("out")), 1));

        assertThat(progress).isSorted().allMatch(share -> share >= 0 && share <= 1);
    }

    @Test
    void train_withoutExamples_throwsInsteadOfGivingAModel() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("out"));
        Trainer<I, O> trainer = createTrainer();

        assertThatThrownBy(
                        () -> trainer.train(new TrainingRequest<>(List.of(), null, "a test", empty, 1, progress::add)))
                .isInstanceOf(Exception.class)
                .hasMessageMatching("(?s).+");
    }

    private Map<String, List<Byte>> trainedWith(String name, long seed) throws Exception {
        Path empty = Files.createDirectory(directory.resolve(name));
        createTrainer().train(request(empty, seed));
        return contents(empty);
    }

    private TrainingRequest<I, O> request(Path empty, long seed) {
        return new TrainingRequest<>(examples(), null, "a test", empty, seed, progress::add);
    }

    private static Map<String, List<Byte>> contents(Path root) throws IOException {
        Map<String, List<Byte>> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                List<Byte> boxed = new ArrayList<>(bytes.length);
                for (byte value : bytes) {
                    boxed.add(value);
                }
                contents.put(root.relativize(file).toString(), boxed);
            }
        }
        return contents;
    }
}
