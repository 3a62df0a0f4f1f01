package io.modelops.statistics;

import java.util.Arrays;

/** Where a value stands among sorted values: the building block of rank statistics. */
final class Placements {
    private Placements() {}

    /** Returns how many of the sorted values are below a value, those equal to it counting half. */
    static double below(double[] sorted, double value) {
        int from = firstAtLeast(sorted, value);
        int to = from;
        if (to < sorted.length && sorted[to] == value) {
            to = firstAtLeast(sorted, Math.nextUp(value));
            if (value == Double.POSITIVE_INFINITY) {
                to = sorted.length;
            }
        }
        return (from + to) / 2.0;
    }

    private static int firstAtLeast(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns where each of some values stands among sorted values. */
    static double[] below(double[] sorted, double[] values) {
        return Arrays.stream(values).map(value -> below(sorted, value)).toArray();
    }
}
