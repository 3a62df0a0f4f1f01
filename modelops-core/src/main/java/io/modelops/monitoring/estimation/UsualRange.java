package io.modelops.monitoring.estimation;

import io.modelops.statistics.Interval;
import io.modelops.statistics.Moments;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How a metric varied over consecutive parts of the reference, split in what chance explains and what is left.
 *
 * @param value the metric on the whole reference
 * @param variancePerRow the variance of the metric that comes from drawing rows, times their number
 * @param excess the variance between parts beyond that, 0 or more
 * @param parts how many parts there were
 * @param rows how many rows the reference has
 */
record UsualRange(double value, double variancePerRow, double excess, int parts, long rows) {
    /** That of three standard deviations of a normal distribution. */
    static final double CONFIDENCE = 1 - 2 * NormalDistribution.of(0, 1).survivalProbability(3);

    static final UsualRange UNKNOWN = new UsualRange(Double.NaN, Double.NaN, Double.NaN, 0, 0);

    private static final int MOST_PARTS = 10;
    private static final int LEAST_ROWS = 30;
    private static final int LEAST_PARTS = 3;

    /** Ten parts, fewer where they would have fewer than 30 rows. */
    static int parts(int rows) {
        return Math.max(1, Math.min(MOST_PARTS, rows / LEAST_ROWS));
    }

    static UsualRange of(BinaryMetric metric, LabelledCounts all, List<LabelledCounts> parts) {
        Moments values = Moments.of(
                parts.stream().mapToDouble(part -> part.realised(metric)).toArray());
        double perRow = all.varianceOfSampling(metric) * all.samples();
        return of(all.realised(metric), perRow, values, parts.size(), all.samples());
    }

    /** From the values of the parts, of which some may not be defined. */
    static UsualRange of(double value, double variancePerRow, Moments values, int parts, long rows) {
        double byChance = variancePerRow * parts / rows;
        double excess = values.count() < LEAST_PARTS ? Double.NaN : Math.max(0, values.variance() - byChance);
        return new UsualRange(value, variancePerRow, excess, parts, rows);
    }

    /**
     * The range for a window of so many rows. What is left of the variance is known from a few parts only: the quantile is
     * Student's, with the degrees of freedom of Satterthwaite (1946).
     */
    Interval forWindow(long window, DoubleUnaryOperator clip) {
        double between = excess * (1 + 1.0 / parts);
        double variance = between + variancePerRow / window + variancePerRow / rows;
        if (!(variance >= 0 && variance <= Double.MAX_VALUE)) {
            return new Interval(Double.NaN, value, Double.NaN, CONFIDENCE);
        }
        double quantile = 3;
        if (between > 0) {
            double freedom = Math.min(1e6, (parts - 1) * Math.pow(variance / between, 2));
            quantile = TDistribution.of(freedom).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
        }
        double half = quantile * Math.sqrt(variance);
        return new Interval(clip.applyAsDouble(value - half), value, clip.applyAsDouble(value + half), CONFIDENCE);
    }
}
