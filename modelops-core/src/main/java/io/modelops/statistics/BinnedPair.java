package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/** Two samples counted in the same {@link Binning}, seen as distribution functions; missing values are left out. */
final class BinnedPair {
    private final double[] edges;
    private final long[] reference;
    private final long[] current;

    private BinnedPair(double[] edges, long[] reference, long[] current) {
        this.edges = edges;
        this.reference = reference;
        this.current = current;
    }

    static BinnedPair of(Binning binning, long[] reference, long[] current) {
        return new BinnedPair(
                binning.edges(),
                cumulative("reference", reference, binning.size()),
                cumulative("current", current, binning.size()));
    }

    private static long[] cumulative(String name, long[] counts, int size) {
        if (counts.length != size) {
            throw new IllegalArgumentException(
                    name + " has " + counts.length + " counts; expected one for each of the " + size + " bins");
        }
        Arguments.total(name, counts);
        long[] below = new long[size];
        for (int bin = 0; bin < size - 1; bin++) {
            below[bin + 1] = below[bin] + counts[bin];
        }
        return below;
    }

    /** How many bins there are besides the one of missing values. */
    int bins() {
        return edges.length + 1;
    }

    double[] edges() {
        return edges;
    }

    long referenceSize() {
        return reference[bins()];
    }

    long currentSize() {
        return current[bins()];
    }

    boolean isEmpty() {
        return referenceSize() == 0 || currentSize() == 0;
    }

    /** The share of the reference in the bins before this one. */
    double referenceBelow(int bin) {
        return (double) reference[bin] / referenceSize();
    }

    /** The share of the current values in the bins before this one. */
    double currentBelow(int bin) {
        return (double) current[bin] / currentSize();
    }

    /** Whether only one value falls in this bin. */
    boolean isSingleValue(int bin) {
        return bin > 0 && bin < edges.length && edges[bin] == Math.nextUp(edges[bin - 1]);
    }
}
