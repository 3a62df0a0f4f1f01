package io.modelops.monitoring.estimation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The area under the ROC curve when outcomes are probabilities. */
final class SoftRocAuc {
    private SoftRocAuc() {}

    static double of(double[] rates, double[] scores) {
        int[] ascending = ascending(scores);
        double positives = 0;
        double negatives = 0;
        double pairs = 0;
        for (int i = 0; i < ascending.length; ) {
            double score = scores[ascending[i]];
            double tiedPositives = 0;
            double tied = 0;
            do {
                tiedPositives += rates[ascending[i++]];
                tied++;
            } while (i < ascending.length && scores[ascending[i]] == score);
            pairs += tiedPositives * (negatives + (tied - tiedPositives) / 2);
            positives += tiedPositives;
            negatives += tied - tiedPositives;
        }
        return pairs / (positives * negatives);
    }

    static int[] ascending(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
