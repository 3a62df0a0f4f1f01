package io.modelops.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The bins of two samples with those pooled that are too rare for a chi-square approximation: bins that miss an expected
 * count of 5 in either sample become one, rarest first; if the pool still misses it, the rarest of the remaining bins
 * joins it. Bins that are empty in both samples are left out.
 */
final class PooledBins {
    private static final double LEAST_EXPECTED = 5;

    private PooledBins() {}

    /** Returns the bins of two samples of the same length, neither of them without counts. */
    static List<Bin> of(long[] reference, long[] current) {
        List<Bin> rarestFirst = new ArrayList<>();
        Bin all = new Bin(0, 0);
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + current[bin] > 0) {
                Bin occupied = new Bin(reference[bin], current[bin]);
                rarestFirst.add(occupied);
                all = all.plus(occupied);
            }
        }
        rarestFirst.sort(Comparator.comparingLong(Bin::total));
        double shareOfSmaller = (double) Math.min(all.reference, all.current) / all.total();
        double leastTotal = LEAST_EXPECTED / shareOfSmaller;
        Bin pool = new Bin(0, 0);
        int taken = 0;
        while (taken < rarestFirst.size()
                && (rarestFirst.get(taken).total() < leastTotal || (taken > 0 && pool.total() < leastTotal))) {
            pool = pool.plus(rarestFirst.get(taken++));
        }
        List<Bin> pooled = new ArrayList<>(rarestFirst.subList(taken, rarestFirst.size()));
        if (taken > 0) {
            pooled.add(pool);
        }
        return pooled;
    }

    /** The counts of one bin, or of several that were pooled, in the two samples. */
    record Bin(long reference, long current) {
        long total() {
            return reference + current;
        }

        Bin plus(Bin other) {
            return new Bin(reference + other.reference, current + other.current);
        }
    }
}
