package io.modelops.monitoring.estimation;

import io.modelops.statistics.Interval;
import io.modelops.statistics.Moments;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** The range in which a metric of one more part is expected, given that of some parts of the reference. */
final class UsualRange {
    /** That of three standard deviations of a normal distribution, if its parameters were known. */
    static final double CONFIDENCE = 1 - 2 * NormalDistribution.of(0, 1).survivalProbability(3);

    private static final int MOST_PARTS = 10;
    private static final int LEAST_ROWS = 30;
    private static final int LEAST_PARTS = 3;

    private UsualRange() {}

    /** Ten parts, fewer where they would have fewer than 30 rows. */
    static int parts(int rows) {
        return Math.max(1, Math.min(MOST_PARTS, rows / LEAST_ROWS));
    }

    /** Student's prediction interval of one more value; not known with fewer than three values. */
    static Interval of(double[] values, DoubleUnaryOperator clip) {
        Moments moments = Moments.of(values);
        if (moments.count() < LEAST_PARTS) {
            return new Interval(Double.NaN, moments.mean(), Double.NaN, CONFIDENCE);
        }
        double half = TDistribution.of(moments.count() - 1.0).inverseSurvivalProbability((1 - CONFIDENCE) / 2)
                * moments.standardDeviation()
                * Math.sqrt(1 + 1.0 / moments.count());
        return new Interval(
                clip.applyAsDouble(moments.mean() - half),
                moments.mean(),
                clip.applyAsDouble(moments.mean() + half),
                CONFIDENCE);
    }
}
