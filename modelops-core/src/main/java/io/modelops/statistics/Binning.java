package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Fixed bins of a numeric column, cut at the quantiles of a reference sample or at given edges.
 *
 * <p>With edges {@code e0 < e1 < … < ek} the bins are {@code (-∞, e0), [e0, e1), …, [ek, ∞]} and one more for missing
 * values ({@code NaN}). The outer bins are open, so a value that the reference never reached still has its place, and an
 * extreme one can't move the edges. Negative infinity falls in the first bin and positive infinity in the last one
 * before the missing bin. Negative and positive zero are the same value.
 *
 * <p>Immutable and thread-safe. {@link #edges()} given to {@link #ofEdges(double...)} makes an equal binning.
 */
public final class Binning implements Bins {
    /** The number of quantile bins when none is given. */
    public static final int DEFAULT_BINS = 10;

    private static final int LEAST_DIGITS = 4;
    private static final int MOST_DIGITS = 17;

    private final double[] edges;

    /** The edges, filled up with NaN to one less than a power of two; no value is at or above NaN. */
    private final double[] searchTable;

    private Binning(double[] edges) {
        this.edges = edges;
        int capacity = Integer.highestOneBit(Math.max(1, edges.length)) * 2;
        this.searchTable = Arrays.copyOf(edges, capacity - 1);
        Arrays.fill(searchTable, edges.length, capacity - 1, Double.NaN);
    }

    /**
     * Returns bins of equal reference counts: {@link #DEFAULT_BINS} of them.
     *
     * @param reference the reference values; not modified
     * @return the binning, as {@link #ofQuantiles(double[], int)} describes it
     */
    public static Binning ofQuantiles(double[] reference) {
        return ofQuantiles(reference, DEFAULT_BINS);
    }

    /**
     * Returns bins of equal reference counts, as near as the values allow.
     *
     * <p>Equal quantiles become one edge. A value that fills a whole bin or more gets a bin of its own, whose upper edge
     * is the next larger double; a constant column therefore has three bins: below, equal and above. Only finite
     * values decide about edges. Without any there is a single bin for all values, besides the missing bin.
     *
     * @param reference the reference values; not modified
     * @param bins the number of equal parts the reference is cut into, at least 1
     * @return the binning
     * @throws IllegalArgumentException if {@code bins} is less than 1
     */
    public static Binning ofQuantiles(double[] reference, int bins) {
        Arguments.atLeast(1, "bins", bins);
        double[] sorted =
                Arrays.stream(reference).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Binning(new double[0]);
        }
        double[] cuts = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            cuts[i] = Quantiles.ofSorted(sorted, (double) i / bins) + 0.0; // turns -0.0 into 0.0
        }
        List<Double> edges = new ArrayList<>();
        for (int first = 0, next; first <= bins; first = next) {
            next = first + 1;
            while (next <= bins && cuts[next] == cuts[first]) {
                next++;
            }
            boolean fillsBin = next - first > 1;
            boolean outermost = first == 0 || first == bins;
            if (fillsBin || !outermost) {
                edges.add(cuts[first]);
            }
            if (fillsBin && cuts[first] < Double.MAX_VALUE) {
                edges.add(Math.nextUp(cuts[first]));
            }
        }
        // Two neighbouring doubles that both fill a bin would share an edge.
        return new Binning(
                edges.stream().mapToDouble(Double::doubleValue).distinct().toArray());
    }

    /**
     * Returns bins cut at the given edges.
     *
     * @param edges finite numbers in strictly increasing order; none for a single bin of all values
     * @return the binning
     * @throws IllegalArgumentException if an edge is not finite or not above the one before it
     */
    public static Binning ofEdges(double... edges) {
        double[] copy = new double[edges.length];
        for (int i = 0; i < edges.length; i++) {
            copy[i] = edges[i] + 0.0;
            if (!Double.isFinite(copy[i]) || (i > 0 && copy[i] <= copy[i - 1])) {
                throw new IllegalArgumentException("edge " + i + " of " + Arrays.toString(edges)
                        + " is out of order; expected finite edges in strictly increasing order");
            }
        }
        return new Binning(copy);
    }

    /**
     * Returns the bin of a value, in time logarithmic in the number of bins and without allocation.
     *
     * @param value any number; {@code NaN} means missing
     * @return the bin, in {@code 0..size() - 1}
     */
    public int binOf(double value) {
        if (Double.isNaN(value)) {
            return missingBin();
        }
        int bin = 0;
        for (int half = (searchTable.length + 1) >> 1; half > 0; half >>= 1) {
            bin += searchTable[bin + half - 1] <= value ? half : 0;
        }
        return bin;
    }

    /**
     * Returns how many of the values fall in each bin.
     *
     * @param values any numbers; {@code NaN} means missing
     * @return a new array of {@link #size()} counts
     */
    public long[] count(double... values) {
        long[] counts = new long[size()];
        for (double value : values) {
            counts[binOf(value)]++;
        }
        return counts;
    }

    /**
     * Returns the edges between the bins.
     *
     * @return a new array in strictly increasing order, two shorter than {@link #size()}
     */
    public double[] edges() {
        return edges.clone();
    }

    @Override
    public int size() {
        return edges.length + 2;
    }

    @Override
    public String label(int bin) {
        Objects.checkIndex(bin, size());
        if (bin == missingBin()) {
            return "(missing)";
        }
        boolean isAfterSingleValue = bin > 1 && isSingleValue(bin - 1);
        String from = bin == 0 ? "(-∞" : (isAfterSingleValue ? "(" : "[") + shown(bin - 1);
        if (bin == edges.length) {
            return from + ", ∞)";
        }
        return bin > 0 && isSingleValue(bin) ? shown(bin - 1) : from + ", " + shown(bin) + ")";
    }

    /** An edge with four digits, or as many more as tell it from the edges beside it. */
    private String shown(int edge) {
        for (int digits = LEAST_DIGITS; digits < MOST_DIGITS; digits++) {
            double rounded = rounded(edges[edge], digits);
            boolean told = (edge == 0 || isSingleValue(edge) || rounded(edges[edge - 1], digits) < rounded)
                    && (edge == edges.length - 1
                            || isSingleValue(edge + 1)
                            || rounded < rounded(edges[edge + 1], digits));
            if (told) {
                return Double.toString(rounded);
            }
        }
        return Double.toString(edges[edge]);
    }

    private boolean isSingleValue(int bin) {
        return edges[bin] == Math.nextUp(edges[bin - 1]);
    }

    private static double rounded(double value, int digits) {
        return Double.isFinite(value) ? new BigDecimal(value, new MathContext(digits)).doubleValue() : value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Binning binning && Arrays.equals(edges, binning.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return "Binning" + Arrays.toString(edges);
    }
}
