package io.modelops.monitoring.fleet;

import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.monitoring.ProfileRecorder;
import io.modelops.spi.Role;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What one version does in one capacity during a window, while it is counted. Not thread-safe. */
final class Tally<I> {
    private final ModelRef.Numbered version;
    private final Role role;
    private final @Nullable ProfileRecorder<I> inputs;
    private final Histogram latencies = LatencyCounts.histogram();
    private final long[] scores = new long[2 * ScoreCounts.OUTERMOST + 1];
    private long missingScores;
    private long predictions;
    private long errors;
    private LabelSums labels = LabelSums.NONE;

    /** @param inputs counts inputs in the bins of a reference, or null where there is none */
    Tally(ModelRef.Numbered version, Role role, @Nullable ProfileRecorder<I> inputs) {
        this.version = version;
        this.role = role;
        this.inputs = inputs;
    }

    /** Counts the input of a prediction; safe for use by several threads, unlike the rest. */
    void record(I input) {
        if (inputs != null) {
            inputs.record(input);
        }
    }

    void addError() {
        predictions++;
        errors++;
    }

    void addAnswer(long nanos) {
        predictions++;
        LatencyCounts.record(latencies, nanos);
    }

    void addScore(double score) {
        if (Double.isNaN(score)) {
            missingScores++;
        } else {
            scores[ScoreCounts.bin(score) + ScoreCounts.OUTERMOST]++;
        }
    }

    void addLabel(double answer, double outcome) {
        labels = labels.plus(answer, outcome);
    }

    TrafficSummary summary() {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (int index = 0; index < scores.length; index++) {
            if (scores[index] > 0) {
                counts.put(index - ScoreCounts.OUTERMOST, scores[index]);
            }
        }
        return new TrafficSummary(
                version,
                role,
                predictions,
                errors,
                new LatencyCounts(latencies.copy()),
                new ScoreCounts(counts, missingScores),
                inputs == null ? new Profile(0, List.of()) : inputs.snapshot(),
                labels);
    }
}
