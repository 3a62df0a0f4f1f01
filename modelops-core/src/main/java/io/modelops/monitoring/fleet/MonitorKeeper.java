package io.modelops.monitoring.fleet;

import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelRef;
import io.modelops.monitoring.MonitorHost;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the monitors of a deployment know in the side channel of the registry's store, so that a node that is started
 * anew under the same name goes on from there. What the store throws is logged: a node without a memory starts from nothing.
 */
public final class MonitorKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorKeeper.class);
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final int MOST_ENTRIES = 1_000;
    private static final long MOST_BYTES = 64L << 20;

    private final MonitorHost<?, ?> host;
    private final SummaryStore store;
    private final String topic;
    private final String node;

    /**
     * Keeps what the monitors of a host know.
     *
     * @param host the host
     * @param store the side channel
     * @param deployment what is deployed, such as {@code churn@champion}
     * @param node the name of the node, which no other one has
     */
    public MonitorKeeper(MonitorHost<?, ?> host, SummaryStore store, ModelRef deployment, String node) {
        this.host = host;
        this.store = store;
        this.topic = "monitors/" + deployment;
        this.node = node;
    }

    /**
     * Lets the monitors go on from what this node kept last. To be called before anything serves. If the store does not come
     * back in time, they go on from nothing.
     *
     * @param longest how long to wait for the store at most
     */
    public void recall(Duration longest) {
        CompletableFuture<Optional<StoredSummary>> kept = new CompletableFuture<>();
        boolean asked = host.runAside("recall", () -> {
            try {
                kept.complete(store.latest(topic, node));
            } catch (Throwable failure) {
                kept.completeExceptionally(failure);
            }
        });
        try {
            Optional<StoredSummary> there =
                    asked ? kept.get(longest.toNanos(), TimeUnit.NANOSECONDS) : Optional.empty();
            there.ifPresent(known -> host.recall(known.data()));
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn(
                    "What the monitors of {} knew before the restart can't be read ({}): they go on from nothing",
                    topic,
                    failure.toString());
        }
    }

    /**
     * Keeps what the monitors knew after their last evaluation.
     *
     * @param now the time
     */
    public void keep(Instant now) {
        try {
            // One entry an hour, so that a torn one leaves the one before it.
            store.put(new StoredSummary(topic, node, now.truncatedTo(ChronoUnit.HOURS), host.memory()));
            store.trim(topic, new SummaryStore.Limits(now.minus(RETENTION), MOST_ENTRIES, MOST_BYTES));
        } catch (ModelOpsException failure) {
            LOG.warn("What the monitors of {} know can't be kept ({})", topic, failure.toString());
        }
    }
}
