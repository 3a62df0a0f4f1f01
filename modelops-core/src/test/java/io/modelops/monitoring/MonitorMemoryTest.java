package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Alert;
import io.modelops.model.ModelVersion;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Observed;
import io.modelops.spi.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MonitorMemoryTest {
    private static final AlertPolicy POLICY =
            AlertPolicy.builder().persistence(2, 3).build();

    private final List<String> failures = new ArrayList<>();

    @Test
    void recall_breachBeforeTheRestart_countsForTheAlert() {
        MonitorHost<Object, Object> before = host(new Counting(0));
        before.evaluate(at(1));
        MonitorHost<Object, Object> after = recalling(before.memory(), new Counting(0), version(1));

        List<Alert> raised = after.evaluate(at(2));

        assertThat(raised).hasSize(1);
        assertThat(host(new Counting(0)).evaluate(at(2))).isEmpty();
    }

    @Test
    void recall_alertBeforeTheRestart_coolsDownOn() {
        MonitorHost<Object, Object> before = host(new Counting(0));
        before.evaluate(at(1));
        assertThat(before.evaluate(at(2))).hasSize(1);
        MonitorHost<Object, Object> after = recalling(before.memory(), new Counting(0), version(1));

        for (int evaluation = 3; evaluation < 10; evaluation++) {
            assertThat(after.evaluate(at(evaluation))).isEmpty();
        }
        assertThat(after.evaluate(at(2).plus(POLICY.coolDown()))).hasSize(1);
    }

    @Test
    void recall_stateOfAMonitor_isGivenBack() {
        Counting monitor = new Counting(5);
        MonitorHost<Object, Object> before = host(monitor);
        before.onPrediction(answer(version(1), 1, "in", "out"));
        before.evaluate(at(1));
        Counting anew = new Counting(0);

        recalling(before.memory(), anew, version(1));

        assertThat(anew.count).isEqualTo(6);
    }

    @Test
    void recall_anotherVersionServes_startsAnew() {
        MonitorHost<Object, Object> before = host(new Counting(5));
        before.evaluate(at(1));
        Counting anew = new Counting(0);
        MonitorHost<Object, Object> after = recalling(before.memory(), anew, version(2));
        after.onServing(version(1), null);

        assertThat(after.evaluate(at(2))).isEmpty();
        assertThat(anew.count).isZero();
    }

    @Test
    void recall_anythingElse_isIgnored() {
        byte[] whole = remembered();
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] odd = whole.clone();
            for (int change = 0; change <= round % 5; change++) {
                odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
            }
            MonitorHost<Object, Object> after = recalling(odd, new Counting(0), version(1));
            after.evaluate(at(2));
        }
        for (String odd : new String[] {
            "",
            "null",
            "{}",
            "[]",
            "{\"form\":1}",
            "{\"form\":2,\"monitors\":[]}",
            "{\"form\":1,\"monitors\":[null]}",
            "{\"form\":1,\"monitors\":[{\"monitor\":\"counting\"}]}",
            "{\"form\":1,\"monitors\":null}"
        }) {
            assertThatCode(() -> recalling(odd.getBytes(StandardCharsets.UTF_8), new Counting(0), version(1))
                            .evaluate(at(2)))
                    .as(odd)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void memory_monitorThatThrows_isIsolated() {
        Counting broken = new Counting(0) {
            @Override
            public Optional<byte[]> state() {
                throw new IllegalStateException("broken");
            }
        };
        MonitorHost<Object, Object> host = host(broken);

        host.evaluate(at(1));

        assertThat(host.evaluate(at(2))).hasSize(1);
        assertThat(HostMemory.ofBytes(host.memory())).isEmpty();
        assertThat(failures).contains("counting");
    }

    @Test
    void recall_monitorThatThrows_goesOnFromNothing() {
        byte[] memory = remembered();
        Counting broken = new Counting(0) {
            @Override
            public void restore(byte[] state) {
                throw new IllegalStateException("broken");
            }
        };

        MonitorHost<Object, Object> after = recalling(memory, broken, version(1));

        assertThat(after.evaluate(at(2))).hasSize(1); // The alert policy goes on all the same.
        assertThat(failures).contains("counting");
    }

    @Test
    void memory_stateThatIsTooLarge_isLeftOut() {
        Counting large = new Counting(0) {
            @Override
            public Optional<byte[]> state() {
                return Optional.of(new byte[1 << 20]);
            }
        };
        MonitorHost<Object, Object> host = host(large);
        host.evaluate(at(1));

        assertThat(host.memory().length).isLessThan(10_000);
        assertThat(HostMemory.ofBytes(host.memory())).singleElement().satisfies(memory -> {
            assertThat(memory.state()).isNull();
            assertThat(memory.alerts()).hasSize(1);
        });
    }

    @Test
    void restore_serviceHealth_goesOnCounting() {
        Monitor<Object, Object> whole = health();
        Monitor<Object, Object> before = health();
        for (int id = 0; id < 60; id++) {
            observe(whole, id);
            observe(before, id);
        }
        Monitor<Object, Object> after = health();
        after.restore(before.state().orElseThrow());
        for (int id = 60; id < 150; id++) {
            observe(whole, id);
            observe(after, id);
        }

        assertThat(after.evaluate(at(10))).isEqualTo(whole.evaluate(at(10)));
        assertThat(before.evaluate(at(10)).get(0).status()).isEqualTo(Finding.Status.INSUFFICIENT_DATA);
    }

    @Test
    void restore_serviceHealthWithOtherLimits_isRefused() {
        Monitor<Object, Object> before = health();
        for (int id = 0; id < 120; id++) {
            observe(before, id);
        }
        Monitor<Object, Object> other = serving(Monitors.serviceHealth().p99Under(Duration.ofMillis(1)));

        assertThatThrownBy(() -> other.restore(before.state().orElseThrow()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other settings");
        assertThat(other.state()).isEmpty();
    }

    @Test
    void restore_serviceHealthFromOddBytes_throwsOrStartsAnew() {
        Monitor<Object, Object> before = health();
        observe(before, 1);
        byte[] whole = before.state().orElseThrow();
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 10_000; round++) {
            byte[] odd = whole.clone();
            odd[random.nextInt(odd.length)] ^= (byte) (1 + random.nextInt(255));
            Monitor<Object, Object> after = health();
            assertThatCode(() -> after.restore(odd)).isInstanceOf(IllegalArgumentException.class);
            assertThat(after.state()).isEmpty();
        }
    }

    @Test
    void restore_predictionDrift_comparesWithTheAnswersBeforeTheRestart() {
        PredictionDrift<Double> before = serving(Monitors.predictionDrift((Double score) -> score));
        answers(before, 0, 600, 0);
        PredictionDrift<Double> after = serving(Monitors.predictionDrift((Double score) -> score));
        after.restore(before.state().orElseThrow());
        PredictionDrift<Double> anew = serving(Monitors.predictionDrift((Double score) -> score));

        for (PredictionDrift<Double> monitor : List.of(after, anew)) {
            answers(monitor, 600, 1_300, 3);
        }

        assertThat(after.evaluate(at(60)).get(0).status()).isEqualTo(Finding.Status.BREACHED);
        assertThat(anew.evaluate(at(60)).get(0).status()).isEqualTo(Finding.Status.OK);
    }

    @Test
    void restore_predictionDriftThatCollects_goesOnCollecting() {
        PredictionDrift<Double> before =
                serving(Monitors.predictionDrift((Double score) -> score).learnFrom(2_000));
        answers(before, 0, 1_200, 0);
        PredictionDrift<Double> after =
                serving(Monitors.predictionDrift((Double score) -> score).learnFrom(2_000));
        after.restore(before.state().orElseThrow());
        PredictionDrift<Double> whole =
                serving(Monitors.predictionDrift((Double score) -> score).learnFrom(2_000));
        answers(whole, 0, 1_200, 0);

        for (PredictionDrift<Double> monitor : List.of(after, whole)) {
            answers(monitor, 1_200, 2_700, 0);
        }

        assertThat(after.evaluate(at(60))).isEqualTo(whole.evaluate(at(60)));
    }

    @Test
    void restore_predictionDriftWithAnotherReference_isRefused() {
        PredictionDrift<Double> before = serving(Monitors.predictionDrift((Double score) -> score));
        answers(before, 0, 600, 0);
        PredictionDrift<Double> other =
                serving(Monitors.predictionDrift((Double score) -> score).learnFrom(700));

        assertThatThrownBy(() -> other.restore(before.state().orElseThrow()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other settings");
        assertThat(other.state()).isEmpty();
        assertThat(serving(Monitors.predictionDrift((Double score) -> score)).state())
                .isEmpty();
    }

    private static void answers(PredictionDrift<Double> monitor, int from, int to, double shift) {
        for (int id = from; id < to; id++) {
            SplittableRandom random = new SplittableRandom(id);
            random.nextLong();
            monitor.onPrediction(answer(version(1), id, "in", random.nextDouble() + shift));
        }
    }

    private static <O> PredictionDrift<O> serving(PredictionDrift<O> monitor) {
        monitor.onServing(version(1), null);
        return monitor;
    }

    private byte[] remembered() {
        MonitorHost<Object, Object> before = host(new Counting(5));
        before.evaluate(at(1));
        return before.memory();
    }

    private static Monitor<Object, Object> health() {
        return serving(Monitors.serviceHealth().p50Under(Duration.ofMillis(5)));
    }

    private static Monitor<Object, Object> serving(Monitor<Object, Object> monitor) {
        monitor.onServing(version(1), null);
        return monitor;
    }

    private static void observe(Monitor<Object, Object> monitor, int id) {
        monitor.onPrediction(
                id % 7 == 0 ? failure(version(1), Role.CHAMPION, id, "in") : answer(version(1), id, "in", "out"));
    }

    private MonitorHost<Object, Object> host(Monitor<Object, Object> monitor) {
        MonitorHost<Object, Object> host = build(monitor);
        host.onServing(version(1), null);
        return host;
    }

    private MonitorHost<Object, Object> recalling(
            byte[] memory, Monitor<Object, Object> monitor, ModelVersion version) {
        MonitorHost<Object, Object> host = build(monitor);
        host.recall(memory);
        host.onServing(version, null);
        return host;
    }

    private MonitorHost<Object, Object> build(Monitor<Object, Object> monitor) {
        return MonitorHost.<Object, Object>builder(Observed.MODEL)
                .policy(POLICY)
                .executor(Runnable::run)
                .onFailure((plugin, thrown) -> failures.add(plugin))
                .monitor(monitor)
                .build();
    }

    private static Instant at(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    /** Counts predictions, and always finds a breach. */
    private static class Counting implements Monitor<Object, Object> {
        private int count;

        Counting(int count) {
            this.count = count;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public void onPrediction(Observation<Object, Object> observation) {
            count++;
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of(
                    new Finding("count", Finding.Status.BREACHED, Severity.CRITICAL, 2, 1, 10, "count is wrong"));
        }

        @Override
        public Optional<byte[]> state() {
            return Optional.of(new byte[] {(byte) count});
        }

        @Override
        public void restore(byte[] state) {
            count = state[0];
        }
    }
}
