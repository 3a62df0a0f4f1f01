package io.modelops.monitoring.fleet;

import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Wilson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the champion answers, over all nodes: the share of failed predictions, and latencies for the record. */
record FleetHealth(long minSamples, double limit) implements FleetCheck {
    private static final double CONFIDENCE = 0.95;

    @Override
    public String name() {
        return "fleet-health";
    }

    @Override
    public List<Finding> judge(FleetWindow window, @Nullable TrafficSummary champion, @Nullable Profile trainedOn) {
        if (champion == null) {
            return List.of();
        }
        return List.of(errorRate(champion), latency(champion, 50), latency(champion, 99));
    }

    private Finding errorRate(TrafficSummary champion) {
        long predictions = champion.predictions();
        Interval share = Wilson.interval(champion.errors(), predictions, CONFIDENCE);
        boolean enough = predictions >= minSamples;
        boolean breached = enough && share.isAbove(limit);
        return new Finding(
                "error rate",
                breached ? Status.BREACHED : enough ? Status.OK : Status.INSUFFICIENT_DATA,
                breached ? Severity.CRITICAL : Severity.INFO,
                share.estimate(),
                limit,
                predictions,
                String.format(
                        Locale.ROOT,
                        "error rate %.2f %% of %d predictions of all nodes (95 %% interval %.2f to %.2f %%), limit"
                                + " %.2f %%",
                        100 * share.estimate(),
                        predictions,
                        100 * share.low(),
                        100 * share.high(),
                        100 * limit));
    }

    private static Finding latency(TrafficSummary champion, int percentile) {
        LatencyCounts latencies = champion.latencies();
        boolean known = latencies.count() > 0;
        double millis = known ? latencies.percentile(percentile).toNanos() / 1e6 : Double.NaN;
        return new Finding(
                "latency p" + percentile,
                known ? Status.OK : Status.INSUFFICIENT_DATA,
                Severity.INFO,
                millis,
                Double.NaN,
                latencies.count(),
                String.format(
                        Locale.ROOT,
                        "latency p%d %.3f ms over %d answers of all nodes",
                        percentile,
                        millis,
                        latencies.count()));
    }
}
