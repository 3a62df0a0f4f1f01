package io.modelops.statistics;

import java.util.function.ToDoubleFunction;

/** Metrics that are ratios of the cells of a two-by-two confusion matrix. */
final class Confusion {
    private Confusion() {}

    static Metric.Formula formula(double threshold, ToDoubleFunction<ConfusionMatrix> ratio) {
        return (predictions, labels) ->
                weights -> ratio.applyAsDouble(ConfusionMatrix.of(predictions, labels, weights, threshold));
    }
}
