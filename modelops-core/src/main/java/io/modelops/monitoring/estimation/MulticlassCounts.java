package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The predictions of a window of a classifier of several classes: for each class, scores counted in bins with the outcomes
 * that are expected there, or that came. Made by {@link MulticlassEstimation}. Counts of parts add up to those of the whole,
 * but for rounding, in any order. Not thread-safe.
 */
public final class MulticlassCounts {
    private final List<BinaryReference> references;
    private final ScoreCounts[] scores;

    /** The expected number of outcomes of each class, by class, decision for it and bin. */
    private final double[][][] outcomes;

    /** The expected number of rows by predicted and then true class. */
    private final double[][] confusion;

    private long unusable;

    MulticlassCounts(List<BinaryReference> references) {
        int classes = references.size();
        this.references = references;
        this.scores = references.stream()
                .map(reference -> new ScoreCounts(reference.bins()))
                .toArray(ScoreCounts[]::new);
        this.outcomes = references.stream()
                .map(reference -> new double[2][reference.bins().size()])
                .toArray(double[][][]::new);
        this.confusion = new double[classes][classes];
    }

    /**
     * Counts one prediction whose outcome is not known.
     *
     * @param probabilities the predicted probability of each class; if one is not in 0..1, or all are 0, or there are not as
     *     many as classes, it is only counted as unusable
     * @param predicted the predicted class; one that doesn't exist makes it unusable
     */
    public void add(double[] probabilities, int predicted) {
        if (!isUsable(probabilities, predicted)) {
            unusable++;
            return;
        }
        double[] rates = new double[confusion.length];
        double total = 0;
        for (int one = 0; one < rates.length; one++) {
            rates[one] = references.get(one).rate(probabilities[one]);
            total += rates[one];
        }
        double given = 0;
        for (double probability : probabilities) {
            given += probability;
        }
        for (int one = 0; one < rates.length; one++) {
            rates[one] = total > 0 ? rates[one] / total : probabilities[one] / given;
        }
        count(probabilities, predicted, rates);
    }

    /**
     * Counts one prediction whose outcome is known. A window should have either these or the others.
     *
     * @param probabilities the predicted probability of each class, usable as above
     * @param predicted the predicted class
     * @param actual the true class; one that doesn't exist makes it unusable
     */
    public void add(double[] probabilities, int predicted, int actual) {
        if (!isUsable(probabilities, predicted) || actual < 0 || actual >= confusion.length) {
            unusable++;
            return;
        }
        double[] rates = new double[confusion.length];
        rates[actual] = 1;
        count(probabilities, predicted, rates);
    }

    /**
     * Adds the counts of other predictions; those stay as they are.
     *
     * @param other counts of the same estimation
     * @throws InvalidInputException if the other counts have other bins
     */
    public void merge(MulticlassCounts other) {
        if (other.scores.length != scores.length) {
            throw new InvalidInputException(
                    "Counts of other classes can't be added: expected counts of the same estimation.");
        }
        for (int one = 0; one < scores.length; one++) {
            scores[one].merge(other.scores[one]);
            for (int side = 0; side < 2; side++) {
                for (int bin = 0; bin < outcomes[one][side].length; bin++) {
                    outcomes[one][side][bin] += other.outcomes[one][side][bin];
                }
            }
            for (int actual = 0; actual < scores.length; actual++) {
                confusion[one][actual] += other.confusion[one][actual];
            }
        }
        unusable += other.unusable;
    }

    /**
     * How many predictions were counted.
     *
     * @return their number, unusable ones left out
     */
    public long samples() {
        return scores[0].samples();
    }

    /**
     * How many predictions could not be counted.
     *
     * @return their number
     */
    public long unusable() {
        return unusable;
    }

    /**
     * How much memory the counts take, however many predictions there are.
     *
     * @return about how many bytes
     */
    public long bytes() {
        return Arrays.stream(scores).mapToLong(ScoreCounts::bytes).sum() * 5 / 3
                + (long) Double.BYTES * scores.length * scores.length;
    }

    /**
     * The confusion matrix that is expected, or that came.
     *
     * @return a new array: the number of rows by predicted and then true class
     */
    public double[][] confusion() {
        return IntStream.range(0, confusion.length)
                .mapToObj(one -> confusion[one].clone())
                .toArray(double[][]::new);
    }

    /**
     * The metric that is expected, or that came.
     *
     * @param metric the metric
     * @return its value, {@code NaN} where the predictions don't define it
     */
    public double value(MulticlassMetric metric) {
        if (metric == MulticlassMetric.ACCURACY) {
            return IntStream.range(0, confusion.length)
                            .mapToDouble(one -> confusion[one][one])
                            .sum()
                    / samples();
        }
        return mean(metric, outcomesOf -> outcomesOf.of(metric.ofClass()));
    }

    /** The standard deviation of the realised metric when each outcome comes with its probability; at most. */
    double deviationOfOutcomes(MulticlassMetric metric) {
        return deviation(metric, (expected, influence) -> expected.varianceOfOutcomes(influence));
    }

    /** The standard deviation of the metric when rows are drawn anew; at most. */
    double deviationOfSampling(MulticlassMetric metric) {
        if (metric == MulticlassMetric.ACCURACY) {
            double accuracy = value(metric);
            return Math.sqrt(accuracy * (1 - accuracy) / samples());
        }
        return deviation(metric, (expected, influence) -> expected.varianceOfSampling(influence));
    }

    private interface Variance {
        double of(ExpectedOutcomes expected, ExpectedOutcomes.Influence influence);
    }

    private double deviation(MulticlassMetric metric, Variance variance) {
        if (metric == MulticlassMetric.ACCURACY) {
            double sum = 0;
            for (int one = 0; one < scores.length; one++) {
                for (int bin = 0; bin < outcomes[one][1].length; bin++) {
                    long count = scores[one].count(bin, true);
                    double rate = count == 0 ? 0 : outcomes[one][1][bin] / count;
                    sum += count * rate * (1 - rate);
                }
            }
            return Math.sqrt(sum) / samples();
        }
        // Errors of classes go together in ways that are not kept: the mean of deviations is the most that there can
        // be.
        return mean(
                metric,
                expected -> Math.sqrt(Math.max(0, variance.of(expected, expected.influence(metric.ofClass())))));
    }

    private double mean(MulticlassMetric metric, ToDoubleFunction<ExpectedOutcomes> value) {
        double sum = 0;
        int defined = 0;
        for (int one = 0; one < scores.length; one++) {
            ExpectedOutcomes expected = expected(one);
            if (!Double.isNaN(expected.of(metric.ofClass()))) {
                sum += value.applyAsDouble(expected);
                defined++;
            }
        }
        return sum / defined;
    }

    private ExpectedOutcomes expected(int one) {
        double[][] rates = new double[2][outcomes[one][0].length];
        for (int side = 0; side < 2; side++) {
            for (int bin = 0; bin < rates[side].length; bin++) {
                long count = scores[one].count(bin, side == 1);
                rates[side][bin] = count == 0 ? 0 : outcomes[one][side][bin] / count;
            }
        }
        return new ExpectedOutcomes(scores[one], rates);
    }

    private void count(double[] probabilities, int predicted, double[] rates) {
        for (int one = 0; one < rates.length; one++) {
            boolean decided = one == predicted;
            scores[one].add(probabilities[one], decided);
            outcomes[one][decided ? 1 : 0][references.get(one).bins().binOf(probabilities[one])] += rates[one];
            confusion[predicted][one] += rates[one];
        }
    }

    boolean isUsable(double[] probabilities, int predicted) {
        if (probabilities.length != confusion.length || predicted < 0 || predicted >= confusion.length) {
            return false;
        }
        double sum = 0;
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                return false;
            }
            sum += probability;
        }
        return sum > 0;
    }
}
