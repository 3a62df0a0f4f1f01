package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Alert;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.Profile;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.Profiler;
import io.modelops.monitoring.fleet.FleetMonitoring;
import io.modelops.monitoring.fleet.FleetPublisher;
import io.modelops.monitoring.fleet.FleetVerdict;
import io.modelops.monitoring.fleet.FleetWindow;
import io.modelops.spi.Observation;
import io.modelops.spi.Observed;
import io.modelops.spi.Role;
import io.modelops.spi.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes that each have a connection of their own to one database. */
class JdbcFleetTest {
    private static final int NODES = 3;
    private static final int WINDOWS = 6;
    private static final int PER_WINDOW = 600;
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final ModelVersion VERSION = Observed.version(1);
    private static final Features<Double> FEATURES =
            Features.<Double>builder().numeric("age", age -> age).build();

    private final Queue<Alert> alerts = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource(Home.class)
    void evaluate_threeNodesAtOnce_findWhatOneFindsAndAlertOnce(Home home) throws Exception {
        Home.Place place = home.empty();
        List<FleetPublisher<Double, Double>> publishers = new ArrayList<>();
        List<FleetMonitoring> watches = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            SummaryStore store = place.log().summaries().orElseThrow();
            publishers.add(publisher(store, "node-" + node));
            watches.add(watch(store));
        }
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            for (int window = 0; window < WINDOWS; window++) {
                Instant after = START.plus(WINDOW.multipliedBy(window + 1L)).plusSeconds(20);
                for (int number = window * PER_WINDOW; number < (window + 1) * PER_WINDOW; number++) {
                    publishers.get(number % NODES).onPrediction(prediction(number, window >= 3));
                }
                publishers.forEach(publisher -> publisher.publish(after));
                List<Callable<List<Alert>>> judging = watches.stream()
                        .map(watch -> (Callable<List<Alert>>) () -> watch.evaluate(after))
                        .toList();
                for (Future<List<Alert>> judged : threads.invokeAll(judging)) {
                    judged.get();
                }
            }
        } finally {
            threads.shutdown();
        }

        List<FleetWindow> windows = watches.get(2).windows(START, START.plus(WINDOW.multipliedBy(WINDOWS)));
        assertThat(windows).hasSize(WINDOWS).allSatisfy(window -> {
            assertThat(window.isComplete()).isTrue();
            assertThat(window.nodes()).hasSize(NODES);
            assertThat(window.champion().orElseThrow().inputs().rows()).isEqualTo(PER_WINDOW);
        });
        assertThat(alerts).extracting(Alert::subject).containsExactly("age");
        List<FleetVerdict> verdicts = watches.get(0).verdicts(START, Instant.MAX);
        assertThat(verdicts).hasSize(WINDOWS);
        assertThat(watches.get(1).verdicts(START, Instant.MAX)).isEqualTo(verdicts);
    }

    private static FleetPublisher<Double, Double> publisher(SummaryStore store, String node) {
        FleetPublisher<Double, Double> publisher = FleetPublisher.<Double, Double>builder(Observed.MODEL, store, node)
                .features(FEATURES)
                .scores(score -> score)
                .build();
        publisher.onServing(VERSION, trainedOn());
        return publisher;
    }

    private FleetMonitoring watch(SummaryStore store) {
        return FleetMonitoring.builder(Observed.MODEL, store)
                .policy(AlertPolicy.builder().persistence(2, 3).build())
                .references(version -> Optional.of(trainedOn()))
                .onAlert(alerts::add)
                .build();
    }

    private static Profile trainedOn() {
        return Profiler.of(FEATURES)
                .profile(IntStream.range(0, 2_000)
                        .mapToObj(row -> age(row, false))
                        .toList());
    }

    private static Observation<Double, Double> prediction(int number, boolean drifted) {
        return new Observation<>(
                new PredictionId(1, number),
                START.plusSeconds(number),
                VERSION,
                Role.CHAMPION,
                age(number, drifted),
                0.5,
                null,
                1_000_000);
    }

    private static Double age(int number, boolean drifted) {
        SplittableRandom random = new SplittableRandom(17L * number);
        random.nextLong();
        return random.nextDouble(20, 60) + (drifted ? 15 : 0);
    }
}
