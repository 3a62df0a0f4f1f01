package io.modelops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.FunctionRuntime;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.fleet.FleetWindow;
import io.modelops.monitoring.fleet.FleetWindow.NodeState;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.spi.LogRecord;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.RegistryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes over one registry, on one thread and by a clock of the test. */
class ModelOpsFleetTest {
    record Customer(double spend, String plan) {}

    private static final ModelRuntime DOUBLE =
            FunctionRuntime.of("double", Customer.class, Score.class, files -> customer -> {
                if (customer.spend() < 0) {
                    throw new IllegalArgumentException("negative");
                }
                return new Score(2 * customer.spend());
            });
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Instant now = START;
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private final SplittableRandom random = new SplittableRandom(5);

    private ModelOps open(String node) {
        return ModelOps.builder()
                .directory(directory.resolve("models"))
                .node(node)
                .fleetWindow(Duration.ofMinutes(10))
                .runtime(DOUBLE)
                .clock(() -> now)
                .executor(Runnable::run)
                .manualHeartbeat()
                .alertSink(alerts::add)
                .alertPolicy(AlertPolicy.builder().persistence(2, 3).build())
                .open();
    }

    @Test
    void fleet_twoNodes_anyOneAnswersForBothAndAlertsOnce() throws IOException {
        try (ModelOps first = open("pod-1");
                ModelOps second = open("pod-2");
                ModelOps reader = open("reader")) {
            serveFirstVersion(first);
            Deployment<Customer, Score> one = deploy(first);
            Deployment<Customer, Score> other = deploy(second);
            for (int minute = 0; minute < 35; minute++) {
                serve(one, 20, 100);
                serve(other, 20, minute < 10 ? 100 : 160);
                now = now.plus(Duration.ofMinutes(1));
                first.beat();
                second.beat();
            }

            List<FleetWindow> windows = reader.fleet("churn").windows(START, START.plus(Duration.ofMinutes(30)));
            assertThat(windows).hasSize(3).allSatisfy(window -> {
                assertThat(window.nodes()).isEqualTo(Map.of("pod-1", NodeState.COMPLETE, "pod-2", NodeState.COMPLETE));
                assertThat(window.champion().orElseThrow().predictions()).isEqualTo(400);
                assertThat(window.champion().orElseThrow().inputs().rows()).isEqualTo(400);
            });
            assertThat(alerts)
                    .filteredOn(alert -> alert.monitor().equals("fleet-feature-drift"))
                    .extracting(Alert::subject)
                    .containsExactly("spend");
            first.registry().refresh();
            assertThat(first.registry().history("churn"))
                    .filteredOn(entry -> entry.event() instanceof RegistryEvent.AlertRaised raised
                            && raised.alert().monitor().equals("fleet-feature-drift"))
                    .hasSize(1);
            assertThat(reader.fleet("churn").current()).isNotEmpty();
            assertThat(reader.registry().verify().isWhole()).isTrue();
        }
    }

    @Test
    void close_node_isNotMissedAfterwards() throws IOException {
        try (ModelOps first = open("pod-1")) {
            serveFirstVersion(first);
            Deployment<Customer, Score> one = deploy(first);
            try (ModelOps second = open("pod-2")) {
                serve(deploy(second), 5, 100);
            }
            for (int minute = 0; minute < 15; minute++) {
                serve(one, 5, 100);
                now = now.plus(Duration.ofMinutes(1));
                first.beat();
            }

            List<FleetWindow> windows = first.fleet("churn").windows(START, now);
            assertThat(windows.get(0).nodes()).containsOnlyKeys("pod-1", "pod-2");
            assertThat(windows.get(1).nodes()).containsOnlyKeys("pod-1");
        }
    }

    @Test
    void deploy_nodeStartedAnew_goesOnFromWhatItsMonitorsKnew() throws IOException {
        try (ModelOps before = open("pod-1")) {
            serveFirstVersion(before);
            Deployment<Customer, Score> churn = deploy(before);
            failing(churn, 200);
            now = now.plus(Duration.ofMinutes(1));
            before.beat(); // The first of two breaches that an alert takes.
            assertThat(alerts).isEmpty();
        }
        try (ModelOps after = open("pod-1")) {
            Deployment<Customer, Score> churn = deploy(after);
            failing(churn, 200);
            now = now.plus(Duration.ofMinutes(1));
            after.beat();

            assertThat(alerts).extracting(Alert::subject).contains("error rate");
        }
    }

    @Test
    void deploy_otherNode_knowsNothingOfIt() throws IOException {
        try (ModelOps before = open("pod-1")) {
            serveFirstVersion(before);
            failing(deploy(before), 200);
            now = now.plus(Duration.ofMinutes(1));
            before.beat();
        }
        try (ModelOps after = open("pod-2")) {
            failing(deploy(after), 200);
            now = now.plus(Duration.ofMinutes(1));
            after.beat();

            assertThat(alerts).isEmpty();
        }
    }

    @Test
    void fleet_storeWithoutSideChannel_throwsAndSaysWhy() {
        RegistryStore bare = new RegistryStore() {
            @Override
            public boolean putIfAbsent(LogRecord record) {
                return false;
            }

            @Override
            public List<LogRecord> read(long from, int limit) {
                return List.of();
            }
        };
        try (ModelOps ops = ModelOps.builder()
                .registry(with -> with.stores(bare, new InMemoryArtifactStore(() -> now)))
                .manualHeartbeat()
                .open()) {
            assertThat(ops.registry().summaries()).isEmpty();
            assertThatThrownBy(() -> ops.fleet("churn"))
                    .isExactlyInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no side channel");
        }
    }

    @Test
    void open_withoutAName_publishesNothing() throws IOException {
        try (ModelOps ops = ModelOps.builder()
                .directory(directory.resolve("models"))
                .runtime(DOUBLE)
                .clock(() -> now)
                .executor(Runnable::run)
                .manualHeartbeat()
                .open()) {
            serveFirstVersion(ops);
            serve(deploy(ops), 5, 100);
            ops.beat();
        }

        assertThat(directory.resolve("models/summaries")).doesNotExist();
    }

    private void serveFirstVersion(ModelOps ops) throws IOException {
        List<Customer> training =
                IntStream.range(0, 1_000).mapToObj(row -> customer(100)).toList();
        Path file = Files.writeString(directory.resolve("model"), "2");
        ModelVersion version = ops.registry()
                .register(
                        "churn",
                        file,
                        model -> model.format("double").trainedOn(ModelOps.profile(Customer.class, training)));
        ops.registry().point("champion").to(version);
    }

    private static Deployment<Customer, Score> deploy(ModelOps ops) {
        ops.registry().refresh();
        return ops.deploy("churn@champion", Customer.class, Score.class);
    }

    private void serve(Deployment<Customer, Score> churn, int requests, double spend) {
        IntStream.range(0, requests).forEach(request -> churn.predict(customer(spend)));
    }

    private static void failing(Deployment<Customer, Score> churn, int requests) {
        for (int request = 0; request < requests; request++) {
            Customer customer = new Customer(request % 2 == 0 ? 10 : -1, "basic");
            if (customer.spend() < 0) {
                assertThatThrownBy(() -> churn.predict(customer)).isNotNull();
            } else {
                churn.predict(customer);
            }
        }
    }

    private Customer customer(double spend) {
        return new Customer(spend * random.nextDouble(0.5, 1.5), random.nextInt(2) == 0 ? "basic" : "pro");
    }
}
