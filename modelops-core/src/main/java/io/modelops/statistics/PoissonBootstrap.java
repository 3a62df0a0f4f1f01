package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A bootstrap of a mean or a ratio over a stream (Hanley and MacGibbon, 2006; Chamandy et al., 2012): each record enters
 * each resample a random number of times with a Poisson distribution of mean 1, so that no record is kept and summaries of
 * several threads or machines add up.
 *
 * <p>Memory is 16 bytes per resample; a record costs one random number per resample, so this is for labels and errors, not
 * for the predict thread. Not thread-safe: give each thread its own, with a random source of its own, and merge.
 */
public final class PoissonBootstrap {
    private final RandomGenerator random;
    private final double[] numerators;
    private final double[] denominators;
    private double numerator;
    private double denominator;
    private long count;

    /**
     * Makes a bootstrap without records.
     *
     * @param resamples how many resamples are followed, at least 100; 1,000 give a 95 % interval that is steady to a few
     *     percent of its width
     * @param random the source of the weights, for this bootstrap alone; bootstraps that are to be merged need
     *     independent ones, such as splits of one {@link java.util.SplittableRandom}
     * @throws IllegalArgumentException if {@code resamples} is less than 100
     */
    public PoissonBootstrap(int resamples, RandomGenerator random) {
        this.random = random;
        this.numerators = new double[Arguments.atLeast(100, "resamples", resamples)];
        this.denominators = new double[resamples];
    }

    /**
     * Adds a record to a mean.
     *
     * @param value its value, such as the loss of a prediction; left out if not finite
     */
    public void add(double value) {
        add(value, 1);
    }

    /**
     * Adds a record to a ratio of sums, such as revenue per visit.
     *
     * @param numerator what it adds above the line
     * @param denominator what it adds below the line; the record is left out if either is not finite
     */
    public void add(double numerator, double denominator) {
        if (!Double.isFinite(numerator) || !Double.isFinite(denominator)) {
            return;
        }
        count++;
        this.numerator += numerator;
        this.denominator += denominator;
        for (int resample = 0; resample < numerators.length; resample++) {
            int weight = poisson(random.nextDouble());
            numerators[resample] += weight * numerator;
            denominators[resample] += weight * denominator;
        }
    }

    /** The quantile of a Poisson distribution of mean 1. */
    private static int poisson(double probability) {
        double term = 1 / Math.E;
        double below = term;
        int weight = 0;
        while (probability >= below && weight < 20) {
            weight++;
            term /= weight;
            below += term;
        }
        return weight;
    }

    /**
     * Adds the records of another bootstrap to this one. The other doesn't change.
     *
     * @param other a bootstrap of other records, with an independent random source
     * @throws IllegalArgumentException if it follows another number of resamples
     */
    public void merge(PoissonBootstrap other) {
        Arguments.sameLength("this bootstrap", numerators.length, "the other", other.numerators.length);
        count += other.count;
        numerator += other.numerator;
        denominator += other.denominator;
        for (int resample = 0; resample < numerators.length; resample++) {
            numerators[resample] += other.numerators[resample];
            denominators[resample] += other.denominators[resample];
        }
    }

    /**
     * Returns the mean, or ratio, of the records with its percentile interval.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval; {@code NaN} without records, and its ends where the ratio is not defined in more than half of
     *     the resamples
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public Interval interval(double confidence) {
        double tail = (1 - Arguments.insideUnitInterval("confidence", confidence)) / 2;
        double[] ratios = new double[numerators.length];
        Arrays.setAll(ratios, resample -> numerators[resample] / denominators[resample]);
        double[] sorted = Quantiles.sortedWithoutMissing(ratios);
        double[] defined = sorted.length * 2 < ratios.length ? new double[0] : sorted;
        return new Interval(
                Quantiles.ofSorted(defined, tail),
                numerator / denominator,
                Quantiles.ofSorted(defined, 1 - tail),
                confidence);
    }

    /**
     * Returns how many records were added.
     *
     * @return 0 or more
     */
    public long count() {
        return count;
    }
}
