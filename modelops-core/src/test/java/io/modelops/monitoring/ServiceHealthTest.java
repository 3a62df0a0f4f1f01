package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.serviceHealth;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServiceHealthTest {
    private static final ModelVersion CHAMPION = version(1);

    private final ServiceHealth health = serviceHealth();

    @Nested
    class Contract extends MonitorContract<String, String> {
        @Override
        protected Monitor<Object, Object> create() {
            return serviceHealth().p50Under(Duration.ofMillis(10)).p99Under(Duration.ofSeconds(Long.MAX_VALUE));
        }

        @Override
        protected String input(int index) {
            return "input " + index;
        }

        @Override
        protected String output(int index) {
            return "output " + index;
        }

        @Override
        protected List<String> extremeInputs() {
            return List.of("");
        }

        @Override
        protected List<String> extremeOutputs() {
            return List.of("");
        }
    }

    @Test
    void evaluate_healthy_reportsRateLatencyAndThroughput() {
        health.onServing(CHAMPION, null);
        for (int millis = 1; millis <= 100; millis++) {
            answered(health, Duration.ofMillis(millis));
        }

        Map<String, Finding> findings = findings(health, START.plusSeconds(20));

        assertThat(findings).containsOnlyKeys("error rate", "latency p50", "latency p99", "throughput");
        assertThat(findings.values()).allMatch(finding -> finding.status() == Status.OK);
        assertThat(findings.get("error rate").value()).isZero();
        assertThat(findings.get("latency p50").value()).isCloseTo(50, within(0.5));
        assertThat(findings.get("latency p99").value()).isCloseTo(99, within(1.0));
        assertThat(findings.get("throughput").value()).isEqualTo(5);
    }

    @Test
    void evaluate_failuresCertainlyAboveTheLimit_isCritical() {
        // scipy.stats.binomtest(11, 100).proportion_ci(.95, 'wilson').low = 0.0625
        Finding finding = errorRate(11);

        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.value()).isEqualTo(0.11);
        assertThat(finding.summary()).contains("11.00 %", "interval 6.25 to 18.63 %", "limit 5.00 %");
    }

    @Test
    void evaluate_failuresPossiblyBelowTheLimit_isNoBreach() {
        // scipy.stats.binomtest(9, 100).proportion_ci(.95, 'wilson').low = 0.0481
        assertThat(errorRate(9).status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_tooManySlowAnswers_breachesTheirQuantile() {
        ServiceHealth limited = health.p50Under(Duration.ofMillis(40)).p99Under(Duration.ofMillis(100));
        limited.onServing(CHAMPION, null);
        for (int count = 0; count < 100; count++) {
            answered(limited, Duration.ofMillis(count < 70 ? 50 : 5));
        }

        Map<String, Finding> findings = findings(limited, START);

        assertThat(findings.get("latency p50").status()).isEqualTo(Status.BREACHED);
        assertThat(findings.get("latency p50").severity()).isEqualTo(Severity.WARNING);
        assertThat(findings.get("latency p50").threshold()).isEqualTo(40);
        assertThat(findings.get("latency p99").status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_oneSlowAnswerInAHundred_isNoBreach() {
        ServiceHealth limited = health.p99Under(Duration.ofMillis(100));
        limited.onServing(CHAMPION, null);
        for (int count = 0; count < 100; count++) {
            answered(limited, Duration.ofMillis(count < 2 ? 500 : 5));
        }

        assertThat(findings(limited, START).get("latency p99").status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_tooFewPredictions_gathersOn() {
        health.onServing(CHAMPION, null);
        for (int count = 0; count < 60; count++) {
            answered(health, Duration.ofMillis(1));
        }
        assertThat(findings(health, START).get("error rate").status()).isEqualTo(Status.INSUFFICIENT_DATA);

        for (int count = 0; count < 60; count++) {
            answered(health, Duration.ofMillis(1));
        }
        assertThat(findings(health, START).get("error rate").samples()).isEqualTo(120);
        assertThat(findings(health, START).get("error rate").samples()).isZero();
    }

    @Test
    void onPrediction_challengerShadowAndOldVersion_doNotCount() {
        ServiceHealth one = health.minSamples(1);
        one.onServing(CHAMPION, null);
        one.onPrediction(failure(version(2), Role.CHALLENGER, 1, "input"));
        one.onPrediction(failure(version(2), Role.SHADOW, 1, "input"));
        one.onPrediction(failure(version(2), Role.CHAMPION, 1, "input"));
        one.onPrediction(answer(CHAMPION, 1, "input", "output"));

        assertThat(findings(one, START).get("error rate").samples()).isEqualTo(1);
    }

    private Finding errorRate(int failures) {
        health.onServing(CHAMPION, null);
        for (int count = 0; count < 100; count++) {
            if (count < failures) {
                health.onPrediction(failure(CHAMPION, Role.CHAMPION, 1, "input"));
            } else {
                answered(health, Duration.ofMillis(1));
            }
        }
        return findings(health, START).get("error rate");
    }

    private static void answered(ServiceHealth monitor, Duration latency) {
        monitor.onPrediction(new Observation<>(
                new PredictionId(1, 1), START, CHAMPION, Role.CHAMPION, "input", "output", null, latency.toNanos()));
    }

    private static Map<String, Finding> findings(ServiceHealth monitor, Instant now) {
        return monitor.evaluate(now).stream().collect(Collectors.toMap(Finding::subject, Function.identity()));
    }
}
