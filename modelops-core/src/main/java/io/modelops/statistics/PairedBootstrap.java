package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A percentile bootstrap interval for the difference of a metric between two models on the same rows. Resampling rows,
 * and not each model's predictions for itself, keeps what the models share out of the uncertainty.
 *
 * <p>Immutable and thread-safe. Take 2,000 resamples unless the ends of the interval must be known more exactly; the
 * work is proportional to resamples × rows. Below some 30 rows the interval is too narrow.
 */
public final class PairedBootstrap {
    private static final PairedBootstrap DEFAULTS = new PairedBootstrap(2000, 0.95);

    private final int resamples;
    private final double confidence;

    private PairedBootstrap(int resamples, double confidence) {
        this.resamples = resamples;
        this.confidence = confidence;
    }

    /**
     * Returns 2,000 resamples at a confidence of 0.95.
     *
     * @return the bootstrap
     */
    public static PairedBootstrap withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns this bootstrap with another number of resamples.
     *
     * @param resamples how often the rows are drawn anew, at least 100
     * @return a bootstrap
     * @throws IllegalArgumentException if {@code resamples} is less than 100
     */
    public PairedBootstrap withResamples(int resamples) {
        return new PairedBootstrap(Arguments.atLeast(100, "resamples", resamples), confidence);
    }

    /**
     * Returns this bootstrap with another confidence.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return a bootstrap
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public PairedBootstrap withConfidence(double confidence) {
        return new PairedBootstrap(resamples, Arguments.insideUnitInterval("confidence", confidence));
    }

    /**
     * Returns the interval of {@code metric(candidate) - metric(baseline)}. The same random numbers give the same
     * interval.
     *
     * <p>Resamples in which the metric is not defined, for instance because a rare class is missing, are left out. The
     * ends are {@code NaN} when the difference is not defined on the rows themselves or in more than half of the
     * resamples.
     *
     * @param metric the metric
     * @param candidate the predictions of the candidate, one per row
     * @param baseline the predictions of the baseline, one per row
     * @param labels the labels, one per row
     * @param random the source of the resamples
     * @return the interval around the difference on the rows themselves
     * @throws IllegalArgumentException if the lengths differ
     */
    public Interval difference(
            Metric metric, double[] candidate, double[] baseline, double[] labels, RandomGenerator random) {
        Metric.Weighted ofCandidate = metric.on(candidate, labels);
        Metric.Weighted ofBaseline = metric.on(baseline, labels);
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        double estimate = ofCandidate.of(weights) - ofBaseline.of(weights);
        if (Double.isNaN(estimate)) {
            return new Interval(Double.NaN, estimate, Double.NaN, confidence);
        }
        double[] differences = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(weights, 0);
            for (int draw = 0; draw < weights.length; draw++) {
                weights[random.nextInt(weights.length)]++;
            }
            differences[resample] = ofCandidate.of(weights) - ofBaseline.of(weights);
        }
        return interval(Quantiles.sortedWithoutMissing(differences), estimate);
    }

    private Interval interval(double[] differences, double estimate) {
        if (differences.length * 2 < resamples) {
            return new Interval(Double.NaN, estimate, Double.NaN, confidence);
        }
        double tail = (1 - confidence) / 2;
        return new Interval(
                Quantiles.ofSorted(differences, tail), estimate, Quantiles.ofSorted(differences, 1 - tail), confidence);
    }
}
