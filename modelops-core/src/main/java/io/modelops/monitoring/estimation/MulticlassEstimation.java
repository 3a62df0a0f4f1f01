package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Moments;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Estimates the performance of a classifier of several classes from its probabilities alone, as {@link BinaryEstimation}
 * does for two: the probability of each class is calibrated against all others, then they are scaled to add up to one.
 *
 * <p>Bands hold that outcomes come by chance, in a window and in the reference; those of macro averages take the errors of
 * classes as going together, and so are rather wide. A window is some 12 KB per class. Right on one condition,
 * {@link Estimate#ASSUMPTION}. Immutable and thread-safe.
 */
public final class MulticlassEstimation {
    private static final double CONFIDENCE = 0.95;

    private final List<BinaryReference> references;
    private final Map<MulticlassMetric, UsualRange> usual;
    private final long rows;
    private final double confidence;

    private MulticlassEstimation(
            List<BinaryReference> references, Map<MulticlassMetric, UsualRange> usual, long rows, double confidence) {
        this.references = references;
        this.usual = usual;
        this.rows = rows;
        this.confidence = confidence;
    }

    /**
     * Learns from labelled rows.
     *
     * @param probabilities the predicted probability of each class, one array per row, in the order of time; rows with one
     *     that is not in 0..1 are left out
     * @param predicted the predicted class of each row, from 0
     * @param actual the true class of each row, from 0
     * @return the estimation
     * @throws InvalidInputException if the lengths differ, there are fewer than two classes, or no row is left
     */
    public static MulticlassEstimation learn(double[][] probabilities, int[] predicted, int[] actual) {
        if (probabilities.length != predicted.length || probabilities.length != actual.length) {
            throw new InvalidInputException(
                    "Reference has " + probabilities.length + " rows of probabilities, " + predicted.length
                            + " predicted and " + actual.length + " true classes: expected as many of each.");
        }
        int classes = probabilities.length == 0 ? 0 : probabilities[0].length;
        if (classes < 2) {
            throw new InvalidInputException(
                    "Reference has " + classes + " classes: expected rows with the probabilities of 2 or more.");
        }
        int[] usable = IntStream.range(0, actual.length)
                .filter(row -> isUsable(probabilities[row], predicted[row], actual[row], classes))
                .toArray();
        if (usable.length == 0) {
            throw new InvalidInputException("Reference has no usable row: expected " + classes
                    + " probabilities in 0..1 and classes from 0 to " + (classes - 1) + ".");
        }
        List<BinaryReference> references = IntStream.range(0, classes)
                .mapToObj(one -> against(probabilities, predicted, actual, usable, one))
                .toList();
        MulticlassCounts all = new MulticlassCounts(references);
        List<MulticlassCounts> parts = IntStream.range(0, UsualRange.parts(usable.length))
                .mapToObj(part -> new MulticlassCounts(references))
                .toList();
        for (int i = 0; i < usable.length; i++) {
            int row = usable[i];
            all.add(probabilities[row], predicted[row], actual[row]);
            parts.get((int) ((long) i * parts.size() / usable.length))
                    .add(probabilities[row], predicted[row], actual[row]);
        }
        Map<MulticlassMetric, UsualRange> usual = new EnumMap<>(MulticlassMetric.class);
        for (MulticlassMetric metric : MulticlassMetric.values()) {
            double perRow = Math.pow(all.deviationOfSampling(metric), 2) * usable.length;
            Moments values = Moments.of(
                    parts.stream().mapToDouble(part -> part.value(metric)).toArray());
            usual.put(metric, UsualRange.of(all.value(metric), perRow, values, parts.size(), usable.length));
        }
        return new MulticlassEstimation(references, usual, usable.length, CONFIDENCE);
    }

    /**
     * Sets the confidence of the bands; 0.95 unless told.
     *
     * @param confidence the probability that the realised metric is within, above 0 and below 1
     * @return an estimation with this change
     * @throws InvalidInputException if the confidence is out of its range
     */
    public MulticlassEstimation withConfidence(double confidence) {
        return new MulticlassEstimation(references, usual, rows, Confidence.of(confidence));
    }

    /**
     * The number of classes.
     *
     * @return the number, 2 or more
     */
    public int classes() {
        return references.size();
    }

    /**
     * Starts a window.
     *
     * @return counts of no predictions
     */
    public MulticlassCounts newWindow() {
        return new MulticlassCounts(references);
    }

    /**
     * Estimates a metric.
     *
     * @param window the predictions, counted by this estimation's window
     * @param metric the metric
     * @return the estimate, {@code NaN} where the predictions don't define it
     */
    public Estimate estimate(MulticlassCounts window, MulticlassMetric metric) {
        long samples = window.samples();
        double value = window.value(metric);
        double deviation = window.deviationOfOutcomes(metric) * Math.sqrt(1 + (double) samples / rows);
        Interval usualRange =
                usual.getOrDefault(metric, UsualRange.UNKNOWN).forWindow(samples, MulticlassEstimation::clip);
        return new Estimate(metric.label(), band(value, deviation, confidence), usualRange, samples);
    }

    /**
     * The metric on outcomes that are known, with the band that their number allows.
     *
     * @param window predictions with their outcomes, counted by this estimation's window
     * @param metric the metric
     * @return the value within its band at this estimation's confidence, {@code NaN} where the outcomes don't define it
     */
    public Interval realised(MulticlassCounts window, MulticlassMetric metric) {
        return band(window.value(metric), window.deviationOfSampling(metric), confidence);
    }

    /**
     * Estimates all metrics.
     *
     * @param window the predictions, counted by this estimation's window
     * @return one estimate for each of {@link MulticlassMetric}, in its order
     */
    public List<Estimate> estimates(MulticlassCounts window) {
        return Arrays.stream(MulticlassMetric.values())
                .map(metric -> estimate(window, metric))
                .toList();
    }

    /**
     * The mean value of a prediction that is to be expected, by what each pair of classes is worth.
     *
     * @param window the predictions, counted by this estimation's window
     * @param values the value by predicted and then true class
     * @return the expected mean, {@code NaN} without predictions
     * @throws InvalidInputException if there is not one value for each pair of classes
     */
    public double businessValue(MulticlassCounts window, double[][] values) {
        double[][] confusion = window.confusion();
        double sum = 0;
        boolean fits = values.length == confusion.length;
        for (int predicted = 0; fits && predicted < confusion.length; predicted++) {
            fits = values[predicted].length == confusion.length;
            for (int actual = 0; fits && actual < confusion.length; actual++) {
                sum += values[predicted][actual] * confusion[predicted][actual];
            }
        }
        if (!fits) {
            throw new InvalidInputException("Values of outcomes have another shape: expected " + confusion.length
                    + " by " + confusion.length + ", one for each predicted and true class.");
        }
        return sum / window.samples();
    }

    /**
     * Writes the estimation, some kilobytes per class, to be read by {@link #ofBytes} of this or a later version of the
     * library.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return MulticlassBytes.write(references, usual, rows);
    }

    /**
     * Reads an estimation.
     *
     * @param bytes what {@link #toBytes} returned
     * @return an equal estimation, at the usual confidence
     * @throws InvalidInputException if the bytes are anything else
     */
    public static MulticlassEstimation ofBytes(byte[] bytes) {
        return MulticlassBytes.read(
                bytes, (references, usual, rows) -> new MulticlassEstimation(references, usual, rows, CONFIDENCE));
    }

    private static Interval band(double value, double deviation, double confidence) {
        double half = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2) * deviation;
        return Double.isNaN(value) || Double.isNaN(half)
                ? new Interval(Double.NaN, value, Double.NaN, confidence)
                : new Interval(
                        Math.min(value, clip(value - half)), value, Math.max(value, clip(value + half)), confidence);
    }

    private static double clip(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static boolean isUsable(double[] probabilities, int predicted, int actual, int classes) {
        return probabilities.length == classes
                && predicted >= 0
                && predicted < classes
                && actual >= 0
                && actual < classes
                && Arrays.stream(probabilities).allMatch(probability -> probability >= 0 && probability <= 1)
                && Arrays.stream(probabilities).sum() > 0;
    }

    private static BinaryReference against(
            double[][] probabilities, int[] predicted, int[] actual, int[] usable, int one) {
        double[] scores = new double[usable.length];
        boolean[] decisions = new boolean[usable.length];
        boolean[] outcomes = new boolean[usable.length];
        for (int i = 0; i < usable.length; i++) {
            scores[i] = probabilities[usable[i]][one];
            decisions[i] = predicted[usable[i]] == one;
            outcomes[i] = actual[usable[i]] == one;
        }
        return BinaryReference.of(scores, decisions, outcomes, List.of());
    }
}
