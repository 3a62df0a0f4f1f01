package io.modelops.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve as the normalised Mann–Whitney statistic with midranks, in one sort and then one pass per
 * weighting.
 */
final class RocAuc implements Metric.Weighted {
    private final double[] scores;
    private final double[] labels;
    private final int[] byScore;

    RocAuc(double[] scores, double[] labels) {
        this.scores = scores;
        this.labels = labels;
        this.byScore = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public double of(double[] weights) {
        double positives = 0;
        double negatives = 0;
        double pairsInOrder = 0;
        for (int i = 0; i < byScore.length; ) {
            double score = scores[byScore[i]];
            double tiedPositives = 0;
            double tiedNegatives = 0;
            do {
                int row = byScore[i++];
                if (weights[row] == 0) {
                    continue;
                }
                if (Double.isNaN(scores[row]) || Double.isNaN(labels[row])) {
                    return Double.NaN;
                }
                if (Metrics.isPositive(labels[row])) {
                    tiedPositives += weights[row];
                } else {
                    tiedNegatives += weights[row];
                }
            } while (i < byScore.length && scores[byScore[i]] == score);
            pairsInOrder += tiedPositives * (negatives + tiedNegatives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        return pairsInOrder / (positives * negatives);
    }
}
