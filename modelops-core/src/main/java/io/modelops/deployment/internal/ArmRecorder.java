package io.modelops.deployment.internal;

import io.modelops.deployment.RolloutEvidence;
import io.modelops.deployment.RolloutEvidence.Latencies;
import io.modelops.spi.Observation;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Collects what one version does during a rollout. Used by one thread at a time. */
final class ArmRecorder<I, O> {
    private static final int MOST_VALUES = 50_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    private final Histogram all = new Histogram(LONGEST_NANOS, 2);
    private final Histogram compared = new Histogram(LONGEST_NANOS, 2);
    private final FirstValues scores = new FirstValues(MOST_VALUES);
    private long answers;
    private long errors;

    void add(Observation<I, O> observation, boolean comparing) {
        answers++;
        long nanos = Math.min(LONGEST_NANOS, Math.max(0, observation.latencyNanos()));
        all.recordValue(nanos);
        if (comparing) {
            compared.recordValue(nanos);
        }
        if (observation.output() == null) {
            errors++;
        }
    }

    void addScore(double score) {
        scores.add(score);
    }

    long answers() {
        return answers;
    }

    Latencies latencies() {
        return counted(all);
    }

    RolloutEvidence.Arm snapshot() {
        return new RolloutEvidence.Arm(
                answers,
                errors,
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(99),
                scores.toArray(),
                counted(compared));
    }

    private static Latencies counted(Histogram histogram) {
        LongStream.Builder nanos = LongStream.builder();
        LongStream.Builder counts = LongStream.builder();
        for (HistogramIterationValue bucket : histogram.recordedValues()) {
            nanos.add(bucket.getValueIteratedTo());
            counts.add(bucket.getCountAddedInThisIterationStep());
        }
        return Latencies.counted(nanos.build().toArray(), counts.build().toArray());
    }
}
