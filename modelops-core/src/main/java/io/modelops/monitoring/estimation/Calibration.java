package io.modelops.monitoring.estimation;

import java.util.Arrays;

/**
 * The probability of a positive outcome by score bin, learnt from labelled rows: the mean of an isotonic fit (pool adjacent
 * violators, Ayer et al. 1955) and of a logistic curve on the log-odds of the score (Platt 1999). The first follows any
 * rising shape, the second needs few rows; their mean is nearer to the truth than either.
 */
final class Calibration {
    private static final int MOST_STEPS = 50;
    private static final double LEAST_PROBABILITY = 1e-6;

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
        double[] isotonic = isotonic(rows, positives);
        double[] logistic = logistic(meanScores, rows, positives);
        double[] fitted = new double[rows.length];
        double latest = Double.NaN;
        int first = rows.length;
        for (int bin = 0; bin < rows.length; bin++) {
            if (rows[bin] > 0) {
                latest = (isotonic[bin] + logistic[bin]) / 2;
                first = Math.min(first, bin);
            }
            fitted[bin] = latest;
        }
        Arrays.fill(fitted, 0, Math.min(first, rows.length), first < rows.length ? fitted[first] : Double.NaN);
        return fitted;
    }

    /** Rates that never fall from bin to bin and are as near to the counted ones as that allows. */
    static double[] isotonic(long[] rows, long[] positives) {
        int[] start = new int[rows.length];
        double[] weight = new double[rows.length];
        double[] sum = new double[rows.length];
        int blocks = 0;
        for (int bin = 0; bin < rows.length; bin++) {
            if (rows[bin] == 0) {
                continue;
            }
            start[blocks] = bin;
            weight[blocks] = rows[bin];
            sum[blocks] = positives[bin];
            blocks++;
            while (blocks > 1 && sum[blocks - 2] * weight[blocks - 1] >= sum[blocks - 1] * weight[blocks - 2]) {
                weight[blocks - 2] += weight[blocks - 1];
                sum[blocks - 2] += sum[blocks - 1];
                blocks--;
            }
        }
        double[] fitted = new double[rows.length];
        for (int block = 0; block < blocks; block++) {
            int end = block + 1 < blocks ? start[block + 1] : rows.length;
            Arrays.fill(fitted, start[block], end, sum[block] / weight[block]);
        }
        return fitted;
    }

    /** Newton's method on two parameters, with Platt's targets, which keep it finite when classes are separable. */
    private static double[] logistic(double[] meanScores, long[] rows, long[] positives) {
        double allPositives = Arrays.stream(positives).sum();
        double allNegatives = Arrays.stream(rows).sum() - allPositives;
        double high = (allPositives + 1) / (allPositives + 2);
        double low = 1 / (allNegatives + 2);
        double intercept = Math.log((allPositives + 1) / (allNegatives + 1));
        double slope = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            double g0 = 0;
            double g1 = 0;
            double h00 = 1e-9;
            double h01 = 0;
            double h11 = 1e-6;
            for (int bin = 0; bin < rows.length; bin++) {
                if (rows[bin] > 0) {
                    double x = logOdds(meanScores[bin]);
                    double p = sigmoid(intercept + slope * x);
                    double target = positives[bin] * high + (rows[bin] - positives[bin]) * low;
                    double gap = target - rows[bin] * p;
                    double spread = rows[bin] * p * (1 - p);
                    g0 += gap;
                    g1 += gap * x;
                    h00 += spread;
                    h01 += spread * x;
                    h11 += spread * x * x;
                }
            }
            double determinant = h00 * h11 - h01 * h01;
            double moveIntercept = (h11 * g0 - h01 * g1) / determinant;
            double moveSlope = (h00 * g1 - h01 * g0) / determinant;
            if (!Double.isFinite(moveIntercept) || !Double.isFinite(moveSlope)) {
                break;
            }
            double damping = Math.min(1, 4 / Math.max(Math.abs(moveIntercept), Math.abs(moveSlope)));
            intercept += damping * moveIntercept;
            slope += damping * moveSlope;
            if (Math.abs(moveIntercept) + Math.abs(moveSlope) < 1e-10) {
                break;
            }
        }
        double[] fitted = new double[rows.length];
        for (int bin = 0; bin < rows.length; bin++) {
            fitted[bin] = rows[bin] == 0 ? Double.NaN : sigmoid(intercept + slope * logOdds(meanScores[bin]));
        }
        return fitted;
    }

    private static double logOdds(double score) {
        double inside = Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, score));
        return Math.log(inside / (1 - inside));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
