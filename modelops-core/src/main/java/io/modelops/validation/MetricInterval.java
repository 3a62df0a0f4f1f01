package io.modelops.validation;

import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Quantiles;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The percentile bootstrap interval of one model's metric (Efron 1979), by resampling rows. Rows are taken to be
 * independent of each other.
 */
final class MetricInterval {
    private static final int MOST_RESAMPLES = 2_000;
    private static final int FEWEST_RESAMPLES = 400;
    private static final long MOST_DRAWS = 100_000_000;

    private MetricInterval() {}

    /** 2,000 resamples, fewer above 50,000 rows: there the interval is narrow and its ends need not be exact. */
    static int resamples(int rows) {
        return (int) Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, MOST_DRAWS / Math.max(1, rows)));
    }

    static Interval of(Metric metric, double[] scores, double[] labels, double confidence, RandomGenerator random) {
        Metric.Weighted weighted = metric.on(scores, labels);
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        double estimate = weighted.of(weights);
        if (Double.isNaN(estimate)) {
            return new Interval(Double.NaN, estimate, Double.NaN, confidence);
        }
        double[] values = new double[resamples(labels.length)];
        for (int resample = 0; resample < values.length; resample++) {
            Arrays.fill(weights, 0);
            for (int draw = 0; draw < weights.length; draw++) {
                weights[random.nextInt(weights.length)]++;
            }
            values[resample] = weighted.of(weights);
        }
        if (Evidence.missing(values) * 2 > values.length) {
            return new Interval(Double.NaN, estimate, Double.NaN, confidence);
        }
        double tail = (1 - confidence) / 2;
        double[] ends = Quantiles.of(values, tail, 1 - tail);
        return new Interval(ends[0], estimate, ends[1], confidence);
    }
}
