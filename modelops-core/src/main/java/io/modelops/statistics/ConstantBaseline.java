package io.modelops.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What a metric comes to without a model: the best that one and the same prediction for every row reaches. A model that is
 * not better than that has learnt nothing that the metric sees.
 *
 * <p>The constants tried are the mean and the deciles of the labels, 0 and 1: among them is the best one for accuracy, Brier
 * score, log-loss, mean squared and mean absolute error.
 */
public final class ConstantBaseline {
    private static final double[] DECILES = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};

    private ConstantBaseline() {}

    /**
     * Returns the best value of a metric for constant predictions.
     *
     * @param metric the metric
     * @param labels one label per row
     * @return the value, {@code NaN} where no constant has one, such as without rows or with a label that is {@code NaN}
     */
    public static double of(Metric metric, double[] labels) {
        double mean = Moments.of(labels).mean();
        double best = Double.NaN;
        double[] predictions = new double[labels.length];
        double[] constants = DoubleStream.concat(
                        DoubleStream.of(mean, 0, 1), Arrays.stream(Quantiles.of(labels, DECILES)))
                .filter(Double::isFinite)
                .distinct()
                .toArray();
        for (double constant : constants) {
            Arrays.fill(predictions, constant);
            double value = metric.of(predictions, labels);
            boolean better = metric.higherIsBetter() ? value > best : value < best;
            best = better || Double.isNaN(best) ? value : best;
        }
        return best;
    }
}
