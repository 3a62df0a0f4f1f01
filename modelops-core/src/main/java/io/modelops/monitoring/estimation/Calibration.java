package io.modelops.monitoring.estimation;

import java.util.Arrays;

/**
 * The probability of a positive outcome by score bin, learnt from labelled rows: a {@linkplain BaggedIsotonic smoothed
 * isotonic fit}, which follows any rising shape, drawn towards a {@linkplain BetaCalibration beta calibration}, which needs
 * few rows. The curve weighs as much as 1,000 rows, so it is half of the result for 1,000 and a tenth for 9,000.
 */
final class Calibration {
    private static final double ROWS_OF_THE_CURVE = 1_000;

    private Calibration() {}

    /**
     * Fits rates to bins in order of their scores.
     *
     * @param meanScores the mean score of each bin, anything where it has no rows
     * @param rows the number of rows of each bin, 0 or more
     * @param positives how many of them are positive
     * @return the calibrated rate of each bin, that of its neighbours where it has no rows
     */
    static double[] fit(double[] meanScores, long[] rows, long[] positives) {
        double[] isotonic = BaggedIsotonic.fit(rows, positives);
        BetaCalibration beta = BetaCalibration.fit(meanScores, rows, positives);
        double trust =
                ROWS_OF_THE_CURVE / (ROWS_OF_THE_CURVE + Arrays.stream(rows).sum());
        double[] fitted = new double[rows.length];
        double latest = Double.NaN;
        int first = rows.length;
        for (int bin = 0; bin < rows.length; bin++) {
            if (rows[bin] > 0) {
                latest = (1 - trust) * isotonic[bin] + trust * beta.rate(meanScores[bin]);
                first = Math.min(first, bin);
            }
            fitted[bin] = latest;
        }
        Arrays.fill(fitted, 0, Math.min(first, rows.length), first < rows.length ? fitted[first] : Double.NaN);
        return fitted;
    }
}
