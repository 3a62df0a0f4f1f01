package io.modelops.monitoring.fleet;

import static io.modelops.monitoring.fleet.Node.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Alert;
import io.modelops.model.FeatureProfile;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.model.StoreException;
import io.modelops.monitoring.MonitorHost;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.fleet.FleetWindow.NodeState;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.Finding;
import io.modelops.spi.Role;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetMonitoringTest {
    private static final int WINDOW = Visits.IN_A_WINDOW;
    private static final String TOPIC = "traffic/churn/PT10M";

    private final SummaryStore store = side();

    @Test
    void windows_threeNodes_addUpToWhatOneProcessSees() {
        SummaryStore other = side();
        List<Node> nodes = fleet(store, 3);
        Node alone = new Node("alone", other);
        for (int window = 0; window < 3; window++) {
            run(nodes, window);
            run(List.of(alone), window);
        }

        List<FleetWindow> of3 = nodes.get(1).monitoring.windows(Visits.START, second(3 * WINDOW));
        List<FleetWindow> of1 = alone.monitoring.windows(Visits.START, second(3 * WINDOW));

        assertThat(of3).hasSize(3).allMatch(FleetWindow::isComplete);
        for (int window = 0; window < 3; window++) {
            assertSame(of3.get(window).traffic(), of1.get(window).traffic());
            assertThat(of3.get(window).nodes()).hasSize(3);
        }
        TrafficSummary all = nodes.get(0)
                .monitoring
                .between(Visits.START, second(3 * WINDOW))
                .orElseThrow()
                .find(Visits.VERSION.ref(), Role.CHAMPION)
                .orElseThrow();
        assertThat(all.predictions()).isEqualTo(3 * WINDOW);
        assertThat(all.inputs().rows()).isEqualTo(3 * WINDOW);
        assertThat(all.labels().labels()).isEqualTo(3 * WINDOW);
        assertThat(all.scores().count()).isEqualTo(all.predictions() - all.errors());
    }

    @Test
    void evaluate_threeNodes_findWhatOneProcessFindsAndAlertOnce() {
        SummaryStore other = side();
        List<Node> nodes = fleet(store, 3);
        Node alone = new Node("alone", other);
        List<Alert> raised = new ArrayList<>();
        for (int window = 0; window < 7; window++) {
            Instant after = run(nodes, window);
            nodes.forEach(node -> raised.addAll(node.monitoring.evaluate(after)));
            run(List.of(alone), window);
            alone.monitoring.evaluate(after);
        }

        assertThat(raised).extracting(Alert::subject).containsExactly("age");
        assertThat(alone.delivered).containsExactlyElementsOf(raised);
        assertThat(raised.get(0).id()).isEqualTo("churn-fleet-20260301T005000.000Z-1");
        List<FleetVerdict> verdicts = nodes.get(2).monitoring.verdicts(Visits.START, second(7 * WINDOW));
        assertThat(verdicts).hasSize(7);
        for (FleetVerdict verdict : verdicts) {
            List<Finding> single = alone.monitoring.verdicts(verdict.from(), verdict.to()).get(0).findings().stream()
                    .map(Reading::finding)
                    .filter(finding -> !finding.subject().equals("nodes"))
                    .toList();
            assertThat(verdict.findings().stream()
                            .map(Reading::finding)
                            .filter(finding -> !finding.subject().equals("nodes")))
                    .containsExactlyElementsOf(single);
        }
        assertThat(nodes.get(1).monitoring.current()).isEqualTo(verdicts.get(6).findings());
    }

    @Test
    void lasting_alertUntilItsFindingIsWellOrTheFleetIsSilent_saysSo() {
        List<Node> nodes = fleet(store, 3);
        List<Alert> raised = new ArrayList<>();
        Instant after = Visits.START;
        for (int window = 0; window < 7; window++) {
            after = run(nodes, window);
            raised.addAll(nodes.get(0).monitoring.evaluate(after));
        }
        FleetMonitoring other = nodes.get(1).monitoring;

        assertThat(other.silentAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(other.lasting(after)).hasValue(Set.of(raised.get(0).id()));
        assertThat(other.lasting(after.plus(Duration.ofMinutes(59)))).isPresent();
        assertThat(other.lasting(after.plus(Duration.ofMinutes(61)))).isEmpty();
        assertThat(new Node("new", side()).monitoring.lasting(after)).isEmpty();
    }

    @Test
    void recall_storeThatHangs_goesOnFromNothingAfterTheLimit() {
        CountDownLatch never = new CountDownLatch(1);
        SummaryStore hanging = (SummaryStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SummaryStore.class}, (proxy, method, arguments) -> {
                    never.await();
                    return Optional.empty();
                });
        try (MonitorHost<Object, Object> host = MonitorHost.<Object, Object>builder(Summaries.MODEL)
                .threadsOfItsOwn()
                .build()) {
            MonitorKeeper keeper = new MonitorKeeper(host, hanging, ModelRef.parse("churn@champion"), "node");

            keeper.recall(Duration.ofMillis(20));
            boolean written = host.runAside("fleet", () -> keeper.keep(Visits.START));
            host.startEvaluation(Visits.START);

            assertThat(written).isTrue();
            assertThat(host.incidents()).isEmpty();
        } finally {
            never.countDown();
        }
    }

    @Test
    void evaluate_nodeThatStops_isMissingForThreeWindowsAndAlerted() {
        List<Node> nodes = fleet(store, 3);
        run(nodes, 0);
        List<Node> left = nodes.subList(0, 2);
        for (int window = 1; window < 6; window++) {
            run(left, window);
        }

        left.get(0).monitoring.evaluate(second(6 * WINDOW + 200));

        List<FleetWindow> windows = left.get(1).monitoring.windows(Visits.START, second(6 * WINDOW));
        List<String> stopped = List.of("node-2");
        assertThat(windows.get(1).nodes(NodeState.PARTIAL)).isEqualTo(stopped); // It saw its first seconds.
        assertThat(windows)
                .extracting(window -> window.nodes(NodeState.MISSING))
                .containsExactly(List.of(), List.of(), stopped, stopped, stopped, List.of());
        assertThat(left.get(0).delivered).extracting(Alert::subject).contains("nodes");
        assertThat(left.get(0).delivered.get(0).summary()).contains("1 of 3").contains("node-2");
    }

    @Test
    void evaluate_nodeThatLeaves_isNotMissed() {
        List<Node> nodes = fleet(store, 3);
        run(nodes, 0);
        nodes.get(2).publisher.leave(second(WINDOW + 20));
        for (int window = 1; window < 3; window++) {
            run(nodes.subList(0, 2), window);
        }

        assertThat(nodes.get(0).monitoring.windows(second(2 * WINDOW), second(3 * WINDOW)))
                .singleElement()
                .satisfies(window -> assertThat(window.nodes()).containsOnlyKeys("node-0", "node-1"));
    }

    @Test
    void evaluate_nodeThatHasNotFinished_isWaitedForUntilTheGraceIsOver() {
        List<Node> nodes = fleet(store, 2);
        nodes.forEach(node -> node.serve(0, WINDOW, 2, nodes.indexOf(node)));
        nodes.get(0).publisher.publish(second(WINDOW + 15));
        nodes.get(1).publisher.publish(second(WINDOW - 5)); // Dies before the window is over.

        FleetMonitoring watch = nodes.get(0).monitoring;
        watch.evaluate(second(WINDOW + 30));
        assertThat(watch.verdicts(Visits.START, second(WINDOW))).isEmpty();

        watch.evaluate(second(WINDOW + 120));
        assertThat(watch.verdicts(Visits.START, second(WINDOW)))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.nodes())
                        .isEqualTo(Map.of("node-0", NodeState.COMPLETE, "node-1", NodeState.PARTIAL)));
    }

    @Test
    void windows_nodeStartedAnewInTheMiddle_addsToWhatItPublished() {
        Node before = new Node("node-0", store).serve(0, 300, 1, 0);
        before.publisher.publish(second(300));
        Node after = new Node("node-0", store).serve(300, WINDOW, 1, 0);
        after.publisher.publish(second(WINDOW + 20));

        FleetWindow window = after.monitoring.windows(Visits.START, second(1)).get(0);

        assertThat(window.champion().orElseThrow().predictions()).isEqualTo(WINDOW);
        assertThat(window.nodes()).isEqualTo(Map.of("node-0", NodeState.PARTIAL));
    }

    @Test
    void evaluate_judgeCanNotDeliver_anotherNodeDoesAfterTheGraceOnce() {
        Node failing = new Node("node-0", store, alert -> {
            throw new IllegalStateException("pager is down");
        });
        Node second = new Node("node-1", store);
        Node third = new Node("node-2", store);
        for (int window = 0; window < 8; window++) {
            Instant after = run(List.of(failing), window);
            failing.monitoring.evaluate(after);
        }
        Instant judged = second(8 * WINDOW + 20);
        assertThat(failing.delivered).isEmpty();

        for (Node node : List.of(second, third)) {
            node.monitoring.evaluate(judged.plusSeconds(60));
        }
        assertThat(second.delivered).isEmpty();
        for (int round = 0; round < 3; round++) {
            Instant later = judged.plus(Node.GRACE.multipliedBy(1 + round)).plusSeconds(1);
            second.monitoring.evaluate(later);
            third.monitoring.evaluate(later);
        }

        assertThat(Stream.concat(second.delivered.stream(), third.delivered.stream()))
                .extracting(Alert::subject)
                .containsExactly("age");
    }

    @Test
    void evaluate_damagedVerdictInItsPlace_isReplaced() {
        Node node = new Node("node-0", store);
        run(List.of(node), 0);
        store.put(new StoredSummary("verdicts/churn/PT10M", "fleet", Visits.START, new byte[] {1, 2}));

        node.monitoring.evaluate(second(WINDOW + 30));

        assertThat(node.monitoring.verdicts(Visits.START, second(WINDOW))).hasSize(1);
    }

    @Test
    void evaluate_checkThatThrows_leavesTheOthers() {
        Node node = new Node("node-0", store);
        run(List.of(node), 0);
        FleetCheck broken = new FleetCheck() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<Finding> judge(FleetWindow window, TrafficSummary champion, Profile trainedOn) {
                throw new IllegalStateException("broken");
            }
        };
        FleetMonitoring watch = FleetMonitoring.builder(Summaries.MODEL, store)
                .checks(List.of(broken, FleetChecks.health()))
                .build();

        watch.evaluate(second(WINDOW + 30));

        assertThat(watch.current()).extracting(Reading::monitor).containsOnly("fleet-health");
    }

    @Test
    void windows_damagedReport_isCountedAndLeftOut() {
        Node node = new Node("node-0", store);
        run(List.of(node), 0);
        store.put(new StoredSummary(TOPIC, "node-1/x", Visits.START, new byte[] {1, 2, 3}));

        FleetWindow window = node.monitoring.windows(Visits.START, second(1)).get(0);

        assertThat(window.damaged()).isEqualTo(1);
        assertThat(window.champion().orElseThrow().predictions()).isEqualTo(WINDOW);
    }

    @Test
    void windows_profilesInOtherBins_areCountedAndLeftOut() {
        TrafficSummary usual = Summaries.inBins(30, 50);
        NodeReport one = report("node-0", usual);
        NodeReport other = report("node-1", Summaries.inBins(31, 51));

        FleetWindow window = FleetWindow.of(Visits.START, second(WINDOW), List.of(one, one, other), Set.of(), 0);

        assertThat(window.unmerged()).isEqualTo(1);
        assertThat(window.traffic().get(0).predictions()).isEqualTo(3 * usual.predictions());
        assertThat(window.traffic().get(0).inputs().rows())
                .isEqualTo(2 * usual.inputs().rows());
    }

    @Test
    void windows_nothingPublished_areNone() {
        FleetMonitoring watch = FleetMonitoring.builder(Summaries.MODEL, store).build();

        assertThat(watch.windows(Visits.START, second(10_000))).isEmpty();
        assertThat(watch.between(Visits.START, second(10_000))).isEmpty();
        assertThat(watch.evaluate(second(10_000))).isEmpty();
        assertThat(watch.current()).isEmpty();
    }

    @Test
    void build_settingsThatMakeNoSense_throw() {
        assertThatThrownBy(() -> FleetMonitoring.builder(Summaries.MODEL, store)
                        .window(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> FleetMonitoring.builder(Summaries.MODEL, store).grace(Duration.ZERO))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> FleetPublisher.builder(Summaries.MODEL, store, "a/b"))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> FleetChecks.featureDrift(0, 0.2, 0.01)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void publish_lateObservation_isCountedAndNotAdded() {
        Node node = new Node("node-0", store);
        run(List.of(node), 0);

        node.serve(5, 6, 1, 0);

        assertThat(node.publisher.late()).isEqualTo(2); // The prediction and its label.
        node.publisher.publish(second(WINDOW + 100));
        assertThat(node.monitoring
                        .windows(Visits.START, second(1))
                        .get(0)
                        .champion()
                        .orElseThrow()
                        .predictions())
                .isEqualTo(WINDOW);
        assertThat(node.monitoring
                        .windows(second(WINDOW), second(WINDOW + 1))
                        .get(0)
                        .late())
                .isEqualTo(2);
    }

    @Test
    void publish_storeThatFails_isTriedAgainAndLosesNothing() {
        FailingSide failing = new FailingSide(store);
        Node node = new Node("node-0", failing);
        failing.broken = true;
        run(List.of(node), 0);
        run(List.of(node), 1);
        assertThat(node.publisher.failures()).isPositive();

        failing.broken = false;
        node.publisher.publish(second(2 * WINDOW + 60));

        assertThat(node.monitoring.windows(Visits.START, second(2 * WINDOW)))
                .extracting(window -> window.champion().orElseThrow().predictions())
                .containsExactly((long) WINDOW, (long) WINDOW);
        assertThat(node.publisher.dropped()).isZero();
    }

    @Test
    void publish_storeThatFailsForLong_keepsTheLatestWindows() {
        FailingSide failing = new FailingSide(store);
        failing.broken = true;
        Node node = new Node("node-0", failing);
        for (int window = 0; window < 40; window++) {
            node.serve(window * WINDOW, window * WINDOW + 1, 1, 0);
            node.publisher.publish(second((window + 1L) * WINDOW + 20));
        }

        assertThat(node.publisher.dropped()).isBetween(20L, 26L);
    }

    /** Lets all nodes serve a window and publish it for good; returns when that was. */
    private static Instant run(List<Node> nodes, int window) {
        Instant after = second((window + 1L) * WINDOW + 20);
        for (int node = 0; node < nodes.size(); node++) {
            nodes.get(node).serve(window * WINDOW, (window + 1) * WINDOW, nodes.size(), node);
            nodes.get(node).publisher.publish(after);
        }
        return after;
    }

    private static List<Node> fleet(SummaryStore store, int size) {
        List<Node> nodes = new ArrayList<>();
        for (int node = 0; node < size; node++) {
            nodes.add(new Node("node-" + node, store));
        }
        return nodes;
    }

    private static SummaryStore side() {
        return new InMemoryRegistryStore().summaries().orElseThrow();
    }

    private static NodeReport report(String node, TrafficSummary summary) {
        return new NodeReport(node, Visits.START, second(WINDOW), true, false, 0, List.of(summary));
    }

    /** All counts are the same; moments are up to rounding, because they are added in another order. */
    static void assertSame(List<TrafficSummary> some, List<TrafficSummary> others) {
        assertThat(some).hasSameSizeAs(others);
        for (int index = 0; index < some.size(); index++) {
            TrafficSummary one = some.get(index);
            TrafficSummary other = others.get(index);
            assertThat(one.hasKeyOf(other)).isTrue();
            assertThat(one.predictions()).isEqualTo(other.predictions());
            assertThat(one.errors()).isEqualTo(other.errors());
            assertThat(one.latencies()).isEqualTo(other.latencies());
            assertThat(one.scores()).isEqualTo(other.scores());
            assertThat(one.labels().labels()).isEqualTo(other.labels().labels());
            assertThat(one.labels().squaredError()).isCloseTo(other.labels().squaredError(), within(1e-6));
            assertThat(one.inputs().rows()).isEqualTo(other.inputs().rows());
            for (FeatureProfile feature : one.inputs().features()) {
                FeatureProfile same = other.inputs().find(feature.name()).orElseThrow();
                assertThat(feature.counts()).isEqualTo(same.counts());
                if (feature instanceof FeatureProfile.Numeric numeric) {
                    assertThat(numeric.mean()).isCloseTo(((FeatureProfile.Numeric) same).mean(), within(1e-9));
                    assertThat(numeric.max()).isEqualTo(((FeatureProfile.Numeric) same).max());
                }
            }
        }
    }

    private static final class FailingSide implements SummaryStore {
        private final SummaryStore store;
        private boolean broken;

        private FailingSide(SummaryStore store) {
            this.store = store;
        }

        private SummaryStore working() {
            if (broken) {
                throw new StoreException("disk is full");
            }
            return store;
        }

        @Override
        public void put(StoredSummary summary) {
            working().put(summary);
        }

        @Override
        public boolean putIfAbsent(StoredSummary summary) {
            return working().putIfAbsent(summary);
        }

        @Override
        public Reading read(String topic, Instant from, Instant to) {
            return working().read(topic, from, to);
        }

        @Override
        public Optional<StoredSummary> latest(String topic, String node) {
            return working().latest(topic, node);
        }

        @Override
        public int trim(String topic, Limits limits) {
            return working().trim(topic, limits);
        }
    }
}
