package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.NumericView;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Metric;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of how well a model performs, on true outcomes and before there are any, to be imported statically:
 *
 * <pre>{@code
 * performance(ClassMetrics.f1(MACRO, Answer::kind)).window(500)
 * slicePerformance(meanAbsoluteError(), Score::score, features)
 * estimatedPerformance(Score::score).every(1_000)
 * estimatedClassPerformance(Answer::probabilities, Answer::classIndex)
 * estimatedLoss(meanAbsoluteError(), Score::score, features).window(Window.tumbling(Duration.ofHours(1)))
 * fairness(Customer::sex, "male", Score::score)
 * labelAccounting(Score::score, features)
 * }</pre>
 *
 * <p>Each setter of a monitor returns a new monitor that has seen nothing. A monitor belongs to one deployment and is
 * called by one thread at a time. {@link Monitors} has the others.
 */
public final class PerformanceMonitors {
    private PerformanceMonitors() {}

    /**
     * Watches a metric of answers of any type, such as classes and ranked lists, over the latest 50 true outcomes: a breach
     * when it is certainly worse than 1.25 times what was measured when the version was registered.
     *
     * @param metric the metric
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> Performance<O> performance(AnswerMetric<O> metric) {
        return new Performance<>(metric);
    }

    /**
     * Watches a metric over the latest 1,000 true outcomes for parts of the inputs, by category or range of each feature,
     * where it is certainly worse than for the rest.
     *
     * @param metric the metric
     * @param score reads an answer, and a true outcome, as a number
     * @param features the features that inputs are told apart by
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <I, O> SlicePerformance<I, O> slicePerformance(
            Metric metric, NumericView<O> score, Features<I> features) {
        return slicePerformance(AnswerMetric.of(metric, score::of), features);
    }

    /**
     * Watches a metric of answers of any type over the latest 1,000 true outcomes for parts of the inputs, by category or
     * range of each feature, where it is certainly worse than for the rest.
     *
     * @param metric the metric
     * @param features the features that inputs are told apart by
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <I, O> SlicePerformance<I, O> slicePerformance(AnswerMetric<O> metric, Features<I> features) {
        return new SlicePerformance<>(metric, features);
    }

    /**
     * Estimates, without waiting for true outcomes, how well a binary classifier performs in each 1,000 predictions, and
     * compares the estimate with the truth when that arrives. It learns from the version's first 1,000 labelled predictions
     * unless it is given an estimation.
     *
     * @param score reads an answer as the probability of the positive class, and a true outcome as 1 or 0
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> EstimatedPerformance<O> estimatedPerformance(NumericView<O> score) {
        return new EstimatedPerformance<>(score);
    }

    /**
     * Estimates, without waiting for true outcomes, how well a classifier of several classes performs in each 1,000
     * predictions, and compares the estimate with the truth when that arrives. It learns from the version's first 1,000
     * labelled predictions unless it is given an estimation.
     *
     * @param probabilities reads the probability of each class from an answer, always as many
     * @param classOf reads the predicted class from an answer, and the true one from a label, as an index into the
     *     probabilities; -1 if it has none
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <O> EstimatedClassPerformance<O> estimatedClassPerformance(
            Function<? super O, double[]> probabilities, ToIntFunction<? super O> classOf) {
        return new EstimatedClassPerformance<>(probabilities, classOf);
    }

    /**
     * Estimates, without waiting for true outcomes, the loss of a regression in each 1,000 predictions, and compares the
     * estimate with the truth when that arrives. It learns from the version's first 1,000 labelled predictions unless it is
     * given an estimation.
     *
     * @param metric a metric that is a mean of row values, such as the mean absolute or squared error
     * @param number reads an answer, and a true outcome, as a number
     * @param features the features of the inputs, by which the loss may differ
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the metric is no such mean
     */
    public static <I, O> EstimatedLoss<I, O> estimatedLoss(Metric metric, NumericView<O> number, Features<I> features) {
        return new EstimatedLoss<>(metric, number, features);
    }

    /**
     * Watches whether decisions treat groups alike, each group against a favoured one, in each 1,000 predictions and in
     * those of them whose true outcome is known: a breach when a difference of shares is certainly above 0.1, or a ratio
     * certainly below 0.8 or above 1.25.
     *
     * @param group reads the group of an input, null if it has none
     * @param favoured the group that others are compared with
     * @param score reads an answer as a score, of which 0.5 and more is a positive decision, and a true outcome as 1 or 0
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <I, O> Fairness<I, O> fairness(
            Function<? super I, @Nullable String> group, String favoured, NumericView<O> score) {
        return new Fairness<>(group, favoured, score);
    }

    /**
     * Watches how many predictions get a true outcome, how late it comes, and whether those that get one are like all
     * others, in score and features: a breach when they are not.
     *
     * @param score reads an answer as a number
     * @param features the features of the inputs
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a new monitor
     */
    public static <I, O> LabelAccounting<I, O> labelAccounting(NumericView<O> score, Features<I> features) {
        return new LabelAccounting<>(score, features);
    }
}
