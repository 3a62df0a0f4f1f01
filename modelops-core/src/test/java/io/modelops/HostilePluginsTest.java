package io.modelops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.FunctionRuntime;
import io.modelops.deployment.Prediction;
import io.modelops.deployment.Rollout;
import io.modelops.model.Alert;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.model.Severity;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.MonitorStatus;
import io.modelops.monitoring.MonitorStatus.State;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the threads that applications get: whatever a plug-in does, predictions and everything else go on. */
@Timeout(60)
class HostilePluginsTest {
    record Customer(double spend) {}

    @TempDir
    Path directory;

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(3);
    private final List<Alert> sent = new CopyOnWriteArrayList<>();
    private final AtomicLong seen = new AtomicLong();
    private ModelOps ops;
    private Deployment<Customer, Score> hostile;
    private Deployment<Customer, Score> peaceful;

    @BeforeEach
    void deploy() throws IOException {
        ops = ModelOps.builder()
                .runtime(FunctionRuntime.of("factor", Customer.class, Score.class, files -> {
                    double factor = Double.parseDouble(Files.readString(files.onlyFile()));
                    return customer -> new Score(customer.spend() * factor);
                }))
                .manualHeartbeat()
                .evaluateEvery(Duration.ofNanos(1))
                .monitorHangLimit(Duration.ofMillis(50))
                .alertPolicy(AlertPolicy.builder().persistence(1, 1).build())
                .alertSink(alert -> blockForEver())
                .alertSink(sent::add)
                .open();
        for (String model : List.of("hostile", "peaceful")) {
            ops.registry().point("champion").to(version(model, 1));
        }
        hostile = ops.deploy(
                "hostile@champion",
                Customer.class,
                Score.class,
                settings -> settings.observedBy(new BlockingObserver())
                        .monitor(new Blocking())
                        .monitor(new Throwing())
                        .monitor(new Hoarding())
                        .monitor(new Counting()));
        peaceful = ops.deploy(
                "peaceful@champion", Customer.class, Score.class, settings -> settings.monitor(new Counting()));
    }

    @AfterEach
    void close() {
        never.countDown();
        ops.close();
    }

    @Test
    void predict_whilePluginsBlockThrowAndAllocateWithoutEnd_allGoesOn() throws Exception {
        for (int request = 0; request < 500; request++) {
            assertThat(hostile.predict(new Customer(request)).value().score()).isEqualTo(request);
            peaceful.predict(new Customer(request));
        }
        soon().until(() -> seen.get() == 1_000);
        ops.beat();

        // The monitors that are well are asked, in both deployments, and the sink that is well has their alerts.
        soon().until(() ->
                sent.stream().map(alert -> alert.model().value()).distinct().count() == 2);
        blocked.await();
        soon().until(() -> {
            ops.beat();
            return state("blocking") != State.ON && state("alert-sink-1") == State.HANGING;
        });
        soon().until(() -> state("throwing") == State.OFF && state("hoarding") == State.OFF);
        assertThat(state("counting")).isEqualTo(State.ON);

        // Rollouts see their evidence and end, deployments follow their alias.
        Rollout rollout = hostile.rollOut(
                version("hostile", 2),
                plan -> plan.canary(0.5).every(Duration.ZERO).everyAnswers(50).minimumAnswers(50));
        soon().until(() -> {
            for (int request = 0; request < 50; request++) {
                hostile.predict(new Customer(1));
            }
            ops.beat();
            return rollout.outcome().isPresent();
        });
        assertThat(rollout.outcome().orElseThrow().promoted()).isTrue();
        assertThat(hostile.predict(new Customer(1)).version().number()).isEqualTo(2);

        // Outcomes find their predictions, though an observer never takes any.
        Prediction<Score> latest = hostile.predict(new Customer(1));
        assertThat(hostile.feedback().label(latest.id(), new Score(1))).hasToString("JOINED");

        ops.close();
        assertThat(never.getCount()).isOne();
    }

    private ModelVersion version(String model, int number) throws IOException {
        Path file = Files.writeString(directory.resolve(model + number), "1." + "0".repeat(number));
        return ops.registry().register(model, file, description -> description.format("factor"));
    }

    private State state(String name) {
        return ops.monitoring(hostile).status().stream()
                .filter(status -> status.name().equals(name))
                .map(MonitorStatus::state)
                .findFirst()
                .orElseThrow();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private void blockForEver() {
        blocked.countDown();
        boolean released = false;
        while (!released) {
            try {
                never.await();
                released = true;
            } catch (InterruptedException ignored) {
                // It does not care.
            }
        }
    }

    private final class BlockingObserver implements Observer<Customer, Score> {
        @Override
        public void onPrediction(Observation<Customer, Score> observation) {
            blockForEver();
        }
    }

    private final class Blocking implements Monitor<Customer, Score> {
        @Override
        public String name() {
            return "blocking";
        }

        @Override
        public void onPrediction(Observation<Customer, Score> observation) {
            blockForEver();
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of();
        }
    }

    private static final class Throwing implements Monitor<Customer, Score> {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public void onPrediction(Observation<Customer, Score> observation) {
            throw new StackOverflowError("on purpose");
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            throw new IllegalStateException("on purpose");
        }
    }

    /** Wants more than any virtual machine has. */
    private static final class Hoarding implements Monitor<Customer, Score> {
        private final List<long[]> hoard = new ArrayList<>();

        @Override
        public String name() {
            return "hoarding";
        }

        @Override
        public void onPrediction(Observation<Customer, Score> observation) {
            while (true) {
                hoard.add(new long[Integer.MAX_VALUE]);
            }
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of();
        }
    }

    private final class Counting implements Monitor<Customer, Score> {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public void onPrediction(Observation<Customer, Score> observation) {
            seen.incrementAndGet();
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of(new Finding(
                    "count", Finding.Status.BREACHED, Severity.WARNING, seen.get(), 1, seen.get(), "counted"));
        }
    }
}
