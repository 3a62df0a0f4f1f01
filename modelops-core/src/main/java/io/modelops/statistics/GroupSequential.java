package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import io.modelops.statistics.internal.GaussLegendre;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A comparison that is looked at a few times, at most at a planned number of observations: the boundaries that a z statistic
 * must cross at each look, so that the probability of ever crossing one by chance is alpha. The looks need not be planned, only
 * the end (Lan and DeMets 1983). When the end is not known either, take a {@link ConfidenceSequence}; when it is, this needs
 * fewer observations.
 *
 * <p>The boundaries come from the recursive integration of Armitage, McPherson and Rowe (1969), with an error below 1e-6.
 *
 * <p>Immutable and thread-safe.
 */
public final class GroupSequential {
    /** Sums are not followed further than this many standard deviations: less than 1e-18 is left out. */
    private static final double FURTHEST = 9;

    private static final double HIGHEST = 38;
    private static final int HALVINGS = 60;
    private static final GaussLegendre RULE = new GaussLegendre(6);
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final double alpha;
    private final boolean isTwoSided;
    private final AlphaSpending spending;

    private GroupSequential(double alpha, boolean isTwoSided, AlphaSpending spending) {
        this.alpha = Arguments.insideUnitInterval("alpha", alpha);
        this.isTwoSided = isTwoSided;
        this.spending = spending;
    }

    /**
     * Returns a test for a difference in either direction.
     *
     * @param alpha the accepted probability of a false alarm at any look, above 0 and below 1
     * @param spending how it is spent
     * @return the test
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and below 1
     */
    public static GroupSequential twoSided(double alpha, AlphaSpending spending) {
        return new GroupSequential(alpha, true, spending);
    }

    /**
     * Returns a test for a difference above 0.
     *
     * @param alpha the accepted probability of a false alarm at any look, above 0 and below 1
     * @param spending how it is spent
     * @return the test
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and below 1
     */
    public static GroupSequential oneSided(double alpha, AlphaSpending spending) {
        return new GroupSequential(alpha, false, spending);
    }

    /**
     * Returns the boundaries of the looks so far. Those of earlier looks don't depend on later ones.
     *
     * @param fractions at which part of all observations the looks were, each above the one before, above 0 and at most 1
     * @return for each look what z, two-sided its absolute value, must reach for a rejection; positive infinity for a look
     *     that has nothing to spend
     * @throws IllegalArgumentException if the fractions are out of their range or don't rise
     */
    public double[] boundaries(double... fractions) {
        check(fractions);
        double[] boundaries = new double[fractions.length];
        @Nullable Law law = null;
        double spent = 0;
        for (int look = 0; look < fractions.length; look++) {
            double before = look == 0 ? 0 : fractions[look - 1];
            double next =
                    look + 1 < fractions.length ? fractions[look + 1] - fractions[look] : Double.POSITIVE_INFINITY;
            double until = alpha * Math.max(0, Math.min(1, spending.spent(fractions[look])));
            double step = Math.sqrt(fractions[look] - before);
            double root = Math.sqrt(fractions[look]);
            boundaries[look] = boundary(law, until - spent, step, root);
            spent = Math.max(spent, until);
            law = law(law, boundaries[look], step, root, Math.min(step, Math.sqrt(next)));
        }
        return boundaries;
    }

    private static void check(double[] fractions) {
        double before = 0;
        for (double fraction : fractions) {
            if (!(fraction > before && fraction <= 1)) {
                throw new IllegalArgumentException("fractions were " + Arrays.toString(fractions)
                        + "; expected rising numbers above 0 and at most 1");
            }
            before = fraction;
        }
    }

    /** The boundary that is crossed with the probability to be spent. */
    private double boundary(@Nullable Law law, double spend, double step, double root) {
        if (!(spend > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double tooLow = 0;
        double highEnough = HIGHEST;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (tooLow + highEnough) / 2;
            if (crossing(law, middle * root, step) > spend) {
                tooLow = middle;
            } else {
                highEnough = middle;
            }
        }
        return highEnough < HIGHEST ? highEnough : Double.POSITIVE_INFINITY;
    }

    private double crossing(@Nullable Law law, double end, double step) {
        if (law == null) {
            return (isTwoSided ? 2 : 1) * NORMAL.survivalProbability(end / step);
        }
        double sum = 0;
        double[] points = law.grid.points();
        for (int i = 0; i < points.length; i++) {
            double beyond = NORMAL.survivalProbability((end - points[i]) / step);
            double below = isTwoSided ? NORMAL.survivalProbability((end + points[i]) / step) : 0;
            sum += law.grid.weights()[i] * law.density[i] * (beyond + below);
        }
        return sum;
    }

    /** Where the sums are that have crossed no boundary so far. */
    private Law law(@Nullable Law before, double boundary, double step, double root, double finest) {
        double high = Math.min(boundary, FURTHEST) * root;
        double low = isTwoSided ? -high : -FURTHEST * root;
        int panels = (int) Math.max(16, Math.ceil((high - low) / finest));
        GaussLegendre.Grid grid = RULE.grid(low, high, panels);
        double[] density = new double[grid.points().length];
        for (int i = 0; i < density.length; i++) {
            density[i] = before == null ? normal(grid.points()[i], step) : before.moved(grid.points()[i], step);
        }
        return new Law(grid, density);
    }

    private static double normal(double distance, double deviation) {
        double z = distance / deviation;
        return Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Law(GaussLegendre.Grid grid, double[] density) {
        /** The density at a point after a normal step. */
        double moved(double point, double step) {
            double[] points = grid.points();
            double[] weights = grid.weights();
            int first = Arrays.binarySearch(points, point - FURTHEST * step);
            double sum = 0;
            for (int i = first < 0 ? -first - 1 : first;
                    i < points.length && points[i] <= point + FURTHEST * step;
                    i++) {
                sum += weights[i] * density[i] * normal(point - points[i], step);
            }
            return sum;
        }
    }
}
