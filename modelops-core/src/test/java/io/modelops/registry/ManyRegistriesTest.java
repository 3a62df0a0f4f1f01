package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several registries over one log. */
@ParameterizedClass
@EnumSource(Home.class)
class ManyRegistriesTest {
    private static final int THREADS = 8;
    private static final int VERSIONS = 5;

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void refresh_changesOfAnother_areSeenThenAndNotBefore() {
        ModelRegistry other = fixture.open();
        ModelVersion first = fixture.register("a");
        fixture.registry.point("champion").to(first);
        assertThat(other.find("churn@champion")).isEmpty();

        other.refresh();

        assertThat(other.get("churn@champion")).isEqualTo(first);
        assertThat(other.copyFiles(first, fixture.emptyDirectory("copy")).onlyFile())
                .hasContent("a");
    }

    @Test
    void register_afterAnother_takesTheNextNumberWithoutRefresh() {
        ModelRegistry other = fixture.open();
        fixture.register("a");

        ModelVersion next = other.register("churn", fixture.file("churn.onnx", "b"), model -> {});

        assertThat(next.number()).isEqualTo(2);
        assertThat(other.versions("churn")).hasSize(2);
    }

    @Test
    void register_manyThreadsAndRegistries_numbersAreUniqueAndWithoutGaps() throws Exception {
        ModelRegistry other = fixture.open();
        List<ModelVersion> registered = inParallel(thread -> {
            ModelRegistry mine = thread % 2 == 0 ? fixture.registry : other;
            List<ModelVersion> versions = new ArrayList<>();
            for (int index = 0; index < VERSIONS; index++) {
                Path source = fixture.file(thread + "-" + index + ".onnx", thread + "-" + index);
                versions.add(mine.register("churn", source, model -> {}));
            }
            return versions;
        });
        fixture.registry.refresh();
        other.refresh();

        assertThat(registered)
                .extracting(ModelVersion::number)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, THREADS * VERSIONS).boxed().toList());
        assertThat(registered).containsExactlyInAnyOrderElementsOf(fixture.registry.versions("churn"));
        assertThat(other.versions("churn")).isEqualTo(fixture.registry.versions("churn"));
        assertThat(other.history("churn")).isEqualTo(fixture.registry.history("churn"));
        assertThat(fixture.open().head()).isEqualTo(other.head());
        assertThat(fixture.contents()).hasSize(THREADS * VERSIONS);
    }

    @Test
    void point_manyThreadsFromTheSameVersion_oneMovesIt() throws Exception {
        ModelVersion first = fixture.register("a");
        ModelVersion second = fixture.register("b");
        fixture.registry.point("champion").to(first);
        ModelRegistry other = fixture.open();

        List<String> winners = inParallel(thread -> {
            String name = "thread-" + thread;
            try {
                (thread % 2 == 0 ? fixture.registry : other)
                        .point("champion")
                        .from(first)
                        .by(Actor.by(name))
                        .to(second);
                return List.of(name);
            } catch (ConflictException slower) {
                return List.of();
            }
        });
        fixture.registry.refresh();

        assertThat(winners).hasSize(1);
        assertThat(fixture.registry.head().orElseThrow().actor()).isEqualTo(Actor.by(winners.get(0)));
        assertThat(fixture.registry.history("churn")).hasSize(4);
    }

    private interface Work<T> {
        List<T> of(int thread) throws Exception;
    }

    private static <T> List<T> inParallel(Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<List<T>>> calls = IntStream.range(0, THREADS)
                    .<Callable<List<T>>>mapToObj(thread -> () -> work.of(thread))
                    .toList();
            List<T> all = new ArrayList<>();
            for (Future<List<T>> done : threads.invokeAll(calls)) {
                all.addAll(done.get());
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }
}
