package io.modelops.monitoring.estimation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Rates that never fall from bin to bin: the mean of isotonic fits (pool adjacent violators, Ayer et al. 1955) to
 * resamples of the rows (bagging, Breiman 1996), which smooths the steps of a single fit. The resamples are the same each
 * time, on each Java version.
 */
final class BaggedIsotonic {
    private static final int RESAMPLES = 50;
    private static final float[] NORMAL = normal();

    private BaggedIsotonic() {}

    /** Numbers of a standard normal distribution (Box and Muller 1958). */
    private static float[] normal() {
        SplittableRandom random = new SplittableRandom(RESAMPLES);
        float[] numbers = new float[25_600];
        for (int i = 0; i < numbers.length; i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            numbers[i] = (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
        }
        return numbers;
    }

    /**
     * Fits rates to bins in order of their scores.
     *
     * @param rows the number of rows of each bin, 0 or more
     * @param positives how many of them are positive
     * @return the rate of each bin; that of a neighbour, or 0, where there are no rows
     */
    static double[] fit(long[] rows, long[] positives) {
        int drawn = 0;
        double[] weight = new double[rows.length];
        double[] sum = new double[rows.length];
        double[] mean = new double[rows.length];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int bin = 0; bin < rows.length; bin++) {
                sum[bin] = resampled(positives[bin], drawn++);
                weight[bin] = sum[bin] + resampled(rows[bin] - positives[bin], drawn++);
            }
            double[] fitted = isotonic(weight, sum);
            for (int bin = 0; bin < rows.length; bin++) {
                mean[bin] += fitted[bin] / RESAMPLES;
            }
        }
        return mean;
    }

    /** How often rows are drawn: nearly a Poisson number, whose mean and variance are their number. */
    private static double resampled(long rows, int draw) {
        return Math.max(0, rows + Math.sqrt((double) rows) * NORMAL[draw % NORMAL.length]);
    }

    private static double[] isotonic(double[] rows, double[] positives) {
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
            int from = block == 0 ? 0 : start[block];
            int to = block + 1 < blocks ? start[block + 1] : rows.length;
            Arrays.fill(fitted, from, to, sum[block] / weight[block]);
        }
        return fitted;
    }
}
