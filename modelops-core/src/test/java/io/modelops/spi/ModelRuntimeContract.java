package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link ModelRuntime} has to do. Extend it in the module of the runtime and say how to make a good and a
 * broken version.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public abstract class ModelRuntimeContract<I, O> {
    private static final int THREADS = 4;
    private static final int ROUNDS = 50;

    @TempDir
    private Path directory;

    private ModelRuntime runtime;

    /** Makes the runtime under test; closed by the test. */
    protected abstract ModelRuntime createRuntime() throws Exception;

    /** Writes a good version into an empty directory. */
    protected abstract ModelFiles writeModel(Path empty) throws Exception;

    /** Writes a version of the same format whose files are damaged into an empty directory. */
    protected abstract ModelFiles writeBrokenModel(Path empty) throws Exception;

    /** The type of the inputs. */
    protected abstract Class<I> inputType();

    /** The type of the answers. */
    protected abstract Class<O> outputType();

    /** At least three different inputs. */
    protected abstract List<I> inputs();

    /** Checks the answer to one of the {@link #inputs()} against what the model is known to answer. */
    protected abstract void assertAnswer(I input, O answer);

    /** Checks that two answers are the same up to rounding. */
    protected void assertSame(O expected, O answer) {
        assertThat(answer).isEqualTo(expected);
    }

    /**
     * Describes the files of a directory as version 1 of the model {@code contract}.
     *
     * @param directory the files
     * @param format their format
     * @param parameters the options of the version
     * @return the version and its files
     */
    public static ModelFiles describe(Path directory, String format, Map<String, String> parameters)
            throws IOException {
        List<Manifest.File> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                String path = directory.relativize(file).toString().replace('\\', '/');
                files.add(new Manifest.File(path, Digest.of(content), content.length));
            }
        }
        ModelDescription description = new ModelDescription(
                format, new Manifest(files), null, Map.of(), parameters, Lineage.UNKNOWN, Map.of(), null, "");
        ModelVersion version =
                new ModelVersion(ModelName.of("contract"), 1, description, Instant.EPOCH, Actor.by("contract"));
        return new ModelFiles(version, directory);
    }

    @BeforeEach
    void start() throws Exception {
        runtime = createRuntime();
    }

    @AfterEach
    void stop() {
        runtime.close();
        runtime.close();
    }

    @Test
    void formats_always_containTheFormatOfTheModel() throws Exception {
        assertThat(runtime.formats()).contains(writeModel(directory).version().format());
        assertThat(runtime.name()).isNotBlank();
    }

    @Test
    void predict_eachInput_answersAsTheModelDoes() throws Exception {
        try (LoadedModel<I, O> model = load();
                Inference<I, O> inference = model.newInference()) {
            for (I input : inputs()) {
                assertAnswer(input, inference.predict(input));
            }
        }
    }

    @Test
    void predictAll_anyNumberOfInputs_answersAsOneByOneAndInOrder() throws Exception {
        try (LoadedModel<I, O> model = load();
                Inference<I, O> inference = model.newInference()) {
            for (int count = 0; count <= inputs().size(); count++) {
                List<I> some = inputs().subList(0, count);
                List<O> answers = inference.predictAll(some);
                assertThat(answers).hasSize(count);
                for (int index = 0; index < count; index++) {
                    assertSame(inference.predict(some.get(index)), answers.get(index));
                }
            }
        }
    }

    @Test
    void predict_threadsWithAnInferenceEach_answersAsOneThreadDoes() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (LoadedModel<I, O> model = load()) {
            Callable<Integer> work = () -> {
                try (Inference<I, O> inference = model.newInference()) {
                    return predictRounds(inference, start);
                }
            };
            assertAllRounds(submit(threads, work));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void predict_threadsWithOneInference_answersIfTheModelSaysItIsThreadSafe() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (LoadedModel<I, O> model = load();
                Inference<I, O> shared = model.newInference()) {
            if (model.isThreadSafe()) {
                assertAllRounds(submit(threads, () -> predictRounds(shared, start)));
            } else {
                assertAnswer(inputs().get(0), shared.predict(inputs().get(0)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void close_oneInference_leavesTheOthersWorking() throws Exception {
        try (LoadedModel<I, O> model = load();
                Inference<I, O> staying = model.newInference()) {
            Inference<I, O> leaving = model.newInference();
            leaving.predict(inputs().get(0));
            leaving.close();
            assertAnswer(inputs().get(0), staying.predict(inputs().get(0)));
        }
    }

    @Test
    void close_oneModel_leavesAnotherOfTheSameFilesWorking() throws Exception {
        ModelFiles files = writeModel(directory);
        try (LoadedModel<I, O> staying = runtime.load(files, inputType(), outputType())) {
            LoadedModel<I, O> leaving = runtime.load(files, inputType(), outputType());
            try (Inference<I, O> inference = leaving.newInference()) {
                inference.predict(inputs().get(0));
            }
            leaving.close();
            try (Inference<I, O> inference = staying.newInference()) {
                assertAnswer(inputs().get(0), inference.predict(inputs().get(0)));
            }
        }
    }

    @Test
    void load_againAndAgain_answersEachTime() throws Exception {
        ModelFiles files = writeModel(directory);
        for (int round = 0; round < ROUNDS; round++) {
            try (LoadedModel<I, O> model = runtime.load(files, inputType(), outputType());
                    Inference<I, O> inference = model.newInference()) {
                assertAnswer(inputs().get(0), inference.predict(inputs().get(0)));
            }
        }
    }

    @Test
    void load_brokenFiles_throwsAndTheRuntimeStillLoadsGoodOnes() throws Exception {
        Path broken = Files.createDirectory(directory.resolve("broken"));
        Path good = Files.createDirectory(directory.resolve("good"));
        ModelFiles brokenFiles = writeBrokenModel(broken);
        assertThatThrownBy(() -> runtime.load(brokenFiles, inputType(), outputType()))
                .isInstanceOf(Exception.class)
                .hasMessageMatching("(?s).+");
        try (LoadedModel<I, O> model = runtime.load(writeModel(good), inputType(), outputType());
                Inference<I, O> inference = model.newInference()) {
            assertAnswer(inputs().get(0), inference.predict(inputs().get(0)));
        }
    }

    @Test
    void load_typeNobodyKnows_isRefusedWithBothTypesNamed() throws Exception {
        ModelFiles files = writeModel(directory);
        assertThatThrownBy(() -> runtime.load(files, Unknown.class, outputType()))
                .isInstanceOf(ModelOpsException.class)
                .hasMessageContaining(Unknown.class.getTypeName());
        assertThatThrownBy(() -> runtime.load(files, inputType(), Unknown.class))
                .isInstanceOf(ModelOpsException.class)
                .hasMessageContaining(Unknown.class.getTypeName());
    }

    @Test
    void load_formatOfAnotherRuntime_isRefused() throws Exception {
        Path source = writeModel(directory).directory();
        ModelFiles files = describe(source, "no-such-format", Map.of());
        assertThatThrownBy(() -> runtime.load(files, inputType(), outputType()))
                .isInstanceOf(ModelOpsException.class)
                .hasMessageContaining("no-such-format");
    }

    private LoadedModel<I, O> load() throws Exception {
        return runtime.load(writeModel(directory), inputType(), outputType());
    }

    private int predictRounds(Inference<I, O> inference, CyclicBarrier start) throws Exception {
        start.await(10, TimeUnit.SECONDS);
        int right = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (I input : inputs()) {
                assertAnswer(input, inference.predict(input));
                right++;
            }
        }
        return right;
    }

    private static List<Future<Integer>> submit(ExecutorService threads, Callable<Integer> work) {
        List<Future<Integer>> results = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            results.add(threads.submit(work));
        }
        return results;
    }

    private void assertAllRounds(List<Future<Integer>> results) throws Exception {
        for (Future<Integer> result : results) {
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(ROUNDS * inputs().size());
        }
    }

    /** A type that no runtime can know. */
    private static final class Unknown {}
}
