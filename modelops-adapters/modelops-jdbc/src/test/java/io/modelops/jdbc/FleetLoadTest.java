package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.ModelOps;
import io.modelops.event.Event;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.VerificationReport;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes over one database, all of whose threads do what teams do, at once. */
@ParameterizedClass
@EnumSource(Home.class)
class FleetLoadTest {
    private static final int MOVERS = 2;
    private static final int MOVES = 15;
    private static final int VERSIONS = 5;

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private final Map<Long, Long> committed = new ConcurrentHashMap<>();
    private final Queue<Long> delays = new ConcurrentLinkedQueue<>();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final List<Node> nodes = new ArrayList<>();
    private List<ModelVersion> versions;

    /** A process of the fleet, and what it was told of. */
    private final class Node {
        private final ModelOps ops;
        private final Queue<LogEntry> told = new ConcurrentLinkedQueue<>();

        Node(Home.Place place) {
            ops = ModelOps.builder()
                    .registry(registry -> registry.stores(place.log(), place.artifacts()))
                    .heartbeat(Duration.ofMillis(250))
                    .open();
            ops.registry().subscribe(this::on);
        }

        private void on(Event event) {
            if (event instanceof LogEntry entry) {
                told.add(entry);
                Long since = committed.get(entry.sequence());
                if (since != null) {
                    delays.add(System.nanoTime() - since);
                }
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        Home.Place place = home.empty();
        nodes.add(new Node(place));
        nodes.add(new Node(place));
        ModelRegistry registry = nodes.get(0).ops.registry();
        versions = List.of(register(registry, "first"), register(registry, "second"));
        registry.point("champion").to(versions.get(0));
        nodes.get(1).ops.registry().refresh();
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.ops.close());
    }

    @Test
    void registries_mixedLoad_agreeAndLoseNothing() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (Node node : nodes) {
                for (int mover = 0; mover < MOVERS; mover++) {
                    work.add(() -> move(node.ops.registry()));
                }
                work.add(() -> registerAndLoad(node.ops.registry()));
                work.add(() -> cleanUp(node.ops.registry()));
            }
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).isPositive();
            }
        } finally {
            threads.shutdown();
        }

        long entries = 3L + nodes.size() * (MOVERS * MOVES + 2L * VERSIONS);
        for (Node node : nodes) {
            await().atMost(Duration.ofSeconds(60)).until(() -> node.told.size() == entries);
            assertThat(node.told)
                    .extracting(LogEntry::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, entries).boxed().toList());
        }
        assertThat(nodes.get(1).told).containsExactlyElementsOf(nodes.get(0).told);
        assertThat(conflicts).as("movers that were too late").hasPositiveValue();
        assertEachMoveStartsWhereTheLastOneEnded();
        if (home == Home.POSTGRESQL) { // H2's locks are not fair: who waits for one hears nothing meanwhile.
            assertMostChangesWereSeenWithinASecond();
        }
        VerificationReport report = nodes.get(1).ops.registry().verify();
        assertThat(report.problem()).isNull();
        assertThat(report.entries()).isEqualTo(entries);
    }

    private int move(ModelRegistry registry) {
        int moves = 0;
        while (moves < MOVES) {
            ModelVersion current = registry.get("churn@champion");
            ModelVersion next = versions.get(current.equals(versions.get(0)) ? 1 : 0);
            try {
                LogEntry entry = registry.point("champion").from(current).to(next);
                committed.put(entry.sequence(), System.nanoTime());
                moves++;
            } catch (ConflictException somebodyWasFaster) {
                conflicts.incrementAndGet();
                registry.refresh();
            }
        }
        return moves;
    }

    private int registerAndLoad(ModelRegistry registry) throws IOException {
        String node = Integer.toString(System.identityHashCode(registry));
        for (int number = 0; number < VERSIONS; number++) {
            String content = node + "-" + number;
            ModelVersion version = register(registry, content);
            registry.approve(version, Actor.by("ana"), "good enough");
            Path copy = Files.createDirectory(directory.resolve("copy-" + content));
            assertThat(registry.copyFiles(version, copy).onlyFile()).hasContent(content);
        }
        return VERSIONS;
    }

    private static int cleanUp(ModelRegistry registry) {
        for (int round = 0; round < 3; round++) {
            assertThat(registry.collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO))
                            .content())
                    .as("everything is needed, or held until the log names it")
                    .isEmpty();
        }
        return 3;
    }

    private void assertMostChangesWereSeenWithinASecond() {
        long quick = delays.stream()
                .filter(delay -> delay < Duration.ofSeconds(1).toNanos())
                .count();
        assertThat(delays).isNotEmpty();
        assertThat(quick).as("all but where the machine paused").isGreaterThanOrEqualTo(delays.size() * 9L / 10);
    }

    private void assertEachMoveStartsWhereTheLastOneEnded() {
        Integer current = null;
        for (LogEntry entry : nodes.get(0).told) {
            if (entry.event() instanceof RegistryEvent.AliasMoved moved) {
                assertThat(moved.from()).isEqualTo(current);
                current = moved.to();
            }
        }
        for (Node node : nodes) {
            assertThat(node.ops.registry().get("churn@champion").number()).isEqualTo(current);
        }
    }

    private ModelVersion register(ModelRegistry registry, String content) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(content));
        return registry.register("churn", Files.writeString(folder.resolve("churn.onnx"), content), model -> {});
    }
}
