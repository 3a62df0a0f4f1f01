package io.modelops.monitoring;

import static io.modelops.monitoring.ScriptedMonitor.breach;
import static io.modelops.monitoring.ScriptedMonitor.fine;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NotFoundException;
import io.modelops.model.Severity;
import io.modelops.monitoring.Incident.State;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertChange.Kind;
import io.modelops.spi.AlertSink;
import io.modelops.spi.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IncidentTest {
    private static final Actor ANA = Actor.by("ana");

    private final ScriptedMonitor monitor = new ScriptedMonitor();
    private final List<String> news = new ArrayList<>();
    private Instant now = START;
    private MonitorHost<Object, Object> host =
            host(AlertPolicy.builder().persistence(1, 1).coolDown(Duration.ofHours(10)));

    @Test
    void evaluate_breachAndAllClear_fireAndResolveUnderOneId() {
        evaluate(breach("error"));
        assertThat(incident().state()).isEqualTo(State.FIRING);
        assertThat(incident().open()).containsExactly("error");

        evaluate(fine("error", 0.95));
        assertThat(incident().state()).isEqualTo(State.FIRING);
        evaluate(fine("error", 0.5));

        assertThat(incident().state()).isEqualTo(State.RESOLVED);
        assertThat(incident().open()).isEmpty();
        assertThat(incident().history())
                .containsExactly(
                        new AlertChange(Kind.RAISED, START, Actor.SYSTEM, ""),
                        new AlertChange(Kind.RESOLVED, START.plus(Duration.ofHours(2)), Actor.SYSTEM, "error is 0.5"));
        assertThat(news).containsExactly("sent 1", "1 RESOLVED by modelops: error is 0.5");
    }

    @Test
    void evaluate_breachComesBackWithinTheCoolDown_opensTheSameAlert() {
        evaluate(breach("error"));
        evaluate(fine("error", 0.5));
        evaluate(breach("error"));
        evaluate(breach("error"));

        assertThat(host.incidents()).hasSize(1);
        assertThat(incident().state()).isEqualTo(State.FIRING);
        assertThat(incident().history())
                .extracting(AlertChange::kind)
                .containsExactly(Kind.RAISED, Kind.RESOLVED, Kind.REOPENED);

        evaluate(fine("error", 0.5));
        assertThat(incident().state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void evaluate_breachOutlastsTheCoolDown_isReplacedByANewAlert() {
        for (int hour = 0; hour <= 10; hour++) {
            evaluate(breach("error"));
        }

        assertThat(host.incidents()).extracting(Incident::state).containsExactly(State.RESOLVED, State.FIRING);
        assertThat(news).containsExactly("sent 1", "1 REPLACED by modelops: raised again as 2", "sent 2");
    }

    @Test
    void acknowledge_firing_saysWhoAndIsNotRaisedAgain() {
        evaluate(breach("error"));
        host.acknowledge("1", ANA, "a new price list");
        for (int hour = 0; hour < 30; hour++) {
            evaluate(breach("error"));
        }

        assertThat(incident().state()).isEqualTo(State.ACKNOWLEDGED);
        assertThat(incident().history().get(1))
                .isEqualTo(
                        new AlertChange(Kind.ACKNOWLEDGED, START.plus(Duration.ofHours(1)), ANA, "a new price list"));

        evaluate(fine("error", 0));
        evaluate(breach("error"));
        assertThat(host.incidents()).extracting(Incident::state).containsExactly(State.RESOLVED, State.FIRING);
        assertThat(news)
                .containsExactly(
                        "sent 1",
                        "1 ACKNOWLEDGED by ana: a new price list",
                        "1 RESOLVED by modelops: error is 0.0",
                        "sent 2");
    }

    @Test
    void report_afterAll_showsWhatBecameOfTheAlert() {
        evaluate(breach("error"));
        host.acknowledge("1", ANA, "on it");
        evaluate(fine("error", 0));
        evaluate(breach("error"));

        assertThat(host.report(now).details().episodes())
                .containsExactly(new AlertEpisode(
                        host.alerts().get(0),
                        List.of(
                                shown(1, AlertEpisode.State.ACKNOWLEDGED, "ana", "on it"),
                                shown(1, AlertEpisode.State.RESOLVED, "", "error is 0.0"),
                                shown(2, AlertEpisode.State.FIRING, "", "error is 2.0"))));
    }

    @Test
    void acknowledge_resolved_leavesItResolved() {
        evaluate(breach("error"));
        evaluate(fine("error", 0));

        host.acknowledge("1", ANA, "");

        assertThat(incident().state()).isEqualTo(State.RESOLVED);
        assertThat(incident().history()).hasSize(3);
    }

    @Test
    void acknowledge_unknown_throws() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> host.acknowledge("9", ANA, ""))
                .withMessageContaining("9");
    }

    @Test
    void acknowledge_overAndOver_keepsABoundedHistory() {
        evaluate(breach("error"));
        IntStream.range(0, 500).forEach(time -> host.acknowledge("1", ANA, "time " + time));

        assertThat(incident().history()).hasSize(100);
        assertThat(incident().history().get(0).kind()).isEqualTo(Kind.RAISED);
        assertThat(incident().history().get(99).note()).isEqualTo("time 499");
    }

    @Test
    void onServing_anotherVersion_resolvesWhatWasAlertedAboutTheOneBefore() {
        evaluate(breach("error"));

        host.onServing(version(2), null);

        assertThat(incident().state()).isEqualTo(State.RESOLVED);
        assertThat(news).containsExactly("sent 1", "1 RESOLVED by modelops: churn:2 serves");
    }

    @Test
    void onServing_sameVersionAgain_resolvesNothing() {
        evaluate(breach("error"));

        host.onServing(version(1), null);

        assertThat(incident().state()).isEqualTo(State.FIRING);
    }

    @Nested
    class Grouping {
        @Test
        void evaluate_severalFindings_makeOneAlertLedByWhatChangedMost() {
            evaluate(
                    breach("plan", Severity.WARNING, 1.5),
                    fine("age", 0),
                    breach("spend", Severity.WARNING, 4),
                    breach("region", Severity.WARNING, 2));

            assertThat(host.alerts()).hasSize(1);
            Alert alert = host.alerts().get(0);
            assertThat(alert.subject()).isEqualTo("spend");
            assertThat(alert.value()).isEqualTo(4);
            assertThat(alert.summary()).isEqualTo("spend is 4.0 (2 more: region, plan)");
            assertThat(incident().subjects()).containsExactly("spend", "region", "plan");
        }

        @Test
        void evaluate_oneIsWorse_leadsWhateverItsValue() {
            evaluate(breach("spend", Severity.WARNING, 4), breach("plan", Severity.CRITICAL, 1.5));

            assertThat(host.alerts().get(0).subject()).isEqualTo("plan");
            assertThat(host.alerts().get(0).severity()).isEqualTo(Severity.CRITICAL);
        }

        @Test
        void evaluate_many_namesAFewAndCountsAll() {
            evaluate(IntStream.range(0, 500)
                    .mapToObj(number -> breach(number == 0 ? "x".repeat(5_000) : "feature " + number))
                    .toArray(Finding[]::new));

            assertThat(host.alerts().get(0).summary()).contains("499 more: feature 1,", ", …)");
            assertThat(incident().subjects()).hasSize(500);
        }

        @Test
        void evaluate_someAreFineAgain_isResolvedWithTheLast() {
            evaluate(breach("a"), breach("b"));
            evaluate(fine("a", 0), breach("b"));
            assertThat(incident().open()).containsExactly("b");
            assertThat(incident().state()).isEqualTo(State.FIRING);

            evaluate(fine("a", 0), fine("b", 0));
            assertThat(incident().state()).isEqualTo(State.RESOLVED);

            evaluate(breach("a"), fine("b", 0));
            assertThat(incident().state()).isEqualTo(State.FIRING);
            assertThat(incident().open()).containsExactly("a");
        }

        @Test
        void evaluate_notGrouped_alertsEachByItself() {
            host = host(AlertPolicy.builder().persistence(1, 1).grouped(false));

            evaluate(breach("a"), breach("b"));

            assertThat(host.alerts()).extracting(Alert::subject).containsExactly("a", "b");
        }

        @Test
        void evaluate_valuesThatAreNoNumbers_areRankedAllTheSame() {
            evaluate(
                    breach("a", Severity.WARNING, Double.NaN),
                    breach("b", Severity.WARNING, Double.POSITIVE_INFINITY),
                    breach("c", Severity.WARNING, -Double.MAX_VALUE));

            assertThat(incident().subjects()).containsExactly("b", "c", "a");
        }
    }

    @Nested
    class Silences {
        @Test
        void silence_matching_holdsAlertsBackUntilItEnds() {
            Silence silence = host.silence("scripted", "err*", START.plus(Duration.ofHours(3)), ANA, "migration");
            assertThat(host.silences()).containsExactly(silence);
            for (int hour = 0; hour < 3; hour++) {
                evaluate(breach("error"), breach("latency"));
            }
            assertThat(host.alerts()).extracting(Alert::subject).containsExactly("latency");

            evaluate(breach("error"), breach("latency"));
            assertThat(host.alerts()).extracting(Alert::subject).containsExactly("latency", "error");
            assertThat(host.silences()).isEmpty();
        }

        @Test
        void silence_endedEarly_holdsNothingMore() {
            Silence silence = host.silence("*", "*", START.plus(Duration.ofDays(9)), ANA, "migration");
            evaluate(breach("error"));

            assertThat(host.endSilence(silence.id())).isTrue();
            assertThat(host.endSilence(silence.id())).isFalse();
            evaluate(breach("error"));

            assertThat(host.alerts()).hasSize(1);
        }

        @Test
        void silence_afterTheAlert_stillLetsItResolve() {
            evaluate(breach("error"));
            host.silence("*", "*", START.plus(Duration.ofDays(9)), ANA, "migration");
            evaluate(fine("error", 0));
            evaluate(breach("error"));

            assertThat(incident().state()).isEqualTo(State.RESOLVED);
        }

        @Test
        void silence_thatSaysNothing_isRefused() {
            Instant later = START.plusSeconds(60);
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> host.silence("", "*", later, ANA, "why"));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> host.silence("*", "*", later, ANA, " "));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> host.silence("*", "*", START, ANA, "why"));
        }

        @Test
        void silence_withoutEnd_isBounded() {
            Instant later = START.plusSeconds(60);
            IntStream.range(0, 1_000).forEach(number -> host.silence("*", "*", later, ANA, "why"));

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> host.silence("*", "*", later, ANA, "why"));
            now = later;
            assertThat(host.silence("*", "*", later.plusSeconds(1), ANA, "why").id())
                    .isEqualTo("silence-1001");
        }

        @Test
        void covers_patterns_matchAsWritten() {
            assertThat(covers("*", "anything")).isTrue();
            assertThat(covers("*", "")).isTrue();
            assertThat(covers("sp*d", "spend")).isTrue();
            assertThat(covers("sp*d", "spends")).isFalse();
            assertThat(covers("*end*", "spender")).isTrue();
            assertThat(covers("a*b*c", "a-c-b-c")).isTrue();
            assertThat(covers("spend", "spend ")).isFalse();
            assertThat(covers("s.end", "spend")).isFalse();
            assertThat(covers("a*".repeat(5_000) + "b", "a".repeat(20_000))).isFalse();
        }

        private static boolean covers(String pattern, String subject) {
            return new Silence("1", "*", pattern, START, START.plusSeconds(9), ANA, "why")
                    .covers("monitor", subject, START);
        }
    }

    private static AlertEpisode.Change shown(int hour, AlertEpisode.State state, String by, String note) {
        return new AlertEpisode.Change(START.plus(Duration.ofHours(hour)), state, by, note);
    }

    private Incident incident() {
        assertThat(host.incidents()).hasSize(1);
        return host.incidents().get(0);
    }

    private MonitorHost<Object, Object> host(AlertPolicy.Builder policy) {
        int[] ids = {0};
        MonitorHost<Object, Object> created = MonitorHost.builder(MODEL)
                .monitor(monitor)
                .policy(policy.build())
                .clock(() -> now)
                .alertIds(() -> Integer.toString(++ids[0]))
                .sink(new AlertSink() {
                    @Override
                    public void send(Alert alert) {
                        news.add("sent " + alert.id());
                    }

                    @Override
                    public void changed(Alert alert, AlertChange change) {
                        news.add(alert.id() + " " + change.kind() + " by " + change.by() + ": " + change.note());
                    }
                })
                .build();
        created.onServing(version(1), null);
        return created;
    }

    /** Evaluates, and an hour passes. */
    private void evaluate(Finding... findings) {
        monitor.finds(findings);
        host.evaluate(now);
        now = now.plus(Duration.ofHours(1));
    }
}
