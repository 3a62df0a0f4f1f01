package io.modelops.monitoring;

import io.modelops.model.Quoted;
import io.modelops.statistics.Bins;
import io.modelops.statistics.ChiSquareHomogeneity;
import io.modelops.statistics.PopulationStability;
import java.util.Locale;

/** The latest values of a column, counted in the bins of its reference. */
final class BinnedWindow {
    private final Bins bins;
    private final long[] reference;
    private final long[] counts;
    private final int[] latest;
    private long seen;

    BinnedWindow(Bins bins, long[] reference, int window) {
        this.bins = bins;
        this.reference = reference;
        this.counts = new long[bins.size()];
        this.latest = new int[window];
    }

    void add(int bin) {
        int slot = (int) (seen % latest.length);
        if (seen >= latest.length) {
            counts[latest[slot]]--;
        }
        latest[slot] = bin;
        counts[bin]++;
        seen++;
    }

    long samples() {
        return Math.min(seen, latest.length);
    }

    boolean hasReference() {
        return total(reference) > 0;
    }

    /** How far the window is from the reference. */
    double effect() {
        return PopulationStability.of(reference, counts).value();
    }

    /** How likely so much of a difference is if nothing changed; rare bins are pooled. */
    double pValue() {
        return ChiSquareHomogeneity.of(reference, counts).pValue();
    }

    /** The bin whose share moved most, in words. */
    String mostMoved() {
        double n = total(reference);
        double m = total(counts);
        int most = 0;
        for (int bin = 1; bin < counts.length; bin++) {
            if (Math.abs(counts[bin] / m - reference[bin] / n) > Math.abs(counts[most] / m - reference[most] / n)) {
                most = bin;
            }
        }
        String label = Quoted.of(bins.label(most));
        return String.format(
                Locale.ROOT,
                "%s from %.1f %% to %.1f %%",
                label.substring(1, label.length() - 1),
                100 * reference[most] / n,
                100 * counts[most] / m);
    }

    private static double total(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}
