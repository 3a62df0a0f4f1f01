package io.modelops.monitoring.estimation;

import io.modelops.statistics.ConfusionMatrix;
import io.modelops.statistics.Interval;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Scores counted in bins together with the probability that those of a bin, decided one way, are positive. Gives the
 * metrics that are to be expected, and how much each moves with one row.
 */
final class ExpectedOutcomes {
    private static final double STEP = 1e-6;

    private final ScoreCounts counts;

    /** The probability by decision (1 for positive), then by bin. */
    private final double[][] rates;

    ExpectedOutcomes(ScoreCounts counts, double[][] rates) {
        this.counts = counts;
        this.rates = rates;
    }

    /**
     * How much a metric moves with one more row, by decision and then bin.
     *
     * @param ifPositive if the outcome of that row is positive
     * @param ifNegative if it is not
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Influence(double[][] ifPositive, double[][] ifNegative) {
        double ofOutcome(int side, int bin) {
            return ifPositive[side][bin] - ifNegative[side][bin];
        }
    }

    double of(BinaryMetric metric) {
        return metric.isRanking() ? rocAuc() : metric.of(cells());
    }

    private ConfusionMatrix cells() {
        double[] positives = new double[2];
        double[] negatives = new double[2];
        for (int side = 0; side < 2; side++) {
            for (int bin = 0; bin < rates[side].length; bin++) {
                long count = counts.count(bin, side == 1);
                positives[side] += count * rates[side][bin];
                negatives[side] += count * (1 - rates[side][bin]);
            }
        }
        return new ConfusionMatrix(positives[1], negatives[1], positives[0], negatives[0]);
    }

    private double positives(int bin) {
        return counts.count(bin, false) * rates[0][bin] + counts.count(bin, true) * rates[1][bin];
    }

    private double negatives(int bin) {
        return counts.count(bin) - positives(bin);
    }

    /** Pairs of a positive and a negative in the right order, those of one bin counting half. */
    private double rocAuc() {
        double pairs = 0;
        double negatives = 0;
        double positives = 0;
        for (int bin = 0; bin < rates[0].length; bin++) {
            pairs += positives(bin) * (negatives + negatives(bin) / 2);
            negatives += negatives(bin);
            positives += positives(bin);
        }
        return pairs / (positives * negatives);
    }

    Influence influence(BinaryMetric metric) {
        int bins = rates[0].length;
        Influence influence = new Influence(new double[2][bins], new double[2][bins]);
        if (metric.isRanking()) {
            onRocAuc(influence);
            return influence;
        }
        ConfusionMatrix cells = cells();
        double step = STEP * Math.max(1, cells.total());
        for (int side = 0; side < 2; side++) {
            Arrays.fill(influence.ifPositive[side], slope(metric, cells, side == 1, true, step));
            Arrays.fill(influence.ifNegative[side], slope(metric, cells, side == 1, false, step));
        }
        return influence;
    }

    private static double slope(
            BinaryMetric metric, ConfusionMatrix cells, boolean decided, boolean positive, double step) {
        double up = metric.of(cells.plus(cell(decided, positive, step)));
        double down = metric.of(cells.plus(cell(decided, positive, -step)));
        return (up - down) / (2 * step);
    }

    private static ConfusionMatrix cell(boolean decided, boolean positive, double rows) {
        return new ConfusionMatrix(
                decided && positive ? rows : 0,
                decided && !positive ? rows : 0,
                !decided && positive ? rows : 0,
                !decided && !positive ? rows : 0);
    }

    private void onRocAuc(Influence influence) {
        int bins = rates[0].length;
        double positives = 0;
        double negatives = 0;
        for (int bin = 0; bin < bins; bin++) {
            positives += positives(bin);
            negatives += negatives(bin);
        }
        double auc = rocAuc();
        double positivesBelow = 0;
        double negativesBelow = 0;
        for (int bin = 0; bin < bins; bin++) {
            double outranked = negativesBelow + negatives(bin) / 2;
            double outranking = positives - positivesBelow - positives(bin) / 2;
            for (int side = 0; side < 2; side++) {
                influence.ifPositive[side][bin] = (outranked / negatives - auc) / positives;
                influence.ifNegative[side][bin] = (outranking / positives - auc) / negatives;
            }
            positivesBelow += positives(bin);
            negativesBelow += negatives(bin);
        }
    }

    /** The variance of the metric when the scores are what they are and each outcome comes with its probability. */
    double varianceOfOutcomes(Influence influence) {
        double variance = 0;
        for (int side = 0; side < 2; side++) {
            for (int bin = 0; bin < rates[side].length; bin++) {
                long count = counts.count(bin, side == 1);
                if (count > 0) {
                    double moved = influence.ofOutcome(side, bin);
                    variance += count * rates[side][bin] * (1 - rates[side][bin]) * moved * moved;
                }
            }
        }
        return variance;
    }

    /** The variance of the metric when rows are drawn anew, scores and outcomes; for ROC AUC that of DeLong (1988). */
    double varianceOfSampling(Influence influence) {
        double mean = 0;
        double squares = 0;
        for (int side = 0; side < 2; side++) {
            for (int bin = 0; bin < rates[side].length; bin++) {
                long count = counts.count(bin, side == 1);
                if (count > 0) {
                    double positive = influence.ifPositive[side][bin];
                    double negative = influence.ifNegative[side][bin];
                    double rate = rates[side][bin];
                    mean += count * (rate * positive + (1 - rate) * negative);
                    squares += count * (rate * positive * positive + (1 - rate) * negative * negative);
                }
            }
        }
        return squares - mean * mean / counts.samples();
    }

    /** The range around a value at a confidence; its ends are not known if the variance is not. */
    static Interval band(BinaryMetric metric, double value, double variance, double confidence) {
        double half = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2)
                * Math.sqrt(Math.max(0, variance));
        return Double.isNaN(value) || Double.isNaN(half)
                ? new Interval(Double.NaN, value, Double.NaN, confidence)
                : new Interval(metric.clip(value - half), value, metric.clip(value + half), confidence);
    }
}
