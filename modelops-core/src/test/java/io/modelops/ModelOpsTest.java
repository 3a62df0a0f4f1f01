package io.modelops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.modelops.automation.RetrainingLoop;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.FunctionRuntime;
import io.modelops.deployment.MemoryBudget;
import io.modelops.deployment.Prediction;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.Event;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.CorruptionException;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.Monitors;
import io.modelops.monitoring.Reading;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.Feedback;
import io.modelops.spi.ModelRuntime;
import io.modelops.spi.TrainedModel;
import io.modelops.statistics.Metrics;
import io.modelops.validation.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOpsTest {
    record Customer(double spend, String plan) {}

    private static final ModelRuntime FACTOR = FunctionRuntime.of("factor", Customer.class, Score.class, files -> {
        double factor = Double.parseDouble(Files.readString(files.onlyFile()));
        return customer -> new Score(factor * customer.spend());
    });

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Random random = new Random(11);

    /** Everything on one thread and by a clock of the test. */
    private ModelOps open() {
        return ModelOps.builder()
                .directory(directory.resolve("models"))
                .runtime(FACTOR)
                .clock(() -> now)
                .executor(Runnable::run)
                .manualHeartbeat()
                .evaluateEvery(Duration.ofDays(1))
                .alertSink(alerts::add)
                .listener(events::add)
                .alertPolicy(AlertPolicy.builder().persistence(2, 3).build())
                .open();
    }

    @Test
    void serving_withAMemoryBudget_limitsItsDeployments() throws IOException {
        try (ModelOps ops = ModelOps.builder()
                .directory(directory.resolve("models"))
                .runtime(FACTOR)
                .executor(Runnable::run)
                .manualHeartbeat()
                .serving(with -> with.memoryBudget(MemoryBudget.of(1)))
                .open()) {
            Path file = Files.writeString(directory.resolve("model"), "2.5");
            ops.registry().register("churn", file, model -> model.format("factor"));

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> ops.deploy("churn:1", Customer.class, Score.class))
                    .withMessageContaining("does not fit into the memory budget");
        }
    }

    @Test
    void wholeLife_ofAModelThatGoesStale_endsWithABetterOneAndTheWholeStory() throws IOException {
        try (ModelOps ops = open()) {
            ModelVersion first = register(ops, 1);
            ops.registry().point("champion").to(first);
            try (Deployment<Customer, Score> demand = ops.deploy(
                    "demand@champion",
                    Customer.class,
                    Score.class,
                    settings -> settings.monitor(Monitors.performance(Metrics.meanAbsoluteError(), Score::score)))) {
                ops.automate(
                        demand,
                        policy -> policy.on(alert -> alert.monitor().contains("performance"))
                                .retrainWith(request -> {
                                    Path file = Files.writeString(
                                            request.directory().resolve("factor"), "2");
                                    return new TrainedModel(file, "factor", null, Map.of(), Map.of(), null);
                                })
                                .validateWith(ops.validator(Customer.class, Score.class)
                                        .require(Checks.meanAbsoluteError().noWorseThan("champion"))
                                        .build())
                                .rollOut(plan -> plan.shadow(Duration.ofDays(1)).minimumAnswers(10))
                                .trainOn(20, 10_000)
                                .holdOutLatest(40));

                for (int day = 0; day < 40; day++) {
                    live(ops, demand, day < 5 ? 1 : 2);
                }

                assertThat(alerts).isNotEmpty();
                assertThat(ops.validated(demand.version(), "mae")).hasValue(0);
                assertThat(ops.validated(first, "mae")).isEmpty();
                assertThat(demand.version().number()).isEqualTo(2);
                assertThat(demand.predict(new Customer(10, "basic")).value()).isEqualTo(new Score(20));
                String cause = demand.version().lineage().cause();
                assertThat(alerts).extracting(Alert::id).contains(cause);
                assertThat(ops.registry().history("demand"))
                        .filteredOn(entry -> entry.event() instanceof RegistryEvent.AlertRaised raised
                                && raised.alert().id().equals(cause))
                        .hasSize(1);
                assertThat(ops.registry().asOf("demand@champion", Instant.parse("2026-01-02T00:00:00Z")))
                        .contains(first);
                assertThat(events).hasAtLeastOneElementOfType(LogEntry.class);
                assertThat(events).hasAtLeastOneElementOfType(DeploymentEvent.Swapped.class);
            }
        }
    }

    @Test
    void open_again_findsEverythingAsItWas() throws IOException {
        ModelVersion first;
        try (ModelOps ops = open()) {
            first = register(ops, 1);
            ops.registry().point("champion").to(first);
        }
        try (ModelOps ops = open();
                Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class)) {
            assertThat(demand.predict(new Customer(3, "basic")).value()).isEqualTo(new Score(3));
            assertThat(demand.version()).isEqualTo(first);
        }
    }

    @Test
    void alias_movedByAnotherProcess_isFollowedWithTheNextHeartbeat() throws IOException {
        try (ModelOps ops = open()) {
            ModelVersion first = register(ops, 1);
            ModelVersion second = register(ops, 2);
            ops.registry().point("champion").to(first);
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);
            try (ModelRegistry elsewhere = ModelRegistry.open(directory.resolve("models"))) {
                elsewhere.point("champion").from(first).to(second);
            }
            assertThat(demand.version()).isEqualTo(first);

            ops.beat();

            assertThat(demand.version()).isEqualTo(second);
        }
    }

    @Test
    void heart_beatsByItself() throws IOException {
        try (ModelOps ops = ModelOps.builder()
                .directory(directory.resolve("models"))
                .runtime(FACTOR)
                .heartbeat(Duration.ofMillis(5))
                .open()) {
            ModelVersion first = register(ops, 1);
            ModelVersion second = register(ops, 2);
            ops.registry().point("champion").to(first);
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);
            try (ModelRegistry elsewhere = ModelRegistry.open(directory.resolve("models"))) {
                elsewhere.point("champion").from(first).to(second);
            }

            await().atMost(ONE_MINUTE).until(() -> demand.version().equals(second));
        }
    }

    @Test
    void label_rightAfterThePrediction_isJoined() throws IOException {
        try (ModelOps ops = ModelOps.builder().runtime(FACTOR).open()) {
            ops.registry().point("champion").to(register(ops, 1));
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);

            for (int request = 0; request < 200; request++) {
                Prediction<Score> prediction = demand.predict(new Customer(request, "basic"));
                assertThat(demand.feedback().label(prediction.id(), new Score(request)))
                        .isEqualTo(Feedback.Outcome.JOINED);
            }

            assertThat(ops.feedback(demand).examples(1_000)).hasSize(200);
        }
    }

    @Test
    void deploy_ofACorruptArtifact_isRefusedAndChangesNothing() throws IOException {
        try (ModelOps ops = open()) {
            ModelVersion first = register(ops, 1);
            ModelVersion second = register(ops, 2);
            ops.registry().point("champion").to(first);
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);
            corrupt(second);

            ops.registry().point("champion").from(first).to(second);

            assertThat(demand.predict(new Customer(3, "basic")).version()).isEqualTo(first);
            assertThat(demand.status().lastLoadFailure()).isNotNull();
            assertThatExceptionOfType(CorruptionException.class)
                    .isThrownBy(() -> ops.deploy("demand:2", Customer.class, Score.class))
                    .withMessageContaining(second.description()
                            .manifest()
                            .files()
                            .get(0)
                            .digest()
                            .hex());
        }
    }

    @Test
    void deploy_withOtherTypes_saysWhichFit() throws IOException {
        try (ModelOps ops = open()) {
            register(ops, 1);

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> ops.deploy("demand:1", String.class, Score.class))
                    .withMessageContaining("takes " + Customer.class.getName());
        }
    }

    @Test
    void deploy_ofAFormatWithoutRuntime_saysWhatToAdd() throws IOException {
        try (ModelOps ops = ModelOps.builder().open()) {
            register(ops, 1);

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> ops.deploy("demand:1", Customer.class, Score.class))
                    .withMessageContaining("io.modelops:modelops-djl");
        }
    }

    @Test
    void monitoring_ofAForeignDeployment_isRefused() throws IOException {
        try (ModelOps ops = open();
                ModelOps other = ModelOps.builder().runtime(FACTOR).open()) {
            register(other, 1);
            Deployment<Customer, Score> foreign = other.deploy("demand:1", Customer.class, Score.class);

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> ops.monitoring(foreign))
                    .withMessageContaining("is not one of this ModelOps");
        }
    }

    @Test
    void featureDrift_againstTheTrainingProfile_isAlertedByDefault() throws IOException {
        try (ModelOps ops = open()) {
            List<Customer> training =
                    IntStream.range(0, 1_000).mapToObj(row -> customer(100)).toList();
            ModelVersion version = ops.registry()
                    .register(
                            "demand",
                            factor(1),
                            model -> model.format("factor").trainedOn(ModelOps.profile(Customer.class, training)));
            ops.registry().point("champion").to(version);
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);

            for (int day = 0; day < 6; day++) {
                IntStream.range(0, 300).forEach(request -> demand.predict(customer(400)));
                now = now.plus(Duration.ofDays(1));
                ops.beat();
            }

            assertThat(alerts).anySatisfy(alert -> {
                assertThat(alert.subject()).isEqualTo("spend");
                assertThat(alert.summary()).contains("PSI");
            });
            assertThat(alerts).noneMatch(alert -> alert.subject().equals("plan"));
        }
    }

    @Test
    void deploy_withoutSettings_watchesWhatNeedsNone() throws IOException {
        try (ModelOps ops = open()) {
            List<Customer> training =
                    IntStream.range(0, 1_000).mapToObj(row -> customer(100)).toList();
            ModelVersion version = ops.registry()
                    .register(
                            "demand",
                            factor(1),
                            model -> model.format("factor").trainedOn(ModelOps.profile(Customer.class, training)));
            ops.registry().point("champion").to(version);
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);
            IntStream.range(0, 300).forEach(request -> demand.predict(customer(100)));
            now = now.plus(Duration.ofDays(1));
            ops.beat();

            assertThat(ops.monitoring(demand).current())
                    .extracting(Reading::monitor)
                    .contains(
                            "service-health",
                            "throughput",
                            "staleness",
                            "feature-drift",
                            "challenger-feature-drift",
                            "summary-drift",
                            "multivariate-drift",
                            "outliers",
                            "prediction-drift",
                            "challenger-prediction-drift",
                            "error-shift");
            assertThat(alerts).isEmpty();
        }
    }

    @Test
    void beat_afterTheClockWasSetBack_stillAsksTheMonitors() throws IOException {
        try (ModelOps ops = open()) {
            ops.registry().point("champion").to(register(ops, 1));
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);
            ops.beat();
            now = now.minus(Duration.ofDays(30));

            ops.beat();

            assertThat(ops.monitoring(demand).current())
                    .isNotEmpty()
                    .allMatch(reading -> reading.at().equals(now));
        }
    }

    @Test
    void automate_withAnExecutor_retrainsOnIt() throws Exception {
        Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
        AtomicBoolean keep = new AtomicBoolean();
        Executor executor = task -> {
            if (keep.get()) {
                handedOver.add(task);
            } else {
                task.run();
            }
        };
        try (ModelOps ops = ModelOps.builder()
                .runtime(FACTOR)
                .executor(executor)
                .manualHeartbeat()
                .open()) {
            ops.registry().point("champion").to(register(ops, 1));
            Deployment<Customer, Score> demand = ops.deploy("demand@champion", Customer.class, Score.class);
            AtomicBoolean trained = new AtomicBoolean();
            RetrainingLoop<Customer, Score> loop = ops.automate(
                    demand,
                    policy -> policy.retrainWith(request -> {
                                trained.set(true);
                                throw new IOException("no data");
                            })
                            .knownBefore(Collections.nCopies(200, Example.of(customer(1), new Score(1))))
                            .validateWith(ops.validator(Customer.class, Score.class)
                                    .require(Checks.meanAbsoluteError().atMost(1))
                                    .build()));
            keep.set(true);

            loop.retrain(Actor.by("ana"), "new data");

            assertThat(trained).isFalse();
            keep.set(false);
            handedOver.forEach(Runnable::run);
            assertThat(trained).isTrue();
            demand.close();
            assertThat(loop.retrain(Actor.by("ana"), "newer data")).isFalse();
        }
    }

    @Test
    void close_twice_isFine() {
        ModelOps ops = open();
        ops.close();
        ops.close();

        assertThat(directory.resolve("models")).exists();
    }

    private void live(ModelOps ops, Deployment<Customer, Score> demand, double truth) {
        List<Prediction<Score>> made = IntStream.range(0, 20)
                .mapToObj(request -> demand.predict(customer(100)))
                .toList();
        made.forEach(prediction -> demand.feedback().label(prediction.id(), new Score(spendOf(prediction) * truth)));
        now = now.plus(Duration.ofDays(1));
        ops.beat();
    }

    private static double spendOf(Prediction<Score> prediction) {
        return prediction.value().score() / prediction.version().number();
    }

    private Customer customer(double usualSpend) {
        return new Customer(usualSpend + 10 * random.nextGaussian(), random.nextBoolean() ? "basic" : "plus");
    }

    private ModelVersion register(ModelOps ops, double factor) throws IOException {
        return ops.registry()
                .register(
                        "demand",
                        factor(factor),
                        model -> model.format("factor").metric("mean absolute error", 1));
    }

    private Path factor(double factor) throws IOException {
        return Files.writeString(directory.resolve("factor-" + factor), Double.toString(factor));
    }

    private void corrupt(ModelVersion version) throws IOException {
        String name = version.description().manifest().files().get(0).digest().hex();
        try (Stream<Path> files = Files.walk(directory)) {
            Path blob = files.filter(path -> path.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
            blob.toFile().setWritable(true);
            Files.writeString(blob, "9");
        }
    }
}
