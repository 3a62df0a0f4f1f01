package io.modelops.monitoring;

import static io.modelops.monitoring.ScriptedMonitor.breach;
import static io.modelops.monitoring.ScriptedMonitor.fine;
import static io.modelops.monitoring.ScriptedMonitor.unknown;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AlertPolicyTest {
    private static final Finding BREACH = breach("error");
    private static final Finding FINE = fine("error", 0.5);

    private final ScriptedMonitor monitor = new ScriptedMonitor();
    private Instant now = START;

    @Test
    void ofDefaults_always_isAsDocumented() {
        assertThat(AlertPolicy.ofDefaults())
                .isEqualTo(new AlertPolicy(Severity.WARNING, 2, 3, Duration.ofHours(24), 0.1, true));
    }

    @Test
    void build_outOfRange_isRefused() {
        assertThatThrownBy(() -> AlertPolicy.builder().persistence(4, 3).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("4 of 3");
        assertThatThrownBy(() -> AlertPolicy.builder().persistence(1, 65).build())
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() ->
                        AlertPolicy.builder().coolDown(Duration.ofHours(-1)).build())
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> AlertPolicy.builder().hysteresis(Double.NaN).build())
                .isInstanceOf(InvalidInputException.class);
    }

    @Nested
    class Persistence {
        private final MonitorHost<Object, Object> host = host(AlertPolicy.ofDefaults());

        @Test
        void evaluate_singleBreach_isNotAlerted() {
            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, FINE)).isZero();
            assertThat(alerts(host, FINE)).isZero();
            assertThat(alerts(host, BREACH)).isZero();
        }

        @Test
        void evaluate_twoBreachesOfThree_areAlertedOnce() {
            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, FINE)).isZero();
            assertThat(alerts(host, BREACH)).isOne();
            assertThat(alerts(host, BREACH)).isZero();
        }

        @Test
        void evaluate_withoutData_countsNeitherWay() {
            assertThat(alerts(host, BREACH)).isZero();
            for (int evaluation = 0; evaluation < 5; evaluation++) {
                assertThat(alerts(host, unknown("error"))).isZero();
            }
            assertThat(alerts(host, BREACH)).isOne();
        }

        @Test
        void evaluate_subjects_areCountedApart() {
            assertThat(alerts(host, breach("a"))).isZero();
            assertThat(alerts(host, breach("b"))).isZero();
            assertThat(alerts(host, breach("a"))).isOne();
        }

        @Test
        void evaluate_anotherVersionServes_countsFromNothing() {
            assertThat(alerts(host, BREACH)).isZero();

            host.onServing(version(2), null);

            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, BREACH)).isOne();
        }

        @Test
        void evaluate_sixtyFourEvaluations_areCounted() {
            MonitorHost<Object, Object> patient =
                    host(AlertPolicy.builder().persistence(64, 64).build());
            for (int evaluation = 1; evaluation < 64; evaluation++) {
                assertThat(alerts(patient, BREACH)).isZero();
            }
            assertThat(alerts(patient, BREACH)).isOne();
        }
    }

    @Nested
    class MinimumSeverity {
        @Test
        void evaluate_lessSevere_isNotAlerted() {
            MonitorHost<Object, Object> host = host(AlertPolicy.builder()
                    .minimumSeverity(Severity.CRITICAL)
                    .persistence(1, 1)
                    .build());

            assertThat(alerts(host, breach("error", Severity.WARNING, 2))).isZero();
            assertThat(alerts(host, breach("error", Severity.CRITICAL, 3))).isOne();
        }
    }

    @Nested
    class CoolDown {
        private final MonitorHost<Object, Object> host =
                host(AlertPolicy.builder().persistence(1, 1).build());

        @Test
        void evaluate_breachGoesOn_isAlertedAgainAfterTheCoolDown() {
            assertThat(alerts(host, BREACH)).isOne();
            for (int hour = 1; hour < 24; hour++) {
                assertThat(alerts(host, BREACH)).isZero();
            }
            assertThat(alerts(host, BREACH)).isOne();
        }

        @Test
        void evaluate_newBreachWithinTheCoolDown_isNotAlerted() {
            assertThat(alerts(host, BREACH)).isOne();
            assertThat(alerts(host, FINE)).isZero();
            assertThat(alerts(host, BREACH)).isZero();
        }

        @Test
        void evaluate_anotherVersionWithinTheCoolDown_isNotAlerted() {
            assertThat(alerts(host, BREACH)).isOne();

            host.onServing(version(2), null);

            assertThat(alerts(host, BREACH)).isZero();
        }

        @Test
        void evaluate_otherSubjectWithinTheCoolDown_isAlerted() {
            assertThat(alerts(host, BREACH)).isOne();
            assertThat(alerts(host, breach("latency"))).isOne();
        }
    }

    @Nested
    class Hysteresis {
        private final MonitorHost<Object, Object> host = host(AlertPolicy.builder()
                .persistence(3, 3)
                .coolDown(Duration.ZERO)
                .hysteresis(0.2)
                .build());

        @Test
        void evaluate_valueHoversAtTheThreshold_staysTheSameBreach() {
            alertOnce();

            assertThat(alerts(host, fine("error", 0.9))).isZero();
            assertThat(alerts(host, BREACH)).isOne();
        }

        @Test
        void evaluate_valueClearOfTheThreshold_mustPersistAnew() {
            alertOnce();

            assertThat(alerts(host, fine("error", 0.8))).isZero();
            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, BREACH)).isOne();
        }

        @Test
        void evaluate_lessIsWorse_worksTheOtherWay() {
            Finding low = breach("auc", Severity.WARNING, 0.5);
            assertThat(alerts(host, low)).isZero();
            assertThat(alerts(host, low)).isZero();
            assertThat(alerts(host, low)).isOne();

            assertThat(alerts(host, fine("auc", 1.1))).isZero();
            assertThat(alerts(host, low)).isOne();
            assertThat(alerts(host, fine("auc", 1.2))).isZero();
            assertThat(alerts(host, low)).isZero();
        }

        private void alertOnce() {
            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, BREACH)).isZero();
            assertThat(alerts(host, BREACH)).isOne();
        }
    }

    private MonitorHost<Object, Object> host(AlertPolicy policy) {
        MonitorHost<Object, Object> host =
                MonitorHost.builder(MODEL).monitor(monitor).policy(policy).build();
        host.onServing(version(1), null);
        return host;
    }

    /** Evaluates an hour later. */
    private int alerts(MonitorHost<Object, Object> host, Finding finding) {
        monitor.finds(finding);
        int raised = host.evaluate(now).size();
        now = now.plus(Duration.ofHours(1));
        return raised;
    }
}
