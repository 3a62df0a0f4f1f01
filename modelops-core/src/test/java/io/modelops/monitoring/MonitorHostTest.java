package io.modelops.monitoring;

import static io.modelops.monitoring.ScriptedMonitor.breach;
import static io.modelops.monitoring.ScriptedMonitor.fine;
import static io.modelops.monitoring.ScriptedMonitor.unknown;
import static io.modelops.spi.Observed.MODEL;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Alert;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.model.internal.Json;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MonitorHostTest {
    private static final ModelVersion CHAMPION = version(7);

    private final ScriptedMonitor monitor = new ScriptedMonitor();
    private final List<Alert> sent = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final MonitorHost.Builder<String, Double> builder = MonitorHost.<String, Double>builder(MODEL)
            .policy(AlertPolicy.builder()
                    .persistence(1, 1)
                    .coolDown(Duration.ZERO)
                    .grouped(false)
                    .build())
            .sink(sent::add)
            .onFailure((plugin, thrown) -> failed.add(plugin + ": " + thrown.getMessage()));

    @Test
    void observe_everything_reachesAllMonitors() {
        ScriptedMonitor second = new ScriptedMonitor();
        MonitorHost<String, Double> host =
                builder.monitor(monitor).monitor(second).build();

        host.onServing(CHAMPION, null);
        host.onPrediction(answer(CHAMPION, 1, "input", 1.0));
        host.onLabel(labelled(answer(CHAMPION, 1, "input", 1.0), 0.0));

        assertThat(monitor.told).containsExactly("serving 7", "prediction 1", "label 1");
        assertThat(second.told).isEqualTo(monitor.told);
    }

    @Test
    void evaluate_beforeAnythingServes_findsNothing() {
        monitor.finds(breach("error"));

        assertThat(builder.monitor(monitor).build().evaluate(START)).isEmpty();
    }

    @Test
    void evaluate_breach_raisesAnAlertThatSaysEverything() {
        List<Alert> heard = new ArrayList<>();
        MonitorHost<String, Double> host = serving(builder.monitor(monitor).onAlert(heard::add));
        monitor.finds(breach("error", Severity.CRITICAL, 3));

        List<Alert> raised = host.evaluate(START);

        assertThat(raised)
                .containsExactly(new Alert(
                        "churn-20040101T000000Z-1",
                        MODEL,
                        7,
                        "scripted",
                        "error",
                        Severity.CRITICAL,
                        3,
                        1,
                        "error is 3.0",
                        START));
        assertThat(sent).isEqualTo(raised);
        assertThat(heard).isEqualTo(raised);
        assertThat(host.alerts()).isEqualTo(raised);
    }

    @Test
    void evaluate_manyAlerts_haveDifferentIdsThatDependOnNothingElse() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor));
        monitor.finds(breach("a"), breach("b"));
        host.evaluate(START);
        host.evaluate(START.plusSeconds(1));

        assertThat(sent)
                .extracting(Alert::id)
                .containsExactly(
                        "churn-20040101T000000Z-1",
                        "churn-20040101T000000Z-2",
                        "churn-20040101T000001Z-3",
                        "churn-20040101T000001Z-4");
    }

    @Test
    void evaluate_givenIds_areTaken() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor).alertIds(() -> "alert"));
        monitor.finds(breach("a"));

        assertThat(host.evaluate(START)).extracting(Alert::id).containsExactly("alert");
    }

    @Test
    void current_afterEvaluations_showsTheLatestFindings() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor));
        monitor.finds(fine("error", 0.1));
        host.evaluate(START);
        monitor.finds(fine("error", 0.2), unknown("latency"));
        host.evaluate(START.plusSeconds(1));
        monitor.finds();
        host.evaluate(START.plusSeconds(2));

        assertThat(host.current())
                .containsExactly(
                        new Reading("scripted", START.plusSeconds(1), fine("error", 0.2)),
                        new Reading("scripted", START.plusSeconds(1), unknown("latency")));
    }

    @Test
    void current_anotherVersionServes_isEmpty() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor));
        monitor.finds(fine("error", 0.1));
        host.evaluate(START);

        host.onServing(CHAMPION, null);
        assertThat(host.current()).hasSize(1);

        host.onServing(version(8), null);
        assertThat(host.current()).isEmpty();
    }

    @Test
    void history_moreThanTheLimit_keepsTheLatestPoints() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor).history(2));
        for (int second = 0; second < 3; second++) {
            monitor.finds(fine("error", second), unknown("latency"));
            host.evaluate(START.plusSeconds(second));
        }

        assertThat(host.history().series())
                .containsExactly(new MonitoringHistory.Series(
                        "scripted",
                        "error",
                        List.of(
                                new MonitoringHistory.Point(START.plusSeconds(1), 1, 1, Status.OK),
                                new MonitoringHistory.Point(START.plusSeconds(2), 2, 1, Status.OK))));
    }

    @Test
    void history_everNewSubjects_staysBounded() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor));
        for (int round = 0; round < 30; round++) {
            int first = round * 100;
            monitor.findings = IntStream.range(first, first + 100)
                    .mapToObj(subject -> breach("subject " + subject))
                    .toList();
            host.evaluate(START);
        }

        assertThat(host.history().series()).hasSize(1_000);
        assertThat(host.alerts()).hasSize(1_000);
    }

    @Test
    void build_monitorsOfTheSameName_areNumbered() {
        ScriptedMonitor second = new ScriptedMonitor();
        MonitorHost<String, Double> host = serving(builder.monitor(monitor).monitor(second));
        monitor.finds(fine("error", 1));
        second.finds(fine("error", 2));
        host.evaluate(START);

        assertThat(host.current()).extracting(Reading::monitor).containsExactly("scripted", "scripted-2");
    }

    @Test
    void report_afterEvaluations_isACompleteSnapshotThatCanBeWrittenAsJson() {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor));
        monitor.finds(breach("error"), fine("latency", Double.NaN));
        host.evaluate(START);
        host.evaluate(START.plusSeconds(1));

        MonitoringReport report = host.report(START.plusSeconds(9));

        assertThat(report.model()).isEqualTo(MODEL);
        assertThat(report.version()).isEqualTo(CHAMPION.ref());
        assertThat(report.from()).isEqualTo(START);
        assertThat(report.to()).isEqualTo(START.plusSeconds(9));
        assertThat(report.readings()).hasSize(2);
        assertThat(report.series()).hasSize(2);
        assertThat(report.alerts()).isEqualTo(sent);
        assertThat(report.failures()).isEmpty();
        assertThat(Json.MAPPER.writeValueAsString(report)).contains("\"churn:7\"", "error is 2.0", "NaN");
    }

    @Test
    void report_monitorWithDetails_showsThoseOfTheLastEvaluation() {
        LabelCoverage coverage = new LabelCoverage(10, 5, Duration.ofHours(1), null, List.of(), List.of());
        MonitorHost<String, Double> host = serving(builder.monitor(new Detailed(coverage)));
        assertThat(host.report(START).details().labels()).isNull();

        host.evaluate(START);
        assertThat(host.report(START).details().labels()).isEqualTo(coverage);
        assertThat(host.failures()).isEmpty();

        host.onServing(version(8), null);
        assertThat(host.report(START).details().labels()).isNull();
    }

    @Test
    void report_nothingYet_isEmpty() {
        MonitoringReport report = builder.monitor(monitor).build().report(START);

        assertThat(report.version()).isNull();
        assertThat(report.from()).isEqualTo(START);
        assertThat(report.series()).isEmpty();
    }

    @Test
    void observeAndEvaluate_manyThreads_loseNothing() throws Exception {
        MonitorHost<String, Double> host = serving(builder.monitor(monitor));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                done.add(threads.submit(() -> {
                    for (int count = 0; count < 500; count++) {
                        host.onPrediction(answer(CHAMPION, count, "input", 1.0));
                        if (count % 50 == 0) {
                            host.evaluate(START);
                            host.report(START);
                        }
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(monitor.told).hasSize(1 + 8 * 500);
        assertThat(host.failures()).isEmpty();
    }

    @Nested
    class HostilePlugins {
        @Test
        void evaluate_monitorThrows_othersGoOn() {
            MonitorHost<String, Double> host =
                    serving(builder.monitor(new Hostile()).monitor(monitor));
            monitor.finds(breach("error"));

            host.onPrediction(answer(CHAMPION, 1, "input", 1.0));
            host.onLabel(labelled(answer(CHAMPION, 1, "input", 1.0), 0.0));

            assertThat(host.evaluate(START)).hasSize(1);
            assertThat(failed)
                    .containsExactly("hostile: serving", "hostile: prediction", "hostile: label", "hostile: evaluate");
            assertThat(host.failures()).containsEntry("hostile", 4L);
        }

        @Test
        void evaluate_monitorFailsTenTimesInARow_isSwitchedOff() {
            MonitorHost<String, Double> host = serving(builder.monitor(new Hostile()));
            for (int evaluation = 0; evaluation < 20; evaluation++) {
                host.evaluate(START);
            }
            host.onPrediction(answer(CHAMPION, 1, "input", 1.0));

            assertThat(host.failures()).containsEntry("hostile", 11L);
        }

        @Test
        void evaluate_monitorFailsNowAndThen_staysOn() {
            Monitor<Object, Object> moody = new Monitor<>() {
                private int calls;

                @Override
                public String name() {
                    return "moody";
                }

                @Override
                public List<Finding> evaluate(Instant now) {
                    if (++calls % 10 != 0) {
                        throw new IllegalStateException("not today");
                    }
                    return List.of(fine("mood", calls));
                }
            };
            MonitorHost<String, Double> host = serving(builder.monitor(moody));
            for (int evaluation = 0; evaluation < 100; evaluation++) {
                host.evaluate(START);
            }

            assertThat(host.failures()).containsEntry("moody", 90L);
            assertThat(host.current())
                    .extracting(reading -> reading.finding().value())
                    .containsExactly(100.0);
        }

        @Test
        void evaluate_nullFinding_isAFailure() {
            Monitor<Object, Object> careless = now -> Collections.singletonList(null);
            MonitorHost<String, Double> host = serving(builder.monitor(careless));

            assertThat(host.evaluate(START)).isEmpty();
            assertThat(host.failures()).hasSize(1);
        }

        @Test
        void evaluate_sinkAndListenerThrow_otherSinksGetTheAlert() {
            MonitorHost<String, Double> host = serving(MonitorHost.<String, Double>builder(MODEL)
                    .policy(AlertPolicy.builder().persistence(1, 1).build())
                    .monitor(monitor)
                    .sink(alert -> {
                        throw new StackOverflowError("sink");
                    })
                    .sink(sent::add)
                    .onAlert(alert -> {
                        throw new IllegalStateException("listener");
                    })
                    .onFailure((plugin, thrown) -> {
                        failed.add(plugin);
                        throw new IllegalStateException("handler");
                    }));
            monitor.finds(breach("error"));

            assertThat(host.evaluate(START)).hasSize(1);
            assertThat(sent).hasSize(1);
            assertThat(failed).containsExactly("alert-sink-1", "alert-listener");
            assertThat(host.failures()).containsEntry("alert-sink-1", 1L).containsEntry("alert-listener", 1L);
        }

        @Test
        void evaluate_listenerCallsBack_doesNotDeadlock() {
            List<MonitorHost<String, Double>> self = new ArrayList<>();
            MonitorHost<String, Double> host = serving(
                    builder.monitor(monitor).onAlert(alert -> self.get(0).onServing(version(8), null)));
            self.add(host);
            monitor.finds(breach("error"));

            host.evaluate(START);

            assertThat(monitor.told).containsExactly("serving 7", "serving 8");
        }
    }

    private static MonitorHost<String, Double> serving(MonitorHost.Builder<String, Double> builder) {
        MonitorHost<String, Double> host = builder.build();
        host.onServing(CHAMPION, null);
        return host;
    }

    private record Detailed(LabelCoverage coverage) implements Monitor<Object, Object>, DetailSource {
        @Override
        public List<Finding> evaluate(Instant now) {
            return List.of();
        }

        @Override
        public MonitoringDetails details(Instant now) {
            return MonitoringDetails.none().labels(coverage);
        }
    }

    private static final class Hostile implements Monitor<Object, Object> {
        @Override
        public String name() {
            return "hostile";
        }

        @Override
        public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
            throw new IllegalStateException("serving");
        }

        @Override
        public void onPrediction(Observation<Object, Object> observation) {
            throw new NoClassDefFoundError("prediction");
        }

        @Override
        public void onLabel(LabelledObservation<Object, Object> labelled) {
            throw new StackOverflowError("label");
        }

        @Override
        public List<Finding> evaluate(Instant now) {
            throw new AssertionError("evaluate");
        }
    }
}
