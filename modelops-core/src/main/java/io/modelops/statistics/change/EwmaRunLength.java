package io.modelops.statistics.change;

import io.modelops.statistics.internal.GaussLegendre;

/**
 * How many standard normal values an EWMA chart with two limits takes on average without an alarm, by the integral
 * equation of Crowder (1987), {@code L(u) = 1 + 1/w ∫ L(y) φ((y - (1 - w) u) / w) dy}, on the nodes of Gauss and Legendre.
 */
final class EwmaRunLength {
    private static final int LEAST_NODES = 16;

    /** The kernel is a normal density, as wide as the weight: this many nodes for each of its deviations tell it exactly enough. */
    private static final double NODES_PER_DEVIATION = 1.6;

    private static final int HALVINGS = 40;
    private static final double LARGEST_LIMIT = 8;

    private EwmaRunLength() {}

    /** The limit, in standard deviations of the average, at which it alarms once in that many values; at most 8. */
    static double limit(double weight, double observations) {
        double tooLow = 0;
        double highEnough = LARGEST_LIMIT;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (tooLow + highEnough) / 2;
            if (of(weight, middle) < observations) {
                tooLow = middle;
            } else {
                highEnough = middle;
            }
        }
        return highEnough;
    }

    /** The run length from an average of 0. */
    static double of(double weight, double limit) {
        double end = limit * Math.sqrt(weight / (2 - weight));
        int nodes = LEAST_NODES + (int) (NODES_PER_DEVIATION * 2 * end / weight);
        GaussLegendre.Grid grid = new GaussLegendre(nodes).grid(-end, end, 1);
        double[][] matrix = new double[nodes][nodes + 1];
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < nodes; j++) {
                matrix[i][j] = (i == j ? 1 : 0) - kernel(weight, grid, grid.points()[i], j);
            }
            matrix[i][nodes] = 1;
        }
        double[] solution = solve(matrix);
        double fromZero = 1;
        for (int j = 0; j < nodes; j++) {
            fromZero += kernel(weight, grid, 0, j) * solution[j];
        }
        // Where the run length exceeds what the digits of the matrix can tell, it is beyond any that is asked for.
        return fromZero > 0 && fromZero < 1e13 ? fromZero : Double.POSITIVE_INFINITY;
    }

    private static double kernel(double weight, GaussLegendre.Grid grid, double from, int node) {
        double deviate = (grid.points()[node] - (1 - weight) * from) / weight;
        return grid.weights()[node] * Math.exp(-deviate * deviate / 2) / (weight * Math.sqrt(2 * Math.PI));
    }

    /** Gaussian elimination; the matrix has a dominant diagonal, or nearly, so no pivots are sought. */
    private static double[] solve(double[][] matrix) {
        int size = matrix.length;
        for (int column = 0; column < size; column++) {
            for (int row = column + 1; row < size; row++) {
                double factor = matrix[row][column] / matrix[column][column];
                for (int k = column; factor != 0 && k <= size; k++) {
                    matrix[row][k] -= factor * matrix[column][k];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double sum = matrix[row][size];
            for (int k = row + 1; k < size; k++) {
                sum -= matrix[row][k] * solution[k];
            }
            solution[row] = sum / matrix[row][row];
        }
        return solution;
    }
}
