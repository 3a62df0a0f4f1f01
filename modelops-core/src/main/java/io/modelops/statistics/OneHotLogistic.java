package io.modelops.statistics;

/**
 * Ridge logistic regression on rows of one active feature per column, by accelerated gradient descent (Nesterov, 1983).
 * The penalty is half the squared weights, against the sum of the rows' losses.
 */
final class OneHotLogistic {
    private static final int STEPS = 150;

    private OneHotLogistic() {}

    /**
     * Returns the weight of each feature and, at the end, the intercept.
     *
     * @param rows the active features of each row
     * @param positive whether each row is positive
     * @param use whether each row is learned from
     */
    static double[] fit(int[][] rows, boolean[] positive, boolean[] use, int features) {
        int used = 0;
        for (boolean row : use) {
            used += row ? 1 : 0;
        }
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double penalty = 1.0 / Math.max(1, used);
        double step = 1 / (0.25 * (columns + 1) + penalty); // no steeper is the mean loss anywhere
        double[] weights = new double[features + 1];
        double[] ahead = new double[features + 1];
        double momentum = 1;
        for (int i = 0; i < STEPS; i++) {
            double[] gradient = gradient(rows, positive, use, ahead, used);
            double nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            double carry = (momentum - 1) / nextMomentum;
            momentum = nextMomentum;
            for (int feature = 0; feature <= features; feature++) {
                double shrink = feature < features ? penalty * ahead[feature] : 0;
                double next = ahead[feature] - step * (gradient[feature] + shrink);
                ahead[feature] = next + carry * (next - weights[feature]);
                weights[feature] = next;
            }
        }
        return weights;
    }

    private static double[] gradient(int[][] rows, boolean[] positive, boolean[] use, double[] weights, int used) {
        double[] gradient = new double[weights.length];
        for (int row = 0; row < rows.length; row++) {
            if (use[row]) {
                double probability = 1 / (1 + Math.exp(-score(rows[row], weights)));
                double residual = (probability - (positive[row] ? 1 : 0)) / used;
                for (int feature : rows[row]) {
                    gradient[feature] += residual;
                }
                gradient[weights.length - 1] += residual;
            }
        }
        return gradient;
    }

    /** Returns the log-odds of a row. */
    static double score(int[] row, double[] weights) {
        double score = weights[weights.length - 1];
        for (int feature : row) {
            score += weights[feature];
        }
        return score;
    }
}
