package io.modelops.monitoring.estimation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Isotonic regression of outcomes on scores, with linear interpolation between steps and clipped outside. */
final class IsotonicSteps {
    private final double[] scores;
    private final double[] rates;

    private IsotonicSteps(double[] scores, double[] rates) {
        this.scores = scores;
        this.rates = rates;
    }

    static IsotonicSteps fit(double[] scores, boolean[] outcomes, IntPredicate kept) {
        int[] ascending =
                Arrays.stream(SoftRocAuc.ascending(scores)).filter(kept).toArray();
        double[] distinct = new double[ascending.length];
        long[] rows = new long[ascending.length];
        long[] positives = new long[ascending.length];
        int last = -1;
        for (int row : ascending) {
            if (last < 0 || distinct[last] != scores[row]) {
                distinct[++last] = scores[row];
            }
            rows[last]++;
            positives[last] += outcomes[row] ? 1 : 0;
        }
        return new IsotonicSteps(
                Arrays.copyOf(distinct, last + 1),
                Calibration.isotonic(Arrays.copyOf(rows, last + 1), Arrays.copyOf(positives, last + 1)));
    }

    double at(double score) {
        if (scores.length == 0) {
            return Double.NaN;
        }
        int found = Arrays.binarySearch(scores, score + 0.0);
        if (found >= 0) {
            return rates[found];
        }
        int above = -found - 1;
        if (above == 0 || above == scores.length) {
            return rates[above == 0 ? 0 : above - 1];
        }
        double share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
        return rates[above - 1] + share * (rates[above] - rates[above - 1]);
    }
}
