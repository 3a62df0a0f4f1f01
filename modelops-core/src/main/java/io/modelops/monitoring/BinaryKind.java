package io.modelops.monitoring;

import io.modelops.model.NumericView;
import io.modelops.monitoring.estimation.BinaryEstimation;
import io.modelops.monitoring.estimation.BinaryMetric;
import io.modelops.monitoring.estimation.Estimate;
import io.modelops.monitoring.estimation.LabelledCounts;
import io.modelops.monitoring.estimation.ScoreCounts;
import io.modelops.statistics.Interval;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Estimation for two classes, by the score of one. */
record BinaryKind<O>(NumericView<O> score, double threshold, List<BinaryMetric> metrics)
        implements EstimationKind<Object, O, BinaryMetric, BinaryKind.Row, BinaryEstimation, BinaryKind.Period<O>> {
    record Row(double score, boolean outcome) {}

    @Override
    public String name(BinaryMetric metric) {
        return metric.name();
    }

    @Override
    public boolean higherIsBetter(BinaryMetric metric) {
        return true;
    }

    @Override
    public @Nullable Row row(Object input, O output, O label) {
        double value = score.of(output);
        double truth = score.of(label);
        return value >= 0 && value <= 1 && !Double.isNaN(truth) ? new Row(value, truth >= 0.5) : null;
    }

    @Override
    public Optional<BinaryEstimation> learn(List<Row> rows) {
        if (rows.stream().map(Row::outcome).distinct().count() < 2) {
            return Optional.empty();
        }
        double[] scores = rows.stream().mapToDouble(Row::score).toArray();
        boolean[] decisions = new boolean[scores.length];
        boolean[] outcomes = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            decisions[row] = scores[row] >= threshold;
            outcomes[row] = rows.get(row).outcome();
        }
        return Optional.of(BinaryEstimation.learn(scores, decisions, outcomes, metrics));
    }

    @Override
    public Optional<byte[]> toBytes(BinaryEstimation estimation) {
        return Optional.of(estimation.toBytes());
    }

    @Override
    public BinaryEstimation ofBytes(byte[] bytes) {
        return BinaryEstimation.ofBytes(bytes);
    }

    @Override
    public void write(SketchWriter writer, Row row) {
        writer.number(row.score).count(row.outcome ? 1 : 0);
    }

    @Override
    public Row readRow(SketchReader reader) {
        double read = reader.number();
        MonitorState.require(read >= 0 && read <= 1, "a score is " + read);
        return new Row(read, reader.count() > 0);
    }

    @Override
    public Period<O> newCounts(BinaryEstimation estimation) {
        return new Period<>(this, estimation);
    }

    @Override
    public long bytes(Row row) {
        return 24;
    }

    static final class Period<O> implements EstimationKind.Counts<Object, O, BinaryMetric, Period<O>> {
        private final BinaryKind<O> kind;
        private final BinaryEstimation estimation;
        private final ScoreCounts predictions;
        private final LabelledCounts labels;

        Period(BinaryKind<O> kind, BinaryEstimation estimation) {
            this.kind = kind;
            this.estimation = estimation;
            this.predictions = estimation.newWindow();
            this.labels = estimation.newLabelledWindow();
        }

        @Override
        public void add(Object input, O output) {
            double value = kind.score.of(output);
            predictions.add(value, value >= kind.threshold);
        }

        @Override
        public void label(Object input, O output, O label) {
            Row row = kind.row(input, output, label);
            if (row != null) {
                labels.add(row.score, row.score >= kind.threshold, row.outcome);
            }
        }

        @Override
        public void merge(Period<O> other) {
            predictions.merge(other.predictions);
            labels.merge(other.labels);
        }

        @Override
        public long bytes() {
            return predictions.bytes() + labels.bytes();
        }

        @Override
        public long labelled() {
            return labels.samples();
        }

        @Override
        public Estimate estimate(BinaryMetric metric) {
            return estimation.estimate(predictions, metric);
        }

        @Override
        public Estimate estimateOfLabelled(BinaryMetric metric) {
            return estimation.withConfidence(CONTRADICTED_AT).estimate(labels.predictions(), metric);
        }

        @Override
        public Interval realised(BinaryMetric metric) {
            return labels.realised(metric, 0.95);
        }
    }
}
