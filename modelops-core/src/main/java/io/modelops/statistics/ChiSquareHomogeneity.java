package io.modelops.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's chi-square test of homogeneity: whether two binned samples come from one distribution, neither of which is
 * taken as known. (Testing the current sample for goodness of fit against the reference would double the statistic at
 * equal sizes.)
 *
 * <p>The chi-square approximation wants an expected count of at least 5 in each cell. Bins that miss it in either sample
 * are pooled into one, rarest first; if the pool still misses it, the rarest of the remaining bins joins it.
 *
 * @param statistic {@code Σ (observed - expected)² / expected}, 0 or more; {@code NaN} when either sample is empty
 * @param pValue the probability of a statistic this large when nothing changed; 1 when pooling leaves a single bin,
 *     {@code NaN} when either sample is empty
 * @param degreesOfFreedom the number of bins after pooling, less one
 * @param referenceSize the number of values of the reference sample
 * @param currentSize the number of values of the current sample
 */
public record ChiSquareHomogeneity(
        double statistic, double pValue, int degreesOfFreedom, long referenceSize, long currentSize)
        implements Significance {

    private static final double LEAST_EXPECTED = 5;

    /**
     * Compares two samples that were counted in the same bins.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return the result; symmetric in the two samples
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static ChiSquareHomogeneity of(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        long n = Arguments.total("reference", reference);
        long m = Arguments.total("current", current);
        if (n == 0 || m == 0) {
            return new ChiSquareHomogeneity(Double.NaN, Double.NaN, 0, n, m);
        }
        List<Cell> cells = new ArrayList<>();
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + current[bin] > 0) {
                cells.add(new Cell(reference[bin], current[bin]));
            }
        }
        double shareOfSmaller = (double) Math.min(n, m) / (n + m);
        List<Cell> pooled = pool(cells, LEAST_EXPECTED / shareOfSmaller);
        double statistic = 0;
        for (Cell cell : pooled) {
            double expectedReference = (double) cell.total() * n / (n + m);
            double expectedCurrent = (double) cell.total() * m / (n + m);
            double difference = cell.reference - expectedReference; // the same, but for its sign, in both samples
            statistic += difference * difference * (1 / expectedReference + 1 / expectedCurrent);
        }
        int degreesOfFreedom = pooled.size() - 1;
        double pValue = degreesOfFreedom == 0
                ? 1
                : ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
        return new ChiSquareHomogeneity(statistic, pValue, degreesOfFreedom, n, m);
    }

    private static List<Cell> pool(List<Cell> cells, double leastTotal) {
        List<Cell> rarestFirst = new ArrayList<>(cells);
        rarestFirst.sort(Comparator.comparingLong(Cell::total));
        Cell pool = new Cell(0, 0);
        int taken = 0;
        while (taken < rarestFirst.size()
                && (rarestFirst.get(taken).total() < leastTotal || (taken > 0 && pool.total() < leastTotal))) {
            pool = pool.plus(rarestFirst.get(taken++));
        }
        List<Cell> pooled = new ArrayList<>(rarestFirst.subList(taken, rarestFirst.size()));
        if (taken > 0) {
            pooled.add(pool);
        }
        return pooled;
    }

    private record Cell(long reference, long current) {
        long total() {
            return reference + current;
        }

        Cell plus(Cell other) {
            return new Cell(reference + other.reference, current + other.current);
        }
    }
}
