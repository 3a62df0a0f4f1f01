package io.modelops.monitoring;

import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import io.modelops.statistics.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/** A metric over some rows, and where it may truly lie. */
final class MetricWindow<O> {
    private static final double BOUND = 0.95;
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

    /** Where the metric truly lies at 90 % confidence, so that each end is a bound at 95 %; NaN if the rows don't tell. */
    Interval interval() {
        return metric.rowValue().map(this::student).orElseGet(this::bootstrap);
    }

    /** The same, but of no width if it took resampling. */
    Interval quickInterval() {
        return metric.rowValue().map(this::student).orElseGet(() -> between(value(), value()));
    }

    /** The better end of an interval: the lower one of a loss, the upper one of a gain. */
    double better(Interval interval) {
        return metric.higherIsBetter() ? interval.high() : interval.low();
    }

    private Interval student(ToDoubleBiFunction<? super O, ? super O> rowValue) {
        Moments moments = Moments.of(IntStream.range(0, labels.size())
                .mapToDouble(row -> rowValue.applyAsDouble(answers.get(row), labels.get(row)))
                .toArray());
        double margin =
                TDistribution.of(moments.count() - 1.0).inverseCumulativeProbability(BOUND) * moments.standardError();
        return between(moments.mean() - margin, moments.mean() + margin);
    }

    private Interval bootstrap() {
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
        double[] ends = Quantiles.of(values, 1 - BOUND, BOUND);
        return between(ends[0], ends[1]);
    }

    private Interval between(double low, double high) {
        return new Interval(low, value(), high, 2 * BOUND - 1);
    }
}
