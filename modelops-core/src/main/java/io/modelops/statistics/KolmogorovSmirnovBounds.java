package io.modelops.statistics;

/**
 * Bounds of the Kolmogorov–Smirnov statistic D of two samples of which only the counts in common bins are known.
 *
 * <p>At the edges of the bins both distribution functions are known exactly; between two edges neither can rise by more
 * than what its sample has in the bin, and a bin of a single value leaves nothing open. Always {@code low <= D <= high <=
 * low + } the largest share that the reference has in a bin: with 128 bins of equal reference counts the bounds are at
 * most 1/128 apart. They are an effect size; for significance take {@link PopulationStability} or
 * {@link ChiSquareHomogeneity} of the same counts.
 *
 * @param low the largest difference of the distribution functions at any edge, in 0..1; {@code NaN} when either sample
 *     has no value
 * @param high the largest difference that the counts allow, in {@code low..1}; {@code NaN} when either sample has no value
 * @param referenceSize the number of reference values that are not missing
 * @param currentSize the number of current values that are not missing
 */
public record KolmogorovSmirnovBounds(double low, double high, long referenceSize, long currentSize) {
    /**
     * Compares two samples that were counted in the same bins. As for {@link KolmogorovSmirnov}, missing values are left
     * out.
     *
     * @param binning the bins
     * @param reference the counts of the reference sample, one per bin
     * @param current the counts of the current sample, one per bin
     * @return the bounds
     * @throws IllegalArgumentException if there is not one count per bin, or a count is negative
     */
    public static KolmogorovSmirnovBounds of(Binning binning, long[] reference, long[] current) {
        BinnedPair pair = BinnedPair.of(binning, reference, current);
        double low = 0;
        double high = 0;
        for (int bin = 0; bin < pair.bins(); bin++) {
            double atEnd = Math.abs(pair.referenceBelow(bin + 1) - pair.currentBelow(bin + 1));
            low = Math.max(low, atEnd);
            // One sample may have all its values of this bin at the lower end, the other all at the upper end.
            double inside = Math.max(
                    pair.referenceBelow(bin + 1) - pair.currentBelow(bin),
                    pair.currentBelow(bin + 1) - pair.referenceBelow(bin));
            high = Math.max(high, pair.isSingleValue(bin) ? atEnd : inside);
        }
        return pair.isEmpty()
                ? new KolmogorovSmirnovBounds(Double.NaN, Double.NaN, pair.referenceSize(), pair.currentSize())
                : new KolmogorovSmirnovBounds(low, high, pair.referenceSize(), pair.currentSize());
    }
}
