package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.ModelOps;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Registries of several nodes over one database. */
@ParameterizedClass
@EnumSource(Home.class)
class FleetTest {
    private static final int NODES = 4;
    private static final int VERSIONS = 5;

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private Home.Place place;

    @BeforeEach
    void createTables() {
        place = home.empty();
    }

    @Test
    void heartbeat_aliasMovedByAnotherNode_isSeenWithinASecond() throws IOException {
        try (ModelOps one = node();
                ModelOps other = node()) {
            ModelVersion first = one.registry().register("churn", file("a"), model -> {});
            one.registry().point("champion").to(first);

            await().atMost(Duration.ofSeconds(1))
                    .until(() -> other.registry().find("churn@champion").isPresent());

            assertThat(other.registry().get("churn@champion")).isEqualTo(first);
            Path copy = Files.createDirectory(directory.resolve("copy"));
            assertThat(other.registry().copyFiles(first, copy).onlyFile()).hasContent("a");
        }
    }

    @Test
    void register_fourNodesAtOnce_numbersAreUniqueAndWithoutGaps() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        List<ModelVersion> registered = new ArrayList<>();
        try {
            List<Callable<List<ModelVersion>>> nodes = IntStream.range(0, NODES)
                    .<Callable<List<ModelVersion>>>mapToObj(node -> () -> register(node))
                    .toList();
            for (Future<List<ModelVersion>> node : threads.invokeAll(nodes)) {
                registered.addAll(node.get());
            }
        } finally {
            threads.shutdown();
        }

        try (ModelRegistry again = registry()) {
            assertThat(registered)
                    .extracting(ModelVersion::number)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, NODES * VERSIONS).boxed().toList());
            assertThat(again.versions("churn")).containsExactlyInAnyOrderElementsOf(registered);
            assertThat(again.history("churn")).hasSize(NODES * VERSIONS);
        }
    }

    @Test
    void stores_filesInADirectoryThatAllSee_areLoadedByTheOthersAndCleanedUp() throws IOException {
        Path shared = directory.resolve("shared");
        try (ModelRegistry one =
                        ModelRegistry.builder().stores(place.log(), shared).open();
                ModelRegistry other =
                        ModelRegistry.builder().stores(place.log(), shared).open()) {
            ModelVersion first = one.register("churn", file("a"), model -> {});
            other.refresh();

            Path copy = Files.createDirectory(directory.resolve("copy"));
            assertThat(other.copyFiles(first, copy).onlyFile()).hasContent("a");
            assertThat(place.count("SELECT count(*) FROM mo_content")).isZero();
            GarbagePlan atOnce = GarbagePlan.removing().olderThan(Duration.ZERO);
            assertThat(other.collectGarbage(atOnce).content()).isEmpty();
            assertThat(other.verify().isWhole()).isTrue();
        }
    }

    @Test
    void stores_directoryThatHoldsALog_throws() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        try (ModelRegistry registry = ModelRegistry.open(elsewhere)) {
            registry.register("churn", file("a"), model -> {});
        }

        assertThatThrownBy(() ->
                        ModelRegistry.builder().stores(place.log(), elsewhere).open())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds the log of another registry");
    }

    private List<ModelVersion> register(int node) throws IOException {
        List<ModelVersion> versions = new ArrayList<>();
        try (ModelRegistry registry = registry()) {
            while (versions.size() < VERSIONS) {
                try {
                    versions.add(registry.register("churn", file(node + "-" + versions.size()), model -> {}));
                } catch (ConflictException othersWereFasterTooOften) {
                    registry.refresh();
                }
            }
        }
        return versions;
    }

    private ModelRegistry registry() {
        return ModelRegistry.builder()
                .stores(place.log(), place.artifacts())
                .actor(Actor.by("test"))
                .open();
    }

    private ModelOps node() {
        return ModelOps.builder()
                .registry(registry -> registry.stores(place.log(), place.artifacts()))
                .heartbeat(Duration.ofMillis(250))
                .open();
    }

    private Path file(String content) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(content));
        return Files.writeString(folder.resolve("churn.onnx"), content);
    }
}
