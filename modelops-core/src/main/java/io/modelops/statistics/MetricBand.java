package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The percentile bootstrap interval of a metric (Efron 1979): rows are drawn anew, and the metric is computed again, many
 * times over. Rows are taken to be independent of each other. Immutable and thread-safe.
 *
 * <p>2,000 resamples unless told; the work is proportional to resamples × rows. Below some 30 rows the interval is too
 * narrow.
 */
public final class MetricBand {
    private static final MetricBand DEFAULTS = new MetricBand(2_000, 0.95);

    private final int resamples;
    private final double confidence;

    private MetricBand(int resamples, double confidence) {
        this.resamples = resamples;
        this.confidence = confidence;
    }

    /**
     * Returns 2,000 resamples at a confidence of 0.95.
     *
     * @return the bootstrap
     */
    public static MetricBand withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns this bootstrap with another number of resamples.
     *
     * @param resamples how often rows are drawn anew, at least 100
     * @return a bootstrap
     * @throws IllegalArgumentException if {@code resamples} is less than 100
     */
    public MetricBand withResamples(int resamples) {
        return new MetricBand(Arguments.atLeast(100, "resamples", resamples), confidence);
    }

    /**
     * Returns this bootstrap with another confidence.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return a bootstrap
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public MetricBand withConfidence(double confidence) {
        return new MetricBand(resamples, Arguments.insideUnitInterval("confidence", confidence));
    }

    /**
     * Returns the interval of a metric of numbers. The same random numbers give the same interval.
     *
     * @param metric the metric
     * @param predictions one prediction per row
     * @param labels one label per row
     * @param random the source of the resamples
     * @return the interval around the value on the rows themselves, see {@link #of(Metric.Weighted, int, RandomGenerator)}
     * @throws IllegalArgumentException if the lengths differ
     */
    public Interval of(Metric metric, double[] predictions, double[] labels, RandomGenerator random) {
        return of(metric.on(predictions, labels), labels.length, random);
    }

    /**
     * Returns the interval of a metric of answers.
     *
     * @param metric the metric
     * @param answers one answer per row
     * @param labels one label per row
     * @param random the source of the resamples
     * @param <O> the type of the answers
     * @return the interval around the value on the rows themselves, see {@link #of(Metric.Weighted, int, RandomGenerator)}
     * @throws IllegalArgumentException if the numbers of answers and labels differ
     */
    public <O> Interval of(
            AnswerMetric<O> metric, List<? extends O> answers, List<? extends O> labels, RandomGenerator random) {
        return of(metric.on(answers, labels), labels.size(), random);
    }

    /**
     * Returns the interval of a metric on given rows. Resamples in which it is not defined, for instance because a rare
     * class is missing, are left out.
     *
     * @param weighted the metric by the weights of the rows
     * @param rows how many rows there are, 0 or more
     * @param random the source of the resamples
     * @return the interval around the value on the rows themselves; its ends are {@code NaN} when that is not defined, or
     *     not in more than half of the resamples
     */
    public Interval of(Metric.Weighted weighted, int rows, RandomGenerator random) {
        double[] weights = new double[rows];
        Arrays.fill(weights, 1);
        double estimate = weighted.of(weights);
        if (Double.isNaN(estimate)) {
            return new Interval(Double.NaN, estimate, Double.NaN, confidence);
        }
        double[] values = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(weights, 0);
            for (int draw = 0; draw < rows; draw++) {
                weights[random.nextInt(rows)]++;
            }
            values[resample] = weighted.of(weights);
        }
        double[] defined = Quantiles.sortedWithoutMissing(values);
        if (defined.length * 2 < resamples) {
            return new Interval(Double.NaN, estimate, Double.NaN, confidence);
        }
        double tail = (1 - confidence) / 2;
        return new Interval(
                Quantiles.ofSorted(defined, tail), estimate, Quantiles.ofSorted(defined, 1 - tail), confidence);
    }
}
