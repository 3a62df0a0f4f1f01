package io.modelops.validation;

import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.MetricBand;
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
        return MetricBand.withDefaults()
                .withResamples(resamples(labels.length))
                .withConfidence(confidence)
                .of(metric, scores, labels, random);
    }
}
