package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The best non-decreasing fit in the sense of weighted least squares, by the pool-adjacent-violators algorithm (Barlow et
 * al., 1972); it turns scores into calibrated probabilities.
 *
 * <p>Rows with equal inputs are averaged first, so their order doesn't matter. Between two points of the fit a
 * prediction is interpolated linearly and outside it is that of the nearest end: scikit-learn's
 * {@code IsotonicRegression(out_of_bounds="clip")}. Immutable and thread-safe.
 */
public final class IsotonicRegression {
    private final double[] inputs;
    private final double[] outputs;

    private IsotonicRegression(double[] inputs, double[] outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * Fits targets to inputs, each row counting once.
     *
     * @param inputs the inputs in any order, such as scores; not modified
     * @param targets the target of each input, such as labels of 0 and 1; not modified
     * @return the fit, as {@link #fit(double[], double[], double[])} describes it
     * @throws IllegalArgumentException if the lengths differ
     */
    public static IsotonicRegression fit(double[] inputs, double[] targets) {
        double[] weights = new double[inputs.length];
        Arrays.fill(weights, 1);
        return fit(inputs, targets, weights);
    }

    /**
     * Fits weighted targets to inputs. Rows whose input or target is not finite are left out, and so are those without
     * weight.
     *
     * @param inputs the inputs in any order; not modified
     * @param targets the target of each input; not modified
     * @param weights the finite weight of each row, 0 or more, such as the number of rows that a bin stands for; not
     *     modified
     * @return the fit; without any usable row it predicts {@code NaN} everywhere
     * @throws IllegalArgumentException if the lengths differ, or a weight is negative or not finite
     */
    public static IsotonicRegression fit(double[] inputs, double[] targets, double[] weights) {
        Arguments.sameLength("inputs", inputs.length, "targets", targets.length);
        Arguments.sameLength("inputs", inputs.length, "weights", weights.length);
        for (double weight : weights) {
            Arguments.notNegative("a weight", weight);
        }
        int[] rows = IntStream.range(0, inputs.length)
                .filter(row -> weights[row] > 0 && Double.isFinite(inputs[row]) && Double.isFinite(targets[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> inputs[row] + 0.0)) // -0.0 and 0.0 are the same input
                .mapToInt(Integer::intValue)
                .toArray();
        Blocks blocks = new Blocks(rows.length);
        for (int i = 0; i < rows.length; ) {
            double input = inputs[rows[i]];
            double weight = 0;
            double mean = 0;
            for (; i < rows.length && inputs[rows[i]] == input; i++) {
                weight += weights[rows[i]];
                mean = Blocks.mixed(mean, targets[rows[i]], weights[rows[i]] / weight);
            }
            blocks.add(input + 0.0, mean, weight);
        }
        return blocks.fitted();
    }

    /**
     * Returns the fitted value of an input.
     *
     * @param input any number; an infinite one has the value of the nearest end
     * @return a value within the range of the targets; {@code NaN} for {@code NaN} and for a fit without rows
     */
    public double predict(double input) {
        if (Double.isNaN(input) || inputs.length == 0) {
            return Double.NaN;
        }
        int found = Arrays.binarySearch(inputs, input + 0.0);
        if (found >= 0) {
            return outputs[found];
        }
        int above = -found - 1;
        if (above == 0 || above == inputs.length) {
            return outputs[above == 0 ? 0 : above - 1];
        }
        double gap = inputs[above] - inputs[above - 1];
        double share = Double.isInfinite(gap)
                ? (input / 2 - inputs[above - 1] / 2) / (inputs[above] / 2 - inputs[above - 1] / 2)
                : (input - inputs[above - 1]) / gap;
        return Blocks.mixed(outputs[above - 1], outputs[above], share);
    }

    /**
     * Returns the inputs between which predictions are interpolated: the ends of the level stretches.
     *
     * @return a new array in strictly increasing order; empty for a fit without rows
     */
    public double[] inputs() {
        return inputs.clone();
    }

    /**
     * Returns the fitted values at {@link #inputs()}.
     *
     * @return a new array in increasing order, as long as {@link #inputs()}
     */
    public double[] outputs() {
        return outputs.clone();
    }

    @Override
    public String toString() {
        return "IsotonicRegression of " + inputs.length + " points";
    }

    /** A stack of level stretches; one that would lie below its left neighbour is pooled with it. */
    private static final class Blocks {
        private final double[] first;
        private final double[] last;
        private final double[] means;
        private final double[] weights;
        private int size;

        Blocks(int capacity) {
            first = new double[capacity];
            last = new double[capacity];
            means = new double[capacity];
            weights = new double[capacity];
        }

        void add(double input, double mean, double weight) {
            first[size] = input;
            last[size] = input;
            means[size] = mean;
            weights[size++] = weight;
            while (size > 1 && means[size - 2] >= means[size - 1]) {
                int left = size - 2;
                double total = weights[left] + weights[left + 1];
                means[left] = mixed(means[left], means[left + 1], weights[left + 1] / total);
                weights[left] = total;
                last[left] = last[left + 1];
                size--;
            }
        }

        IsotonicRegression fitted() {
            double[] inputs = new double[2 * size];
            double[] outputs = new double[2 * size];
            int points = 0;
            for (int block = 0; block < size; block++) {
                inputs[points] = first[block];
                outputs[points++] = means[block];
                if (last[block] > first[block]) {
                    inputs[points] = last[block];
                    outputs[points++] = means[block];
                }
            }
            return new IsotonicRegression(Arrays.copyOf(inputs, points), Arrays.copyOf(outputs, points));
        }

        static double mixed(double from, double to, double share) {
            double gap = to - from;
            return Double.isInfinite(gap) ? from * (1 - share) + to * share : from + gap * share;
        }
    }
}
