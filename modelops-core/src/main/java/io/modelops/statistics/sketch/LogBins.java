package io.modelops.statistics.sketch;

import java.util.Arrays;

/**
 * Exact counts in bins of equal ratio, for numbers of one sign. There is room for {@value #MOST} bins below the greatest
 * number; what is smaller is counted in the lowest of them, so that the counts depend on the numbers alone and not on
 * the order in which they came or in which parts were merged.
 */
final class LogBins {
    static final int MOST = 2_048;

    private static final long[] NONE = {};

    private int first;
    private long[] counts = NONE;

    void add(int bin, long count) {
        int last = first + counts.length - 1;
        if (counts.length == 0) {
            first = bin;
            counts = new long[] {count};
        } else if (bin > last) {
            resize(Math.max(first, bin - MOST + 1), bin);
            counts[bin - first] += count;
        } else {
            int lowest = last - MOST + 1;
            if (bin < first && bin > lowest) {
                resize(bin, last);
            } else if (bin < first && lowest < first) {
                resize(lowest, last);
            }
            counts[Math.max(0, bin - first)] += count;
        }
    }

    void add(LogBins other) {
        for (int bin = other.counts.length - 1; bin >= 0; bin--) {
            if (other.counts[bin] > 0) {
                add(other.first + bin, other.counts[bin]);
            }
        }
    }

    /** Counts from bin to bin from now on; what lay below goes to the lowest. */
    private void resize(int from, int to) {
        long[] resized = new long[to - from + 1];
        for (int bin = 0; bin < counts.length; bin++) {
            resized[Math.max(0, first + bin - from)] += counts[bin];
        }
        first = from;
        counts = resized;
    }

    LogBins copy() {
        LogBins copy = new LogBins();
        copy.first = first;
        copy.counts = counts.clone();
        return copy;
    }

    void clear() {
        first = 0;
        counts = NONE;
    }

    int size() {
        return counts.length;
    }

    int bin(int index) {
        return first + index;
    }

    long count(int index) {
        return counts[index];
    }

    void write(SketchWriter writer) {
        writer.bits(first).count(counts.length);
        for (long count : counts) {
            writer.count(count);
        }
    }

    static LogBins read(SketchReader reader) {
        LogBins bins = new LogBins();
        long first = reader.bits();
        int size = reader.size(1);
        if (size > MOST || Math.abs(first) > 1 << 24) {
            throw new IllegalArgumentException("The bytes hold " + size + " bins of a quantile sketch from bin " + first
                    + " on; expected at most " + MOST + " within 16777216");
        }
        bins.first = (int) first;
        bins.counts = new long[size];
        for (int bin = 0; bin < size; bin++) {
            bins.counts[bin] = reader.count();
        }
        if (size > 0 && (bins.counts[0] == 0 || bins.counts[size - 1] == 0)) {
            throw new IllegalArgumentException("The outer bins of a quantile sketch are empty; expected them left out");
        }
        return bins;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogBins bins && first == bins.first && Arrays.equals(counts, bins.counts);
    }

    @Override
    public int hashCode() {
        return 31 * first + Arrays.hashCode(counts);
    }
}
