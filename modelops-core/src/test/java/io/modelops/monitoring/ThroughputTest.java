package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.throughput;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.model.PredictionId;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SplittableRandom random = new SplittableRandom(3);
    private Instant now = START;

    @Nested
    class Contract extends MonitorContract<Integer, Integer> {
        @Override
        protected Monitor<Object, Object> create() {
            return throughput();
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Integer output(int index) {
            return index;
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Integer> extremeOutputs() {
            return List.of(0);
        }
    }

    @Test
    void evaluate_steadyTraffic_isUsualAndSaidOncePerWindow() {
        Throughput throughput = throughput();
        for (int window = 0; window < 12; window++) {
            requests(throughput, Duration.ofMinutes(5), 200 + random.nextInt(-20, 20));
        }

        Finding finding = throughput.evaluate(now).get(0);

        assertThat(finding.status()).isEqualTo(Status.OK);
        assertThat(finding.value()).isBetween(0.55, 0.75);
        assertThat(finding.summary()).contains("requests per second, usually 0.6", "the windows before");
        assertThat(throughput.evaluate(now.plusSeconds(1))).isEmpty();
    }

    @Test
    void evaluate_trafficStopsOrGrows_isAnAnomaly() {
        for (int requests : new int[] {0, 20, 1_000}) {
            Throughput throughput = throughput();
            for (int window = 0; window < 8; window++) {
                requests(throughput, Duration.ofMinutes(5), 200);
            }
            throughput.evaluate(now);
            requests(throughput, Duration.ofMinutes(5), requests);

            assertThat(throughput.evaluate(now).get(0).status()).isEqualTo(Status.BREACHED);
        }
    }

    @Test
    void evaluate_fewRequestsByChance_isNoAnomaly() {
        Throughput throughput = throughput();
        int breaches = 0;
        for (int window = 0; window < 2_000; window++) {
            requests(throughput, Duration.ofMinutes(5), random.nextInt(5));
            breaches += breached(throughput.evaluate(now));
        }
        assertThat(breaches).isLessThan(10);
    }

    @Test
    void evaluate_everyNightQuiet_isUsualAfterThreeDays() {
        Throughput throughput = throughput().window(HOUR);
        int early = 0;
        int later = 0;
        for (int hour = 0; hour < 24 * 10; hour++) {
            boolean night = hour % 24 < 2;
            requests(throughput, HOUR, night ? 3 : 200 + random.nextInt(20));
            int breach = breached(throughput.evaluate(now));
            early += hour < 24 * 3 ? breach : 0;
            later += hour < 24 * 3 ? 0 : breach;
        }
        assertThat(early).isPositive();
        assertThat(later).isZero();
    }

    @Test
    void onPrediction_shadows_doNotCount() {
        Throughput throughput = throughput();
        throughput.onPrediction(observation(START, Role.SHADOW));

        assertThat(throughput.evaluate(START.plus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void onPrediction_anyTimes_staysTotal() {
        Throughput throughput = throughput().window(Duration.ofSeconds(1));
        for (Instant at : List.of(START, Instant.MAX, Instant.MIN, Instant.EPOCH, Instant.MAX)) {
            throughput.onPrediction(observation(at, Role.CHAMPION));
            throughput.evaluate(at);
        }
        assertThat(throughput.name()).isEqualTo("throughput");
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> throughput().window(Duration.ofMillis(10))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> throughput().alpha(2)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> throughput().factor(0.5)).isInstanceOf(InvalidInputException.class);
    }

    private void requests(Throughput throughput, Duration during, int requests) {
        for (int index = 0; index < requests; index++) {
            throughput.onPrediction(
                    observation(now.plus(during.multipliedBy(index).dividedBy(requests)), Role.CHAMPION));
        }
        now = now.plus(during);
    }

    private static Observation<Object, Object> observation(Instant at, Role role) {
        return new Observation<>(new PredictionId(1, 1), at, version(1), role, 1, 1, null, 1);
    }

    private static int breached(List<Finding> findings) {
        return (int) findings.stream()
                .filter(finding -> finding.status() == Status.BREACHED)
                .count();
    }
}
