package io.modelops.statistics;

import java.util.function.ToDoubleFunction;

/** Metrics that are ratios of the cells of a two-by-two confusion matrix. */
final class Confusion {
    private Confusion() {}

    static Metric.Formula formula(double threshold, ToDoubleFunction<Cells> ratio) {
        return (predictions, labels) -> weights -> ratio.applyAsDouble(count(predictions, labels, weights, threshold));
    }

    private static Cells count(double[] predictions, double[] labels, double[] weights, double threshold) {
        double truePositives = 0;
        double falsePositives = 0;
        double falseNegatives = 0;
        for (int row = 0; row < labels.length; row++) {
            double weight = weights[row];
            if (weight == 0) {
                continue;
            }
            if (Double.isNaN(predictions[row]) || Double.isNaN(labels[row])) {
                return new Cells(Double.NaN, Double.NaN, Double.NaN);
            }
            boolean predicted = predictions[row] >= threshold;
            boolean actual = Metrics.isPositive(labels[row]);
            truePositives += predicted && actual ? weight : 0;
            falsePositives += predicted && !actual ? weight : 0;
            falseNegatives += !predicted && actual ? weight : 0;
        }
        return new Cells(truePositives, falsePositives, falseNegatives);
    }

    record Cells(double truePositives, double falsePositives, double falseNegatives) {
        double precision() {
            return truePositives / (truePositives + falsePositives);
        }

        double recall() {
            return truePositives / (truePositives + falseNegatives);
        }

        double f1() {
            return 2 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
        }
    }
}
