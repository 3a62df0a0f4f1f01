package io.modelops.monitoring;

import io.modelops.model.Quoted;
import io.modelops.statistics.Moments;
import java.util.Locale;

/**
 * How the two sides of a column differ.
 *
 * @param column the column
 * @param reference its values in the reference
 * @param current its values in the window
 */
record BinnedDifference(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current) {
    /** How likely so much of a difference is if nothing changed. */
    double pValue() {
        return Homogeneity.pValue(reference.counts(), current.counts());
    }

    /** Where the mean moved to, with a comma behind it; nothing if it moved by less than a tenth of the spread. */
    String movedMean() {
        Moments before = reference.moments();
        Moments now = current.moments();
        return Math.abs(now.mean() - before.mean()) > 0.1 * before.standardDeviation()
                ? "mean " + number(before.mean()) + " → " + number(now.mean()) + ", "
                : "";
    }

    /** The bin whose share moved most. */
    String mostMoved() {
        double n = reference.samples();
        double m = current.samples();
        int most = 0;
        for (int bin = 1; bin < current.counts().length; bin++) {
            if (Math.abs(moved(bin, n, m)) > Math.abs(moved(most, n, m))) {
                most = bin;
            }
        }
        String label = Quoted.of(column.bins().label(most));
        return String.format(
                Locale.ROOT,
                "%s from %.1f %% to %.1f %%",
                label.substring(1, label.length() - 1),
                100 * reference.counts()[most] / n,
                100 * current.counts()[most] / m);
    }

    private double moved(int bin, double n, double m) {
        return current.counts()[bin] / m - reference.counts()[bin] / n;
    }

    /** A number as people write it: four digits, without trailing zeros. */
    static String number(double value) {
        String digits = String.format(Locale.ROOT, "%.4g", value);
        return digits.contains("e") || !digits.contains(".")
                ? digits
                : digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
