package io.modelops.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Whether two columns go together in one sample as they do in another, independent one: a test of two correlations on
 * Fisher's scale, {@code z = (artanh r₂ − artanh r₁) / √(v₁ + v₂)}.
 *
 * @param value how much larger the correlation is in the current sample than in the reference, -2..2; {@code NaN} if either
 *     correlation is
 * @param pValue the two-sided p-value; {@code NaN} when either sample has fewer than four pairs or no correlation
 */
public record CorrelationDifference(double value, double pValue) implements Significance {
    private static final int LEAST_PAIRS = 4;

    /** Keeps the scale finite where one column is a function of the other. */
    private static final double GREATEST = 1 - 1e-12;

    /**
     * Compares two correlations of values, of which the variance is {@code 1 / (n − 3)} if they are normally distributed;
     * with heavy tails it is larger.
     *
     * @param reference the correlation in the reference, -1..1 or {@code NaN}
     * @param referencePairs how many pairs it rests on, 0 or more
     * @param current the correlation in the current sample, -1..1 or {@code NaN}
     * @param currentPairs how many pairs that rests on, 0 or more
     * @return the result
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static CorrelationDifference of(double reference, long referencePairs, double current, long currentPairs) {
        return of(reference, referencePairs, current, currentPairs, 0);
    }

    /**
     * Compares two correlations of ranks, whatever the values are distributed like: with the variance {@code (1 + r² / 2) /
     * (n − 3)} of Bonett and Wright (2000).
     *
     * @param reference the correlation in the reference, -1..1 or {@code NaN}
     * @param referencePairs how many pairs it rests on, 0 or more
     * @param current the correlation in the current sample, -1..1 or {@code NaN}
     * @param currentPairs how many pairs that rests on, 0 or more
     * @return the result
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static CorrelationDifference ofRanks(
            double reference, long referencePairs, double current, long currentPairs) {
        return of(reference, referencePairs, current, currentPairs, 0.5);
    }

    private static CorrelationDifference of(double reference, long n, double current, long m, double ofSquare) {
        double first = correlation("reference", reference, n);
        double second = correlation("current", current, m);
        double difference = current - reference;
        if (Double.isNaN(difference) || n < LEAST_PAIRS || m < LEAST_PAIRS) {
            return new CorrelationDifference(difference, Double.NaN);
        }
        double variance = (1 + ofSquare * first * first) / (n - 3.0) + (1 + ofSquare * second * second) / (m - 3.0);
        double z = Math.abs(artanh(second) - artanh(first)) / Math.sqrt(variance);
        return new CorrelationDifference(
                difference, Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(z)));
    }

    private static double correlation(String name, double correlation, long pairs) {
        if (Math.abs(correlation) > 1 || pairs < 0) {
            throw new IllegalArgumentException("the " + name + " was a correlation of " + correlation + " over " + pairs
                    + " pairs; expected -1 to 1 over 0 or more");
        }
        return Math.max(-GREATEST, Math.min(GREATEST, correlation));
    }

    private static double artanh(double correlation) {
        return 0.5 * (Math.log1p(correlation) - Math.log1p(-correlation));
    }
}
