package io.modelops.monitoring.estimation;

import io.modelops.statistics.ConfusionMatrix;
import io.modelops.statistics.CostMatrix;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A metric of a binary classifier that can be estimated without labels. Names are those of
 * {@link io.modelops.statistics.Metrics}. Immutable and thread-safe.
 */
public final class BinaryMetric {
    private static final BinaryMetric ROC_AUC = new BinaryMetric("rocAuc", 0, 1, cells -> Double.NaN, null);
    private static final BinaryMetric ACCURACY = ratio("accuracy", ConfusionMatrix::accuracy);
    private static final BinaryMetric PRECISION = ratio("precision", ConfusionMatrix::precision);
    private static final BinaryMetric RECALL = ratio("recall", ConfusionMatrix::recall);
    private static final BinaryMetric SPECIFICITY = ratio("specificity", ConfusionMatrix::specificity);
    private static final BinaryMetric F1 = ratio("f1", ConfusionMatrix::f1);
    private static final List<BinaryMetric> DEFAULTS = List.of(ROC_AUC, ACCURACY, PRECISION, RECALL, F1, SPECIFICITY);

    private final String name;
    private final double least;
    private final double most;
    private final ToDoubleFunction<ConfusionMatrix> ratio;
    private final @Nullable CostMatrix values;

    private BinaryMetric(
            String name,
            double least,
            double most,
            ToDoubleFunction<ConfusionMatrix> ratio,
            @Nullable CostMatrix values) {
        this.name = name;
        this.least = least;
        this.most = most;
        this.ratio = ratio;
        this.values = values;
    }

    private static BinaryMetric ratio(String name, ToDoubleFunction<ConfusionMatrix> ratio) {
        return new BinaryMetric(name, 0, 1, ratio, null);
    }

    /**
     * The area under the ROC curve of the scores.
     *
     * @return the metric
     */
    public static BinaryMetric rocAuc() {
        return ROC_AUC;
    }

    /**
     * The share of decisions that are right.
     *
     * @return the metric
     */
    public static BinaryMetric accuracy() {
        return ACCURACY;
    }

    /**
     * The share of positives among what is predicted positive.
     *
     * @return the metric
     */
    public static BinaryMetric precision() {
        return PRECISION;
    }

    /**
     * The share of the positives that is predicted positive.
     *
     * @return the metric
     */
    public static BinaryMetric recall() {
        return RECALL;
    }

    /**
     * The share of the negatives that is predicted negative.
     *
     * @return the metric
     */
    public static BinaryMetric specificity() {
        return SPECIFICITY;
    }

    /**
     * The harmonic mean of precision and recall.
     *
     * @return the metric
     */
    public static BinaryMetric f1() {
        return F1;
    }

    /**
     * The mean value of a decision.
     *
     * @param values what each outcome is worth
     * @return the metric
     */
    public static BinaryMetric businessValue(CostMatrix values) {
        double least = Math.min(
                Math.min(values.truePositive(), values.falsePositive()),
                Math.min(values.falseNegative(), values.trueNegative()));
        double most = Math.max(
                Math.max(values.truePositive(), values.falsePositive()),
                Math.max(values.falseNegative(), values.trueNegative()));
        return new BinaryMetric("businessValue", least, most, values::meanOf, values);
    }

    /**
     * What is estimated when nothing is chosen: ROC AUC, accuracy, precision, recall, F1 and specificity.
     *
     * @return the metrics, in this order
     */
    public static List<BinaryMetric> defaults() {
        return DEFAULTS;
    }

    /**
     * The name of the metric.
     *
     * @return the name, such as {@code rocAuc}
     */
    public String name() {
        return name;
    }

    boolean isRanking() {
        return this == ROC_AUC;
    }

    double of(ConfusionMatrix cells) {
        return ratio.applyAsDouble(cells);
    }

    double clip(double value) {
        return Math.max(least, Math.min(most, value));
    }

    @Nullable
    CostMatrix values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryMetric metric
                && name.equals(metric.name)
                && Objects.equals(values, metric.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, values);
    }

    @Override
    public String toString() {
        return name;
    }
}
