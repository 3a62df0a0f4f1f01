package io.modelops.monitoring.estimation;

import io.modelops.statistics.Moments;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The standard error of a metric on one row, so that on n rows it is this by the square root of n; NannyML's formulas. */
final class SamplingDeviation {
    private SamplingDeviation() {}

    static double of(BinaryMetric metric, double[] scores, boolean[] decisions, boolean[] outcomes) {
        return switch (metric.name()) {
            case "rocAuc" -> ofRocAuc(scores, outcomes);
            case "accuracy" -> of(outcomes.length, row -> true, row -> decisions[row] == outcomes[row] ? 1 : 0);
            case "precision" -> of(outcomes.length, row -> decisions[row], row -> outcomes[row] ? 1 : 0);
            case "recall" -> of(outcomes.length, row -> outcomes[row], row -> decisions[row] ? 1 : 0);
            case "specificity" -> of(outcomes.length, row -> !outcomes[row], row -> decisions[row] ? 0 : 1);
            case "f1" -> ofF1(decisions, outcomes);
            default -> Double.NaN;
        };
    }

    private static double of(int rows, IntPredicate relevant, IntToDoubleFunction value) {
        Moments moments = Moments.of(
                IntStream.range(0, rows).filter(relevant).mapToDouble(value).toArray());
        return Math.sqrt(moments.populationVariance() / moments.count() * rows);
    }

    /** Each true positive is worth one and each error nothing, scaled so that the mean is F1. */
    private static double ofF1(boolean[] decisions, boolean[] outcomes) {
        double hits = IntStream.range(0, outcomes.length)
                .filter(row -> decisions[row] && outcomes[row])
                .count();
        double errors = IntStream.range(0, outcomes.length)
                .filter(row -> decisions[row] != outcomes[row])
                .count();
        double scale = (hits + errors) / (hits + errors / 2);
        return scale
                * of(
                        outcomes.length,
                        row -> decisions[row] || outcomes[row],
                        row -> decisions[row] && outcomes[row] ? 1 : 0);
    }

    /** The spread over the rows of the rarer class of how many of the other class each outranks. */
    private static double ofRocAuc(double[] scores, boolean[] outcomes) {
        long positives =
                IntStream.range(0, outcomes.length).filter(row -> outcomes[row]).count();
        boolean rarer = positives * 2 <= outcomes.length;
        double[] others = IntStream.range(0, scores.length)
                .filter(row -> outcomes[row] != rarer)
                .mapToDouble(row -> scores[row])
                .sorted()
                .toArray();
        return of(outcomes.length, row -> outcomes[row] == rarer, row -> share(others, scores[row]));
    }

    /** The share of sorted values below one, those equal to it counting half. */
    private static double share(double[] sorted, double value) {
        return (below(sorted, value) + below(sorted, Math.nextUp(value))) / (2.0 * sorted.length);
    }

    private static int below(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
