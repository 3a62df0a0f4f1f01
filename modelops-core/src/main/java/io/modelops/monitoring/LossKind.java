package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.NumericView;
import io.modelops.monitoring.estimation.Estimate;
import io.modelops.monitoring.estimation.InputLossEstimation;
import io.modelops.monitoring.estimation.LossRegressor;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** Estimation of the loss of numbers, by a second model. */
record LossKind<I, O>(
        Metric metric, Metric.RowValue rowValue, NumericView<O> number, Features<I> features, LossRegressor regressor)
        implements EstimationKind<I, O, Metric, LossKind.Row<I>, InputLossEstimation<I>, LossKind.Period<I, O>> {
    private static final double CONFIDENCE = 0.95;

    record Row<I>(I input, double prediction, double label, double loss) {}

    static Metric.RowValue rowValue(Metric metric) {
        return metric.rowValue()
                .orElseThrow(() -> new InvalidInputException("Metric " + metric
                        + " is no mean of row values: expected one that is, such as the mean absolute error."));
    }

    @Override
    public List<Metric> metrics() {
        return List.of(metric);
    }

    @Override
    public String name(Metric of) {
        return of.name();
    }

    @Override
    public boolean higherIsBetter(Metric of) {
        return of.higherIsBetter();
    }

    @Override
    public @Nullable Row<I> row(I input, O output, O label) {
        double prediction = number.of(output);
        double truth = number.of(label);
        double loss = Double.isNaN(prediction) || Double.isNaN(truth) ? Double.NaN : rowValue.of(prediction, truth);
        return Double.isFinite(loss) ? new Row<>(input, prediction, truth, loss) : null;
    }

    @Override
    public Optional<InputLossEstimation<I>> learn(List<Row<I>> rows) {
        return Optional.of(InputLossEstimation.learn(
                metric,
                features,
                rows.stream().map(Row::input).toList(),
                rows.stream().mapToDouble(Row::prediction).toArray(),
                rows.stream().mapToDouble(Row::label).toArray(),
                regressor));
    }

    @Override
    public Optional<byte[]> toBytes(InputLossEstimation<I> estimation) {
        return estimation.toBytes();
    }

    @Override
    public InputLossEstimation<I> ofBytes(byte[] bytes) {
        return InputLossEstimation.ofBytes(metric, features, bytes, regressor);
    }

    @Override
    public boolean keepsRows() {
        return false;
    }

    @Override
    public void write(SketchWriter writer, Row<I> row) {
        throw new UnsupportedOperationException("inputs have no binary form");
    }

    @Override
    public Row<I> readRow(SketchReader reader) {
        throw new IllegalArgumentException("The state can't be gone on from: inputs have no binary form");
    }

    @Override
    public Period<I, O> newCounts(InputLossEstimation<I> estimation) {
        return new Period<>(this, estimation);
    }

    /** The input is the application's. */
    @Override
    public long bytes(Row<I> row) {
        return 48;
    }

    static final class Period<I, O> implements EstimationKind.Counts<I, O, Metric, Period<I, O>> {
        private final LossKind<I, O> kind;
        private final InputLossEstimation<I> estimation;
        private final MomentsAccumulator expected = new MomentsAccumulator();
        private final MomentsAccumulator expectedOfLabelled = new MomentsAccumulator();
        private final MomentsAccumulator realised = new MomentsAccumulator();

        Period(LossKind<I, O> kind, InputLossEstimation<I> estimation) {
            this.kind = kind;
            this.estimation = estimation;
        }

        @Override
        public void add(I input, O output) {
            expected.add(estimation.expectedLoss(input, kind.number.of(output)));
        }

        @Override
        public void label(I input, O output, O label) {
            Row<I> row = kind.row(input, output, label);
            if (row != null) {
                expectedOfLabelled.add(estimation.expectedLoss(input, row.prediction));
                realised.add(row.loss);
            }
        }

        @Override
        public void merge(Period<I, O> other) {
            expected.add(other.expected.moments());
            expectedOfLabelled.add(other.expectedOfLabelled.moments());
            realised.add(other.realised.moments());
        }

        @Override
        public long bytes() {
            return 200;
        }

        @Override
        public long labelled() {
            return realised.moments().count();
        }

        @Override
        public Estimate estimate(Metric metric) {
            return estimation.estimate(expected.moments());
        }

        @Override
        public Estimate estimateOfLabelled(Metric metric) {
            return estimation.withConfidence(CONTRADICTED_AT).estimate(expectedOfLabelled.moments());
        }

        @Override
        public Interval realised(Metric metric) {
            Moments losses = realised.moments();
            if (losses.count() < 2) {
                return new Interval(Double.NaN, losses.mean(), Double.NaN, CONFIDENCE);
            }
            double half = TDistribution.of(losses.count() - 1.0).inverseSurvivalProbability((1 - CONFIDENCE) / 2)
                    * losses.standardError();
            return new Interval(losses.mean() - half, losses.mean(), losses.mean() + half, CONFIDENCE);
        }
    }
}
