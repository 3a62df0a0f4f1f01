package io.modelops.statistics.change;

/**
 * How many standard normal values an EWMA chart with two limits takes on average without an alarm, by the integral
 * equation of Crowder (1987), {@code L(u) = 1 + 1/w ∫ L(y) φ((y - (1 - w) u) / w) dy}, on the nodes of Gauss and Legendre.
 */
final class EwmaRunLength {
    private static final int NODES = 80;
    private static final int HALVINGS = 40;
    private static final double LARGEST_LIMIT = 8;
    private static final double[] ROOTS = new double[NODES];
    private static final double[] WEIGHTS = new double[NODES];

    static {
        for (int i = 0; i < NODES; i++) {
            double root = Math.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
            double slope = 1;
            for (int step = 0; step < 8; step++) { // Newton's method from a close start
                double before = 1;
                double value = root;
                for (int degree = 2; degree <= NODES; degree++) {
                    double next = ((2 * degree - 1) * root * value - (degree - 1) * before) / degree;
                    before = value;
                    value = next;
                }
                slope = NODES * (root * value - before) / (root * root - 1);
                root -= value / slope;
            }
            ROOTS[i] = root;
            WEIGHTS[i] = 2 / ((1 - root * root) * slope * slope);
        }
    }

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
        double[][] matrix = new double[NODES][NODES + 1];
        for (int i = 0; i < NODES; i++) {
            for (int j = 0; j < NODES; j++) {
                matrix[i][j] = (i == j ? 1 : 0) - kernel(weight, end, end * ROOTS[i], j);
            }
            matrix[i][NODES] = 1;
        }
        double[] solution = solve(matrix);
        double fromZero = 1;
        for (int j = 0; j < NODES; j++) {
            fromZero += kernel(weight, end, 0, j) * solution[j];
        }
        // Where the run length exceeds what the digits of the matrix can tell, it is beyond any that is asked for.
        return fromZero > 0 && fromZero < 1e13 ? fromZero : Double.POSITIVE_INFINITY;
    }

    private static double kernel(double weight, double end, double from, int node) {
        double deviate = (end * ROOTS[node] - (1 - weight) * from) / weight;
        return end * WEIGHTS[node] * Math.exp(-deviate * deviate / 2) / (weight * Math.sqrt(2 * Math.PI));
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
