package io.modelops.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The weighted median of absolute errors: one sort, then one pass per weighting. */
final class MedianError implements Metric.Weighted {
    private final double[] errors;
    private final int[] ascending;

    MedianError(double[] predictions, double[] labels) {
        this.errors = new double[labels.length];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = predictions[row] == labels[row] ? 0 : Math.abs(predictions[row] - labels[row]);
        }
        this.ascending = IntStream.range(0, errors.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> errors[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public double of(double[] weights) {
        double total = 0;
        for (int row = 0; row < errors.length; row++) {
            total += weights[row];
            if (weights[row] != 0 && Double.isNaN(errors[row])) {
                return Double.NaN;
            }
        }
        double reached = 0;
        double lower = Double.NaN;
        for (int row : ascending) {
            if (weights[row] == 0) {
                continue;
            }
            if (!Double.isNaN(lower)) {
                return lower == errors[row] ? lower : lower / 2 + errors[row] / 2;
            }
            reached += weights[row];
            if (reached * 2 > total) {
                return errors[row];
            }
            if (reached * 2 == total) {
                lower = errors[row];
            }
        }
        return lower;
    }
}
