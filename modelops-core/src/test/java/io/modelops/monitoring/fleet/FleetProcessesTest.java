package io.modelops.monitoring.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Alert;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.fleet.FleetWindow.NodeState;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.registry.internal.JavaProcess;
import io.modelops.spi.Finding;
import io.modelops.spi.SummaryStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes and one directory. One of them is killed in the middle of a window and started anew. */
class FleetProcessesTest {
    private static final int NODES = 3;
    private static final int WINDOWS = 7;
    private static final int WINDOW = Visits.IN_A_WINDOW;
    private static final int CRASH = 2;
    private static final int HALF = CRASH * WINDOW + 300;
    /** What the killed node served since it last published. */
    private static final int LOST_UNTIL = HALF + 30;

    @TempDir
    private Path root;

    private final List<Remote> started = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();

    @Test
    void threeProcesses_oneKilledAndStartedAnew_findWhatOneProcessFinds() throws Exception {
        ModelRegistry.builder().directory(root).open().close();
        try {
            runFleet();
        } finally {
            started.forEach(Remote::kill);
        }
        Node alone = runAlone();

        try (ModelRegistry registry = ModelRegistry.builder().directory(root).open()) {
            FleetMonitoring watch = new Node("reader", registry.summaries().orElseThrow()).monitoring;
            Instant end = Node.second(WINDOWS * WINDOW);
            List<FleetWindow> windows = watch.windows(Visits.START, end);
            List<FleetWindow> expected = alone.monitoring.windows(Visits.START, end);
            assertThat(windows).hasSize(WINDOWS);
            for (int window = 0; window < WINDOWS; window++) {
                FleetMonitoringTest.assertSame(
                        windows.get(window).traffic(), expected.get(window).traffic());
                assertThat(windows.get(window).nodes()).hasSize(NODES);
                assertThat(windows.get(window).nodes(NodeState.PARTIAL))
                        .isEqualTo(window == CRASH ? List.of("node-2") : List.of());
            }
            assertThat(verdicts(watch)).isEqualTo(verdicts(alone.monitoring)).hasSize(WINDOWS);
            assertThat(alerts)
                    .isNotEmpty()
                    .isEqualTo(alone.delivered.stream().map(Alert::id).toList());
        }
    }

    private void runFleet() throws Exception {
        List<Remote> nodes = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            nodes.add(new Remote(node));
        }
        nodes.forEach(Remote::awaitReady);
        for (int window = 0; window < WINDOWS; window++) {
            int begin = window * WINDOW;
            int after = begin + WINDOW + 20;
            List<Remote> whole = window == CRASH ? nodes.subList(0, NODES - 1) : nodes;
            whole.forEach(node -> node.order("serve " + begin + " " + (begin + WINDOW)));
            if (window == CRASH) {
                nodes.set(NODES - 1, killInTheMiddle(nodes.get(NODES - 1), begin));
            }
            nodes.forEach(node -> node.order("publish " + after));
            nodes.forEach(node -> node.send("judge " + after)); // All at once.
            nodes.forEach(node -> Stream.of(node.answer().split(","))
                    .filter(id -> !id.isEmpty())
                    .forEach(alerts::add));
        }
    }

    private Remote killInTheMiddle(Remote node, int begin) throws Exception {
        node.order("serve " + begin + " " + HALF);
        node.order("publish " + HALF);
        node.order("serve " + HALF + " " + LOST_UNTIL);
        node.kill();
        Remote anew = new Remote(NODES - 1);
        anew.awaitReady();
        anew.order("serve " + LOST_UNTIL + " " + (begin + WINDOW));
        return anew;
    }

    private static Node runAlone() {
        SummaryStore side = new InMemoryRegistryStore().summaries().orElseThrow();
        Node alone = new Node("alone", side);
        for (int window = 0; window < WINDOWS; window++) {
            for (int number = window * WINDOW; number < (window + 1) * WINDOW; number++) {
                boolean lost = number >= HALF && number < LOST_UNTIL && number % NODES == NODES - 1;
                if (!lost) {
                    alone.serve(number, number + 1, 1, 0);
                }
            }
            Instant after = Node.second((window + 1) * WINDOW + 20);
            alone.publisher.publish(after);
            alone.monitoring.evaluate(after);
        }
        return alone;
    }

    private static List<List<Finding>> verdicts(FleetMonitoring watch) {
        return watch.verdicts(Visits.START, Node.second(WINDOWS * WINDOW)).stream()
                .map(verdict -> verdict.findings().stream()
                        .map(Reading::finding)
                        .filter(finding -> !finding.subject().equals("nodes")) // Only their number differs.
                        .toList())
                .toList();
    }

    private final class Remote {
        private final Process process;
        private final Writer orders;
        private final BufferedReader answers;

        private Remote(int node) throws IOException {
            process = JavaProcess.start(
                    NodeProcess.class, root.toString(), "node-" + node, String.valueOf(NODES), String.valueOf(node));
            started.add(this);
            orders = process.outputWriter(StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        private void awaitReady() {
            assertThat(answer()).isEqualTo("ready");
        }

        private void order(String order) {
            send(order);
            assertThat(answer()).isEmpty();
        }

        private void send(String order) {
            try {
                orders.write(order + "\n");
                orders.flush();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private String answer() {
            try {
                return answers.readLine();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private void kill() {
            process.destroyForcibly().onExit().join();
        }
    }
}
