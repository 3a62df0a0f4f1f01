package io.modelops.statistics.internal;

/** The rule of Gauss and Legendre for integrals, on panels of equal width. */
public final class GaussLegendre {
    private static final int NEWTON_STEPS = 8;

    private final double[] roots;
    private final double[] weights;

    /**
     * Computes the rule for one panel.
     *
     * @param points the number of points of a panel, at least 2
     */
    public GaussLegendre(int points) {
        roots = new double[points];
        weights = new double[points];
        for (int i = 0; i < points; i++) {
            double root = Math.cos(Math.PI * (points - i - 0.25) / (points + 0.5)); // close enough for Newton's method
            double slope = 1;
            for (int step = 0; step < NEWTON_STEPS; step++) {
                double before = 1;
                double value = root;
                for (int degree = 2; degree <= points; degree++) {
                    double next = ((2 * degree - 1) * root * value - (degree - 1) * before) / degree;
                    before = value;
                    value = next;
                }
                slope = points * (root * value - before) / (root * root - 1);
                root -= value / slope;
            }
            roots[i] = root;
            weights[i] = 2 / ((1 - root * root) * slope * slope);
        }
    }

    /**
     * Returns where to take the integrand, and with what weights.
     *
     * @param low where the integral begins
     * @param high where it ends, above {@code low}
     * @param panels the number of panels, at least 1
     * @return the points in rising order and their weights
     */
    public Grid grid(double low, double high, int panels) {
        double[] points = new double[panels * roots.length];
        double[] pointWeights = new double[points.length];
        double half = (high - low) / panels / 2;
        for (int panel = 0; panel < panels; panel++) {
            double centre = low + (2 * panel + 1) * half;
            for (int i = 0; i < roots.length; i++) {
                points[panel * roots.length + i] = centre + half * roots[i];
                pointWeights[panel * roots.length + i] = half * weights[i];
            }
        }
        return new Grid(points, pointWeights);
    }

    /**
     * Points and weights: an integral is the sum of the products of the integrand at the points with the weights.
     *
     * @param points the points, in rising order
     * @param weights their weights
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Grid(double[] points, double[] weights) {}
}
