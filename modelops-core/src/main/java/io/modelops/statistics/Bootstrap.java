package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Bootstrap intervals (Efron and Tibshirani, 1993) for any statistic of one sample, for those that have no formula of
 * their own. For the difference of two models on the same rows take {@link PairedBootstrap}; for a stream
 * {@link PoissonBootstrap}.
 *
 * <p>Immutable and thread-safe. Below some 30 values every bootstrap interval is too narrow.
 */
public final class Bootstrap {
    private static final Bootstrap DEFAULTS = new Bootstrap(2000, 0.95);
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** Beyond this many values the jackknife leaves out groups instead of single values; the acceleration stays. */
    private static final int MOST_GROUPS = 1000;

    private final int resamples;
    private final double confidence;

    private Bootstrap(int resamples, double confidence) {
        this.resamples = resamples;
        this.confidence = confidence;
    }

    /**
     * Returns 2,000 resamples at a confidence of 0.95.
     *
     * @return the bootstrap
     */
    public static Bootstrap withDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns this bootstrap with another number of resamples.
     *
     * @param resamples how often the values are drawn anew, at least 100
     * @return a bootstrap
     * @throws IllegalArgumentException if {@code resamples} is less than 100
     */
    public Bootstrap withResamples(int resamples) {
        return new Bootstrap(Arguments.atLeast(100, "resamples", resamples), confidence);
    }

    /**
     * Returns this bootstrap with another confidence.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return a bootstrap
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public Bootstrap withConfidence(double confidence) {
        return new Bootstrap(resamples, Arguments.insideUnitInterval("confidence", confidence));
    }

    /**
     * Returns the percentile interval: between the outer quantiles of the statistic over the resamples. The same random
     * numbers give the same interval.
     *
     * <p>Resamples in which the statistic is {@code NaN} are left out. The ends are {@code NaN} when it is {@code NaN} for
     * the values themselves or in more than half of the resamples.
     *
     * @param values the sample; {@code NaN} counts as missing and is left out; not modified
     * @param statistic the statistic of the values it is given, which it must not keep or modify
     * @param random the source of the resamples
     * @return the interval around the statistic of the values
     */
    public Interval percentile(double[] values, ToDoubleFunction<double[]> statistic, RandomGenerator random) {
        double tail = (1 - confidence) / 2;
        Resampled resampled = resampled(values, statistic, random);
        return resampled.between(tail, 1 - tail, confidence);
    }

    /**
     * Returns the bias-corrected and accelerated interval (BCa), which corrects the percentile interval for a bias and a
     * skewness of the statistic and so covers more nearly as often as it says. Where the correction is not defined,
     * because all resamples lie on one side of the estimate, it is the percentile interval.
     *
     * @param values the sample; {@code NaN} counts as missing and is left out; not modified
     * @param statistic the statistic of the values it is given, which it must not keep or modify; called once more for
     *     each value, or each of a thousand groups of them
     * @param random the source of the resamples
     * @return the interval around the statistic of the values; ends of {@code NaN} as for
     *     {@link #percentile(double[], ToDoubleFunction, RandomGenerator)}
     */
    public Interval bca(double[] values, ToDoubleFunction<double[]> statistic, RandomGenerator random) {
        double tail = (1 - confidence) / 2;
        Resampled resampled = resampled(values, statistic, random);
        double bias = NORMAL.inverseCumulativeProbability(resampled.shareBelowEstimate());
        double acceleration = acceleration(shuffled(present(values), random), statistic);
        double low = corrected(tail, bias, acceleration);
        double high = corrected(1 - tail, bias, acceleration);
        return Double.isFinite(bias) && low <= high
                ? resampled.between(low, high, confidence)
                : resampled.between(tail, 1 - tail, confidence);
    }

    private static double corrected(double probability, double bias, double acceleration) {
        double z = bias + NORMAL.inverseCumulativeProbability(probability);
        return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
    }

    /** In an order that says nothing, so that groups of neighbours are random ones. */
    private static double[] shuffled(double[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0 && values.length > MOST_GROUPS; i--) {
            int other = random.nextInt(i + 1);
            double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
        return values;
    }

    /** A sixth of the skewness of the jackknife values. */
    static double acceleration(double[] values, ToDoubleFunction<double[]> statistic) {
        int groups = Math.min(values.length, MOST_GROUPS);
        double[] leftOut = new double[groups];
        for (int group = 0; group < groups; group++) {
            int from = (int) ((long) group * values.length / groups);
            int to = (int) ((group + 1L) * values.length / groups);
            double[] rest = new double[values.length - (to - from)];
            System.arraycopy(values, 0, rest, 0, from);
            System.arraycopy(values, to, rest, from, values.length - to);
            leftOut[group] = statistic.applyAsDouble(rest);
        }
        double mean = Arrays.stream(leftOut).sum() / groups;
        double squares = 0;
        double cubes = 0;
        for (double value : leftOut) {
            double gap = mean - value;
            squares += gap * gap;
            cubes += gap * gap * gap;
        }
        return squares == 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
    }

    private static double[] present(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    private Resampled resampled(double[] values, ToDoubleFunction<double[]> statistic, RandomGenerator random) {
        double[] sample = present(values);
        double estimate = statistic.applyAsDouble(sample.clone());
        double[] resample = new double[sample.length];
        double[] statistics = new double[resamples];
        Arrays.fill(statistics, Double.NaN);
        for (int i = 0; i < resamples && sample.length > 0 && !Double.isNaN(estimate); i++) {
            for (int draw = 0; draw < resample.length; draw++) {
                resample[draw] = sample[random.nextInt(sample.length)];
            }
            statistics[i] = statistic.applyAsDouble(resample);
        }
        double[] defined = Quantiles.sortedWithoutMissing(statistics);
        return new Resampled(estimate, defined.length * 2 < resamples ? new double[0] : defined);
    }

    /** The statistic of the values, and that of each resample in increasing order; none if too few were defined. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Resampled(double estimate, double[] sorted) {
        double shareBelowEstimate() {
            return sorted.length == 0 ? 0.5 : Placements.below(sorted, estimate) / sorted.length;
        }

        Interval between(double low, double high, double confidence) {
            return new Interval(
                    Quantiles.ofSorted(sorted, low), estimate, Quantiles.ofSorted(sorted, high), confidence);
        }
    }
}
