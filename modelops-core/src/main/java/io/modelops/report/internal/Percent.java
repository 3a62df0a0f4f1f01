package io.modelops.report.internal;

import java.util.Locale;

/** Shares as people read them. */
public final class Percent {
    private static final double LEAST_SHOWN = 0.0001;

    private Percent() {}

    /**
     * Shows a share.
     *
     * @param share the share, 0..1
     * @return so many percent, with a decimal or two where they matter; a dash for NaN
     */
    public static String show(double share) {
        if (!Double.isFinite(share)) {
            return Numbers.show(share);
        }
        double percent = 100 * share;
        if (share == 0 || share == 1) {
            return Math.round(percent) + " %";
        }
        if (Math.abs(share) < LEAST_SHOWN) {
            return "under 0.01 %";
        }
        return String.format(Locale.ROOT, percent < 10 ? "%.2f %%" : "%.1f %%", percent);
    }
}
