package io.modelops.monitoring;

import io.modelops.monitoring.estimation.BinaryEstimation;
import io.modelops.monitoring.estimation.LabelledCounts;
import io.modelops.monitoring.estimation.ScoreCounts;
import java.time.Instant;

/** The predictions of a period, and those of them whose outcomes have come. */
final class EstimationPeriod {
    private final Instant from;
    private final ScoreCounts predictions;
    private final LabelledCounts labels;
    private Instant to;
    private long size;

    EstimationPeriod(Instant from, BinaryEstimation estimation) {
        this.from = from;
        this.to = from;
        this.predictions = estimation.newWindow();
        this.labels = estimation.newLabelledWindow();
    }

    void add(Instant at, double score, boolean decision) {
        to = at.isAfter(to) ? at : to;
        size++;
        predictions.add(score, decision);
    }

    void label(double score, boolean decision, boolean outcome) {
        labels.add(score, decision, outcome);
    }

    Instant from() {
        return from;
    }

    Instant to() {
        return to;
    }

    long size() {
        return size;
    }

    ScoreCounts predictions() {
        return predictions;
    }

    LabelledCounts labels() {
        return labels;
    }
}
