package io.modelops.statistics;

/**
 * The robust {@link Wasserstein} distance of two samples of which only the counts in common bins are known: between two
 * edges both distribution functions are taken as straight, and beyond the outermost edges as steps at these edges.
 */
final class BinnedWasserstein {
    private final BinnedPair pair;
    private final double[] edges;

    BinnedWasserstein(BinnedPair pair) {
        this.pair = pair;
        this.edges = pair.edges();
    }

    double distance() {
        if (pair.isEmpty() || edges.length < 2) {
            return Double.NaN;
        }
        double range = quantile(0.75) - quantile(0.25);
        double unit = range > 0 ? range / Wasserstein.NORMAL_INTERQUARTILE_RANGE : standardDeviation();
        if (!Double.isFinite(unit)) {
            return Double.NaN;
        }
        if (unit > 0) {
            return area() / unit;
        }
        int middle = binOfQuantile(0.5);
        return 1 - (pair.currentBelow(middle + 1) - pair.currentBelow(middle));
    }

    /** The integral of |F - G| between the outermost edges, exact for straight pieces. */
    private double area() {
        double area = 0;
        for (int bin = 1; bin < edges.length; bin++) {
            double left = pair.referenceBelow(bin) - pair.currentBelow(bin);
            double right = pair.referenceBelow(bin + 1) - pair.currentBelow(bin + 1);
            boolean cross = left * right < 0;
            double height = cross
                    ? (left * left + right * right) / (2 * (Math.abs(left) + Math.abs(right)))
                    : Math.abs(left + right) / 2;
            area += height == 0 ? 0 : height * width(bin);
        }
        return area;
    }

    private double quantile(double probability) {
        int bin = binOfQuantile(probability);
        if (bin == 0) {
            return edges[0];
        }
        if (bin == edges.length) {
            return edges[edges.length - 1];
        }
        double from = pair.referenceBelow(bin);
        double share = (probability - from) / (pair.referenceBelow(bin + 1) - from);
        return edges[bin - 1] + share * width(bin);
    }

    private int binOfQuantile(double probability) {
        int bin = 0;
        while (pair.referenceBelow(bin + 1) < probability) {
            bin++;
        }
        return bin;
    }

    /** Of the reference, with values at the outermost edges and evenly spread between two edges. */
    private double standardDeviation() {
        double mean = 0;
        for (int bin = 0; bin < pair.bins(); bin++) {
            mean += share(bin) == 0 ? 0 : share(bin) * middle(bin);
        }
        double variance = 0;
        for (int bin = 0; bin < pair.bins(); bin++) {
            double width = bin == 0 || bin == edges.length ? 0 : width(bin);
            double deviation = middle(bin) - mean;
            variance += share(bin) == 0 ? 0 : share(bin) * (deviation * deviation + width * width / 12);
        }
        return Math.sqrt(variance);
    }

    private double share(int bin) {
        return pair.referenceBelow(bin + 1) - pair.referenceBelow(bin);
    }

    private double middle(int bin) {
        if (bin == 0) {
            return edges[0];
        }
        return bin == edges.length ? edges[bin - 1] : edges[bin - 1] + width(bin) / 2;
    }

    private double width(int bin) {
        return pair.isSingleValue(bin) ? 0 : edges[bin] - edges[bin - 1];
    }
}
