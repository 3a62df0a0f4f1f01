package io.modelops.monitoring;

import io.modelops.monitoring.estimation.Estimate;
import io.modelops.monitoring.estimation.MulticlassCounts;
import io.modelops.monitoring.estimation.MulticlassEstimation;
import io.modelops.monitoring.estimation.MulticlassMetric;
import io.modelops.statistics.Interval;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Estimation for several classes, by their probabilities. */
record ClassKind<O>(
        Function<? super O, double[]> probabilities, ToIntFunction<? super O> classOf, List<MulticlassMetric> metrics)
        implements EstimationKind<
                Object, O, MulticlassMetric, ClassKind.Row, MulticlassEstimation, ClassKind.Period<O>> {
    @SuppressWarnings("ArrayRecordComponent") // nobody compares rows
    record Row(double[] probabilities, int predicted, int actual) {}

    @Override
    public String name(MulticlassMetric metric) {
        return metric.label();
    }

    @Override
    public boolean higherIsBetter(MulticlassMetric metric) {
        return true;
    }

    @Override
    public @Nullable Row row(Object input, O output, O label) {
        return usable(probabilities.apply(output).clone(), classOf.applyAsInt(output), classOf.applyAsInt(label));
    }

    private static @Nullable Row usable(double[] given, int predicted, int actual) {
        boolean usable = given.length >= 2
                && Arrays.stream(given).allMatch(probability -> probability >= 0 && probability <= 1)
                && Arrays.stream(given).sum() > 0
                && Math.min(predicted, actual) >= 0
                && Math.max(predicted, actual) < given.length;
        return usable ? new Row(given, predicted, actual) : null;
    }

    @Override
    public Optional<MulticlassEstimation> learn(List<Row> rows) {
        boolean oneShape =
                rows.stream().map(row -> row.probabilities.length).distinct().count() == 1;
        if (!oneShape || rows.stream().map(Row::actual).distinct().count() < 2) {
            return Optional.empty();
        }
        return Optional.of(MulticlassEstimation.learn(
                rows.stream().map(Row::probabilities).toArray(double[][]::new),
                rows.stream().mapToInt(Row::predicted).toArray(),
                rows.stream().mapToInt(Row::actual).toArray()));
    }

    @Override
    public Optional<byte[]> toBytes(MulticlassEstimation estimation) {
        return Optional.of(estimation.toBytes());
    }

    @Override
    public MulticlassEstimation ofBytes(byte[] bytes) {
        return MulticlassEstimation.ofBytes(bytes);
    }

    @Override
    public void write(SketchWriter writer, Row row) {
        MonitorState.numbers(writer, row.probabilities);
        writer.count(row.predicted).count(row.actual);
    }

    @Override
    public Row readRow(SketchReader reader) {
        double[] read = MonitorState.numbers(reader);
        Row row =
                usable(read, (int) Math.min(read.length, reader.count()), (int) Math.min(read.length, reader.count()));
        if (row == null) {
            throw new IllegalArgumentException("The state can't be gone on from: a row has no probabilities");
        }
        return row;
    }

    @Override
    public Period<O> newCounts(MulticlassEstimation estimation) {
        return new Period<>(this, estimation);
    }

    @Override
    public long bytes(Row row) {
        return 48 + 8L * row.probabilities.length;
    }

    static final class Period<O> implements EstimationKind.Counts<Object, O, MulticlassMetric, Period<O>> {
        private final ClassKind<O> kind;
        private final MulticlassEstimation estimation;
        private final MulticlassCounts predictions;
        private final MulticlassCounts labelled;
        private final MulticlassCounts labels;

        Period(ClassKind<O> kind, MulticlassEstimation estimation) {
            this.kind = kind;
            this.estimation = estimation;
            this.predictions = estimation.newWindow();
            this.labelled = estimation.newWindow();
            this.labels = estimation.newWindow();
        }

        @Override
        public void add(Object input, O output) {
            predictions.add(kind.probabilities.apply(output), kind.classOf.applyAsInt(output));
        }

        @Override
        public void label(Object input, O output, O label) {
            Row row = kind.row(input, output, label);
            if (row != null && row.probabilities.length == estimation.classes()) {
                labelled.add(row.probabilities, row.predicted);
                labels.add(row.probabilities, row.predicted, row.actual);
            }
        }

        @Override
        public void merge(Period<O> other) {
            predictions.merge(other.predictions);
            labelled.merge(other.labelled);
            labels.merge(other.labels);
        }

        @Override
        public long bytes() {
            return predictions.bytes() + labelled.bytes() + labels.bytes();
        }

        @Override
        public long labelled() {
            return labels.samples();
        }

        @Override
        public Estimate estimate(MulticlassMetric metric) {
            return estimation.estimate(predictions, metric);
        }

        @Override
        public Estimate estimateOfLabelled(MulticlassMetric metric) {
            return estimation.withConfidence(CONTRADICTED_AT).estimate(labelled, metric);
        }

        @Override
        public Interval realised(MulticlassMetric metric) {
            return estimation.realised(labels, metric);
        }
    }
}
