package io.modelops.monitoring.fleet;

import io.modelops.model.ModelName;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.spi.Role;
import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one process publishes about a window.
 *
 * @param node the name of the node
 * @param from when the window begins
 * @param to when it ends
 * @param complete whether nothing will be added
 * @param leaving whether the process stops to serve, so that nobody waits for it in the next window
 * @param late how many observations belonged to windows that were over
 * @param traffic what it saw, one summary for each version and role
 */
record NodeReport(
        String node,
        Instant from,
        Instant to,
        boolean complete,
        boolean leaving,
        long late,
        List<TrafficSummary> traffic) {
    private static final int FORM = 1;
    private static final int COMPLETE = 1;
    private static final int LEAVING = 2;
    /** The least bytes of a summary, so that what is announced can't be more than there is. */
    private static final int LEAST_SUMMARY = 32;

    private static final long MOST_PREDICTIONS = 1L << 50;

    NodeReport {
        traffic = List.copyOf(traffic);
    }

    NodeReport withoutInputs() {
        Profile none = new Profile(0, List.of());
        return new NodeReport(
                node,
                from,
                to,
                complete,
                leaving,
                late,
                traffic.stream().map(summary -> summary.withInputs(none)).toList());
    }

    byte[] toBytes() {
        SketchWriter writer = new SketchWriter(SketchKind.TRAFFIC)
                .count(FORM)
                .text(node)
                .count(from.toEpochMilli())
                .count(to.toEpochMilli())
                .count((complete ? COMPLETE : 0) | (leaving ? LEAVING : 0))
                .count(late)
                .count(traffic.size());
        traffic.forEach(summary -> write(writer, summary));
        return writer.toBytes();
    }

    /** Reads what {@link #toBytes} wrote; empty if it is anything else, or of a later version. */
    static Optional<NodeReport> ofBytes(byte[] bytes) {
        try {
            SketchReader reader = new SketchReader(SketchKind.TRAFFIC, bytes);
            if (reader.count() != FORM) {
                return Optional.empty();
            }
            String node = reader.text();
            Instant from = Instant.ofEpochMilli(reader.count());
            Instant to = Instant.ofEpochMilli(reader.count());
            long flags = reader.count();
            long late = reader.count();
            List<TrafficSummary> traffic = new ArrayList<>();
            for (int left = reader.size(LEAST_SUMMARY); left > 0; left--) {
                traffic.add(read(reader));
            }
            reader.end();
            return Optional.of(
                    new NodeReport(node, from, to, (flags & COMPLETE) != 0, (flags & LEAVING) != 0, late, traffic));
        } catch (IllegalArgumentException | ModelOpsException notWrittenByUs) {
            return Optional.empty();
        }
    }

    private static void write(SketchWriter writer, TrafficSummary summary) {
        LabelSums labels = summary.labels();
        writer.text(summary.version().model().value())
                .count(summary.version().number())
                .text(summary.role().name())
                .count(summary.predictions())
                .count(summary.errors())
                .bytes(summary.latencies().toBytes())
                .count(summary.scores().missing())
                .count(summary.scores().counts().size());
        summary.scores()
                .counts()
                .forEach((bin, count) ->
                        writer.count(bin + ScoreCounts.OUTERMOST).count(count));
        writer.count(labels.labels())
                .count(labels.compared())
                .number(labels.error())
                .number(labels.absoluteError())
                .number(labels.squaredError())
                .bytes(summary.inputs().toBytes());
    }

    private static TrafficSummary read(SketchReader reader) {
        ModelRef.Numbered version =
                new ModelRef.Numbered(ModelName.of(reader.text()), (int) Math.min(reader.count(), Integer.MAX_VALUE));
        Role role = Role.valueOf(reader.text());
        long predictions = reader.count();
        long errors = reader.count();
        if (predictions > MOST_PREDICTIONS) {
            throw new IllegalArgumentException("The bytes hold more predictions than can be added up.");
        }
        LatencyCounts latencies = LatencyCounts.ofBytes(reader.bytes());
        ScoreCounts scores = scores(reader);
        LabelSums labels =
                new LabelSums(reader.count(), reader.count(), reader.number(), reader.number(), reader.number());
        Profile inputs = Profile.ofBytes(reader.bytes());
        return new TrafficSummary(version, role, predictions, errors, latencies, scores, inputs, labels);
    }

    private static ScoreCounts scores(SketchReader reader) {
        long missing = reader.count();
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (int left = reader.size(2); left > 0; left--) {
            long bin = reader.count() - ScoreCounts.OUTERMOST;
            if (bin > ScoreCounts.OUTERMOST || counts.put((int) bin, reader.count()) != null) {
                throw new IllegalArgumentException("The bytes hold a bin that is unknown or was there before.");
            }
        }
        return new ScoreCounts(counts, missing);
    }
}
