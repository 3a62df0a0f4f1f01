package io.modelops.monitoring.estimation;

import java.util.Arrays;

/**
 * A curve from scores to rates: the logistic regression of the outcome on {@code ln(score)} and {@code -ln(1 - score)}
 * (beta calibration, Kull, Silva Filho and Flach 2017), whose slopes are not below 0, so that it never falls. Platt's
 * targets (1999) keep it finite when the classes are separable. A score of 0 or 1, as forests and rounding give, counts as
 * half way to the nearest one inside.
 */
final class BetaCalibration {
    private static final int MOST_STEPS = 50;
    private static final double LEAST_PROBABILITY = 1e-6;

    private final double lowest;
    private final double highest;

    /** Intercept, slope of {@code ln(score)}, slope of {@code -ln(1 - score)}. */
    private final double[] weights = new double[3];

    private BetaCalibration(double[] meanScores, long[] rows) {
        double least = 0.5;
        double most = 0.5;
        for (int bin = 0; bin < rows.length; bin++) {
            if (rows[bin] > 0) {
                least = meanScores[bin] > 0 ? Math.min(least, meanScores[bin]) : least;
                most = meanScores[bin] < 1 ? Math.max(most, meanScores[bin]) : most;
            }
        }
        this.lowest = Math.max(LEAST_PROBABILITY, least / 2);
        this.highest = Math.min(1 - LEAST_PROBABILITY, (1 + most) / 2);
    }

    /**
     * Fits the curve.
     *
     * @param meanScores the mean score of each bin, anything where it has no rows
     * @param rows the number of rows of each bin, 0 or more
     * @param positives how many of them are positive
     * @return the curve, the rate of all rows where scores tell nothing
     */
    static BetaCalibration fit(double[] meanScores, long[] rows, long[] positives) {
        BetaCalibration curve = new BetaCalibration(meanScores, rows);
        curve.newton(meanScores, rows, positives, new boolean[] {true, true, true});
        if (curve.weights[1] < 0 || curve.weights[2] < 0) {
            boolean[] free = {true, curve.weights[1] >= 0, curve.weights[2] >= 0};
            curve.newton(meanScores, rows, positives, free);
            if (curve.weights[1] < 0 || curve.weights[2] < 0) {
                curve.newton(meanScores, rows, positives, new boolean[] {true, false, false});
            }
        }
        return curve;
    }

    double rate(double score) {
        return rate(inputs(score));
    }

    private double rate(double[] inputs) {
        return sigmoid(weights[0] * inputs[0] + weights[1] * inputs[1] + weights[2] * inputs[2]);
    }

    private void newton(double[] meanScores, long[] rows, long[] positives, boolean[] free) {
        double allPositives = Arrays.stream(positives).sum();
        double allNegatives = Arrays.stream(rows).sum() - allPositives;
        double high = (allPositives + 1) / (allPositives + 2);
        double low = 1 / (allNegatives + 2);
        weights[0] = Math.log((allPositives + 1) / (allNegatives + 1));
        weights[1] = 0;
        weights[2] = 0;
        double[][] inputs = new double[rows.length][];
        Arrays.setAll(inputs, bin -> inputs(meanScores[bin]));
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = new double[3];
            double[][] curvature = {{1e-9, 0, 0}, {0, 1e-6, 0}, {0, 0, 1e-6}};
            for (int bin = 0; bin < rows.length; bin++) {
                if (rows[bin] > 0) {
                    double rate = rate(inputs[bin]);
                    double gap = positives[bin] * high + (rows[bin] - positives[bin]) * low - rows[bin] * rate;
                    double spread = rows[bin] * rate * (1 - rate);
                    for (int i = 0; i < 3; i++) {
                        gradient[i] += gap * inputs[bin][i];
                        for (int j = 0; j < 3; j++) {
                            curvature[i][j] += spread * inputs[bin][i] * inputs[bin][j];
                        }
                    }
                }
            }
            double[] move = solve(curvature, gradient, free);
            double greatest = Arrays.stream(move).map(Math::abs).max().orElse(0);
            if (!Double.isFinite(Arrays.stream(move).sum())) {
                break;
            }
            double damping = Math.min(1, 4 / greatest);
            for (int i = 0; i < 3; i++) {
                weights[i] += damping * move[i];
            }
            if (greatest < 1e-7) {
                break;
            }
        }
    }

    /** Gaussian elimination of a positive definite system, in which what is not free stays as it is. */
    private static double[] solve(double[][] matrix, double[] right, boolean[] free) {
        for (int i = 0; i < 3; i++) {
            if (!free[i]) {
                for (int j = 0; j < 3; j++) {
                    matrix[i][j] = i == j ? 1 : 0;
                    matrix[j][i] = i == j ? 1 : 0;
                }
                right[i] = 0;
            }
        }
        for (int pivot = 0; pivot < 3; pivot++) {
            for (int row = pivot + 1; row < 3; row++) {
                double factor = matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = pivot; column < 3; column++) {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
                right[row] -= factor * right[pivot];
            }
        }
        double[] solution = new double[3];
        for (int row = 2; row >= 0; row--) {
            double rest = right[row];
            for (int column = row + 1; column < 3; column++) {
                rest -= matrix[row][column] * solution[column];
            }
            solution[row] = rest / matrix[row][row];
        }
        return solution;
    }

    private double[] inputs(double score) {
        double inside = Math.max(lowest, Math.min(highest, score));
        return new double[] {1, Math.log(inside), -Math.log1p(-inside)};
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
