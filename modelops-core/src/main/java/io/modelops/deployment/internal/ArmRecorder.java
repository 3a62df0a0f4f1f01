package io.modelops.deployment.internal;

import io.modelops.deployment.RolloutEvidence;
import io.modelops.model.NumericView;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Collects what one version does during a rollout. Used by one thread at a time. */
final class ArmRecorder<I, O> {
    private static final int MOST_VALUES = 10_000;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    private final @Nullable NumericView<? super O> view;
    private final Histogram latencies = new Histogram(LONGEST_NANOS, 2);
    private final LatestValues scores = new LatestValues(MOST_VALUES);
    private final LatestValues labelledScores = new LatestValues(MOST_VALUES);
    private final LatestValues labels = new LatestValues(MOST_VALUES);
    private long answers;
    private long errors;

    ArmRecorder(@Nullable NumericView<? super O> view) {
        this.view = view;
    }

    void add(Observation<I, O> observation) {
        answers++;
        latencies.recordValue(Math.min(LONGEST_NANOS, Math.max(0, observation.latencyNanos())));
        O output = observation.output();
        if (output == null) {
            errors++;
        } else if (view != null) {
            scores.add(view.of(output));
        }
    }

    void add(LabelledObservation<I, O> labelled) {
        O output = labelled.prediction().output();
        if (output != null && view != null) {
            labelledScores.add(view.of(output));
            labels.add(view.of(labelled.label()));
        }
    }

    RolloutEvidence.Arm snapshot() {
        return new RolloutEvidence.Arm(
                answers,
                errors,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                scores.toArray(),
                labelledScores.toArray(),
                labels.toArray());
    }
}
