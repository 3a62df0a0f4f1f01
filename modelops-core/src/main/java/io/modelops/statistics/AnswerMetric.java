package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A measure of the quality of answers of any type against true outcomes of the same type: classes, probabilities by class,
 * ranked lists. {@link ClassMetrics} and {@link RankingMetrics} have the usual ones; {@link #of(Metric, ToDoubleFunction)}
 * makes one of any {@link Metric} for answers that can be read as a number. Immutable and thread-safe, if the formula is.
 *
 * @param <O> the type of the answers
 */
public final class AnswerMetric<O> {
    private final String name;
    private final boolean higherIsBetter;
    private final Formula<O> formula;
    private final Optional<ToDoubleBiFunction<? super O, ? super O>> rowValue;
    private final BiPredicate<? super O, ? super O> usable;
    private final Optional<Reading<O>> reading;

    private AnswerMetric(
            String name,
            boolean higherIsBetter,
            Formula<O> formula,
            Optional<ToDoubleBiFunction<? super O, ? super O>> rowValue,
            BiPredicate<? super O, ? super O> usable,
            Optional<Reading<O>> reading) {
        this.name = Objects.requireNonNull(name, "name");
        this.higherIsBetter = higherIsBetter;
        this.formula = formula;
        this.rowValue = rowValue;
        this.usable = usable;
        this.reading = reading;
    }

    /**
     * Returns a metric that is the (weighted) mean of one value per row.
     *
     * @param name a short name for reports
     * @param higherIsBetter whether a higher mean is better
     * @param rowValue the value of an answer (first) and its label (second); not finite if they have none
     * @param <O> the type of the answers
     * @return the metric
     */
    public static <O> AnswerMetric<O> meanOf(
            String name, boolean higherIsBetter, ToDoubleBiFunction<? super O, ? super O> rowValue) {
        Metric mean = Metric.meanOf(name, higherIsBetter, (value, ignored) -> value);
        return new AnswerMetric<>(
                name,
                higherIsBetter,
                (answers, labels) -> {
                    double[] values = new double[answers.size()];
                    for (int row = 0; row < values.length; row++) {
                        values[row] = rowValue.applyAsDouble(answers.get(row), labels.get(row));
                    }
                    return mean.on(values, new double[values.length]);
                },
                Optional.of(rowValue),
                (answer, label) -> Double.isFinite(rowValue.applyAsDouble(answer, label)),
                Optional.empty());
    }

    /**
     * Returns a metric with a formula of its own.
     *
     * @param name a short name for reports
     * @param higherIsBetter whether a higher value is better
     * @param usable whether an answer (first) with its label (second) can be used; rows that can't are left out by monitors
     * @param formula the formula
     * @param <O> the type of the answers
     * @return the metric
     */
    public static <O> AnswerMetric<O> of(
            String name, boolean higherIsBetter, BiPredicate<? super O, ? super O> usable, Formula<O> formula) {
        return new AnswerMetric<>(name, higherIsBetter, formula, Optional.empty(), usable, Optional.empty());
    }

    /**
     * Returns a metric of numbers for answers that can be read as one.
     *
     * @param metric the metric
     * @param number reads an answer, and a label, as a number; {@code NaN} if it has none
     * @param <O> the type of the answers
     * @return the metric of the same name
     */
    public static <O> AnswerMetric<O> of(Metric metric, ToDoubleFunction<? super O> number) {
        Optional<ToDoubleBiFunction<? super O, ? super O>> rowValue = metric.rowValue()
                .map(value -> (answer, label) -> {
                    double prediction = number.applyAsDouble(answer);
                    double truth = number.applyAsDouble(label);
                    return Double.isNaN(prediction) || Double.isNaN(truth) ? Double.NaN : value.of(prediction, truth);
                });
        return new AnswerMetric<>(
                metric.name(),
                metric.higherIsBetter(),
                (answers, labels) -> metric.on(numbers(answers, number), numbers(labels, number)),
                rowValue,
                (answer, label) -> Double.isFinite(
                        rowValue.isPresent()
                                ? rowValue.get().applyAsDouble(answer, label)
                                : number.applyAsDouble(answer) + number.applyAsDouble(label)),
                Optional.of(new Reading<>(
                        number::applyAsDouble,
                        of(
                                metric.name(),
                                metric.higherIsBetter(),
                                (answer, label) -> true,
                                (answers, labels) -> metric.on(
                                        numbers(answers, Double.class::cast), numbers(labels, Double.class::cast))))));
    }

    /**
     * Returns this metric with a reading of its answers that is enough for it.
     *
     * @param read the reading; of what it reads its metric has the same value
     * @return a metric of the same name
     */
    AnswerMetric<O> reading(Reading<O> read) {
        return new AnswerMetric<>(name, higherIsBetter, formula, rowValue, usable, Optional.of(read));
    }

    /**
     * Returns this metric for answers that hold what it measures.
     *
     * @param view reads what is measured from an answer, and from a label
     * @param <P> the type of those answers
     * @return a metric of the same name
     */
    public <P> AnswerMetric<P> compose(Function<? super P, ? extends O> view) {
        return new AnswerMetric<>(
                name,
                higherIsBetter,
                (answers, labels) -> formula.on(
                        answers.stream().<O>map(view).toList(),
                        labels.stream().<O>map(view).toList()),
                rowValue.map(value -> (answer, label) -> value.applyAsDouble(view.apply(answer), view.apply(label))),
                (answer, label) -> usable.test(view.apply(answer), view.apply(label)),
                reading.map(inner -> new Reading<>(answer -> inner.view().apply(view.apply(answer)), inner.metric())));
    }

    /**
     * Returns the name.
     *
     * @return a short name for reports
     */
    public String name() {
        return name;
    }

    /**
     * Returns the direction.
     *
     * @return whether a higher value is better
     */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /**
     * Returns the value of one row, if the metric is the mean of them.
     *
     * @return the value of an answer (first) and its label (second); empty if the metric is no such mean
     */
    public Optional<ToDoubleBiFunction<? super O, ? super O>> rowValue() {
        return rowValue;
    }

    /**
     * Returns what the metric reads of an answer, if that is a number or a class: enough to keep of a row for as long as it
     * counts, when the answer itself is large or can't be stored.
     *
     * @return the reading; empty if the metric needs the answers themselves, or is a mean, for which {@link #rowValue()} is
     *     enough
     */
    public Optional<Reading<O>> reading() {
        return rowValue.isPresent() ? Optional.empty() : reading;
    }

    /**
     * Returns whether a row can be used.
     *
     * @param answer the answer
     * @param label its label
     * @return false if either has no value that the metric understands
     */
    public boolean isUsable(O answer, O label) {
        return usable.test(answer, label);
    }

    /**
     * Returns the value over all rows.
     *
     * @param answers one answer per row
     * @param labels one label per row
     * @return the value, or {@code NaN} where it is not defined
     * @throws IllegalArgumentException if the numbers of answers and labels differ
     */
    public double of(List<? extends O> answers, List<? extends O> labels) {
        double[] weights = new double[answers.size()];
        Arrays.fill(weights, 1);
        return on(answers, labels).of(weights);
    }

    /**
     * Prepares the value over the same rows under many different weights, as a bootstrap needs it.
     *
     * @param answers one answer per row; must not change while the result is used
     * @param labels one label per row; must not change while the result is used
     * @return the value as a function of the weights
     * @throws IllegalArgumentException if the numbers of answers and labels differ
     */
    public Metric.Weighted on(List<? extends O> answers, List<? extends O> labels) {
        Arguments.sameLength("answers", answers.size(), "labels", labels.size());
        return formula.on(answers, labels);
    }

    @Override
    public String toString() {
        return name;
    }

    private static <O> double[] numbers(List<? extends O> values, ToDoubleFunction<? super O> number) {
        return values.stream().mapToDouble(number).toArray();
    }

    /**
     * What a metric reads of an answer and of a label.
     *
     * @param view reads a number or a class
     * @param metric computes from what was read the same value as from the answers
     * @param <O> the type of the answers
     */
    public record Reading<O>(Function<? super O, ? extends @Nullable Object> view, AnswerMetric<Object> metric) {}

    /**
     * What a metric computes, once per data set and then once per weighting of its rows.
     *
     * @param <O> the type of the answers
     */
    @FunctionalInterface
    public interface Formula<O> {
        /**
         * Prepares the formula for a data set.
         *
         * @param answers one answer per row; not to be modified
         * @param labels one label per row, as many; not to be modified
         * @return the value as a function of the weights
         */
        Metric.Weighted on(List<? extends O> answers, List<? extends O> labels);
    }
}
