package io.modelops.monitoring;

import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/** A metric over some rows, with the best that it may truly be at 95 % confidence. */
final class MetricWindow<O> {
    private static final double CONFIDENCE = 0.95;
    private static final int RESAMPLES = 1_000;
    private static final long SEED = 0x5eed;

    private final AnswerMetric<O> metric;
    private final List<O> answers;
    private final List<O> labels;

    MetricWindow(AnswerMetric<O> metric, List<O> answers, List<O> labels) {
        this.metric = metric;
        this.answers = answers;
        this.labels = labels;
    }

    double value() {
        return metric.of(answers, labels);
    }

    /** The lower bound of a loss, or the upper bound of a gain; NaN if the rows don't tell. */
    double optimisticBound() {
        return metric.rowValue().map(this::student).orElseGet(this::bootstrap);
    }

    private double student(ToDoubleBiFunction<? super O, ? super O> rowValue) {
        Moments moments = Moments.of(IntStream.range(0, labels.size())
                .mapToDouble(row -> rowValue.applyAsDouble(answers.get(row), labels.get(row)))
                .toArray());
        double margin = TDistribution.of(moments.count() - 1.0).inverseCumulativeProbability(CONFIDENCE)
                * moments.standardError();
        return metric.higherIsBetter() ? moments.mean() + margin : moments.mean() - margin;
    }

    private double bootstrap() {
        SplittableRandom random = new SplittableRandom(SEED);
        Metric.Weighted weighted = metric.on(answers, labels);
        double[] weights = new double[labels.size()];
        double[] values = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            Arrays.fill(weights, 0);
            for (int draw = 0; draw < weights.length; draw++) {
                weights[random.nextInt(weights.length)]++;
            }
            values[resample] = weighted.of(weights);
        }
        return Quantiles.of(values, metric.higherIsBetter() ? CONFIDENCE : 1 - CONFIDENCE)[0];
    }
}
