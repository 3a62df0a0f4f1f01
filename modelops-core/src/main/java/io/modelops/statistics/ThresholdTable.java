package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The confusion matrix of a classifier at many thresholds, for choosing one and for drawing ROC, precision–recall and lift
 * curves. Immutable.
 *
 * @param rows one row per threshold, ascending
 */
public record ThresholdTable(List<Row> rows) {
    /**
     * One threshold.
     *
     * @param threshold a row is predicted positive when its score is at least this
     * @param cells what comes of it
     */
    public record Row(double threshold, ConfusionMatrix cells) {}

    /**
     * Copies and keeps the rows.
     *
     * @param rows one row per threshold
     */
    public ThresholdTable {
        rows = List.copyOf(rows);
    }

    /**
     * Counts at the quantiles of the scores.
     *
     * @param scores one score per row, ones that are {@code NaN} are left out
     * @param labels one label per row, positive if 0.5 or more, {@code NaN} is left out
     * @param thresholds how many thresholds at most, 1 or more
     * @return the table, with fewer thresholds if scores are equal, and none without rows
     * @throws IllegalArgumentException if the lengths differ or {@code thresholds} is less than 1
     */
    public static ThresholdTable of(double[] scores, double[] labels, int thresholds) {
        Arguments.sameLength("scores", scores.length, "labels", labels.length);
        Arguments.atLeast(1, "thresholds", thresholds);
        int[] known = IntStream.range(0, scores.length)
                .filter(row -> !Double.isNaN(scores[row]) && !Double.isNaN(labels[row]))
                .toArray();
        double[] sorted =
                IntStream.of(known).mapToDouble(row -> scores[row]).sorted().toArray();
        double[] positives = IntStream.of(known)
                .filter(row -> Metrics.isPositive(labels[row]))
                .mapToDouble(row -> scores[row])
                .sorted()
                .toArray();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < thresholds && sorted.length > 0; i++) {
            double threshold = sorted[(int) ((long) i * sorted.length / thresholds)];
            if (rows.isEmpty() || rows.get(rows.size() - 1).threshold() != threshold) {
                double hits = atLeast(positives, threshold);
                double predicted = atLeast(sorted, threshold);
                double missed = positives.length - hits;
                rows.add(new Row(
                        threshold,
                        new ConfusionMatrix(hits, predicted - hits, missed, sorted.length - predicted - missed)));
            }
        }
        return new ThresholdTable(rows);
    }

    /**
     * The threshold at which something is greatest.
     *
     * @param value what to look for, such as {@code ConfusionMatrix::f1} or {@code costs::meanOf}
     * @return the first row with the greatest value, empty if no row has a value
     */
    public Optional<Row> best(ToDoubleFunction<ConfusionMatrix> value) {
        Row best = null;
        double most = Double.NaN;
        for (Row row : rows) {
            double here = value.applyAsDouble(row.cells());
            if (here > most || (Double.isNaN(most) && !Double.isNaN(here))) {
                best = row;
                most = here;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int atLeast(double[] sorted, double threshold) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] >= threshold) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return sorted.length - from;
    }
}
