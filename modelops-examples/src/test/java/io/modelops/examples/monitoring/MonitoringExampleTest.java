package io.modelops.examples.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.modelops.examples.imports.MlflowDirectory;
import io.modelops.model.Actor;
import io.modelops.model.Score;
import io.modelops.monitoring.MonitorHost;
import io.modelops.monitoring.MonitorStatus;
import io.modelops.monitoring.Silence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of monitoring works. */
class MonitoringExampleTest {
    @Test
    void run_trafficWithHigherCharges_isWatchedAndReported(@TempDir Path directory) throws Exception {
        Path mlflowModel = Files.createDirectory(directory.resolve("mlflow"));
        MlflowDirectory.copyTo(mlflowModel);
        HttpServer pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        pager.start();
        try {
            MonitorHost<Subscriber, Score> watch = MonitoringExample.run(
                    directory.resolve("models"),
                    mlflowModel.resolve("model.onnx"),
                    directory,
                    subscribers(2_000, 1, 1),
                    subscribers(600, 2, 1.4),
                    URI.create("http://" + pager.getAddress().getAddress().getHostAddress() + ":"
                            + pager.getAddress().getPort() + "/alerts"),
                    "a secret of the pager and the service",
                    Actor.by("ana"));

            assertThat(watch.failures()).isEmpty();
            assertThat(watch.status())
                    .extracting(MonitorStatus::name)
                    .contains("service-health", "data-quality", "feature-drift", "outliers");
            assertThat(watch.silences()).extracting(Silence::reason).containsExactly("price change of December");
        } finally {
            pager.stop(0);
        }
        assertThat(directory.resolve("churn.html")).content().contains("churn", "</html>");
        assertThat(directory.resolve("october.html"))
                .content()
                .contains("October against the training data", "charge")
                .doesNotContain("<script");
    }

    private static List<Subscriber> subscribers(int number, long seed, double price) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, number)
                .mapToObj(index -> new Subscriber(
                        (float) random.nextDouble(0, 10),
                        (float) (price * random.nextDouble(20, 80)),
                        random.nextInt(6)))
                .toList();
    }
}
