package io.modelops.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Labels in the order of falling scores, for metrics that look at the best rows first; ties are taken together. */
final class RankedScores {
    private final double[] scores;
    private final double[] labels;
    private final int[] bestFirst;

    private RankedScores(double[] scores, double[] labels, int[] bestFirst) {
        this.scores = scores;
        this.labels = labels;
        this.bestFirst = bestFirst;
    }

    static RankedScores of(double[] scores, double[] labels) {
        return new RankedScores(
                scores,
                labels,
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer row) -> scores[row])
                                .reversed())
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    Metric.Weighted averagePrecision() {
        return weights -> {
            double[] sum = new double[1];
            double positives = walk(weights, (tiedPositives, tied, positivesBefore, before) -> {
                if (tiedPositives > 0) {
                    sum[0] += tiedPositives * (positivesBefore + tiedPositives) / (before + tied);
                }
            });
            return sum[0] / positives;
        };
    }

    Metric.Weighted lift(double share) {
        return weights -> {
            double total = 0;
            for (double weight : weights) {
                total += weight;
            }
            double wanted = share * total;
            double[] found = new double[1];
            double positives = walk(weights, (tiedPositives, tied, positivesBefore, before) -> {
                double part = tied == 0 ? 0 : Math.max(0, Math.min(1, (wanted - before) / tied));
                found[0] += part * tiedPositives;
            });
            return found[0] / wanted / (positives / total);
        };
    }

    private interface Ties {
        void next(double tiedPositives, double tied, double positivesBefore, double before);
    }

    /** Visits groups of equal scores; returns the weight of the positives, NaN if something is missing. */
    private double walk(double[] weights, Ties ties) {
        double positives = 0;
        double all = 0;
        for (int i = 0; i < bestFirst.length; ) {
            double score = scores[bestFirst[i]];
            double tiedPositives = 0;
            double tied = 0;
            do {
                int row = bestFirst[i++];
                if (weights[row] == 0) {
                    continue;
                }
                if (Double.isNaN(scores[row]) || Double.isNaN(labels[row])) {
                    return Double.NaN;
                }
                tied += weights[row];
                tiedPositives += Metrics.isPositive(labels[row]) ? weights[row] : 0;
            } while (i < bestFirst.length && scores[bestFirst[i]] == score);
            ties.next(tiedPositives, tied, positives, all);
            positives += tiedPositives;
            all += tied;
        }
        return positives;
    }
}
