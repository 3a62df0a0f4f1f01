package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Estimates the loss of a regression without labels (direct loss estimation): a second, small model learns from labelled
 * rows how large the loss of a prediction is, given the features and the prediction, and the mean of what it expects is the
 * estimate.
 *
 * <pre>{@code
 * LossEstimation estimation = LossEstimation.learn(meanAbsoluteError(), inputs, predictions, labels);  // once
 * MomentsAccumulator window = new MomentsAccumulator();
 * window.add(estimation.expectedLoss(input, prediction));                                              // each prediction
 * Estimate mae = estimation.estimate(window.moments());
 * }</pre>
 *
 * <p>The built-in learner is {@link BoostedStumps}. It learns on nine tenths and is judged on the last tenth, ten times over,
 * so that the band holds how far single losses are from what was expected of them and how far the learner is off. A window
 * is the moments of expected losses: windows add up. The usual range is three standard deviations around the loss on the
 * reference, of what chance makes of a window of that size and of what ten consecutive parts of the reference varied beyond
 * chance.
 *
 * <p>What it says is right on one condition, {@link Estimate#ASSUMPTION}. Immutable and thread-safe, if the learner's model
 * is.
 */
public final class LossEstimation {
    private static final int FOLDS = 10;
    private static final int LEAST_ROWS = 50;
    private static final double CONFIDENCE = 0.95;
    private static final int MAGIC = 0x4D4F4C45; // MOLE
    private static final int VERSION = 1;
    private static final int MOST_INPUTS = 100_000;

    private final Metric metric;
    private final LossRegressor.Learnt learnt;
    private final int inputs;
    private final long rows;
    private final UsualRange usual;
    private final double unexplainedVariance;
    private final double least;
    private final double confidence;

    private LossEstimation(
            Metric metric,
            LossRegressor.Learnt learnt,
            int inputs,
            long rows,
            UsualRange usual,
            double unexplainedVariance,
            double least,
            double confidence) {
        this.metric = metric;
        this.learnt = learnt;
        this.inputs = inputs;
        this.rows = rows;
        this.usual = usual;
        this.unexplainedVariance = unexplainedVariance;
        this.least = least;
        this.confidence = confidence;
    }

    private static LossEstimation learn(Metric metric, LossRegressor regressor, double[][] joined, double[] losses) {
        Moments moments = Moments.of(losses);
        Moments parts = Moments.of(IntStream.range(0, FOLDS)
                .mapToDouble(part -> Arrays.stream(losses, from(part, losses.length), from(part + 1, losses.length))
                        .average()
                        .orElse(Double.NaN))
                .toArray());
        return new LossEstimation(
                metric,
                regressor.fit(joined, losses),
                joined[0].length - 1,
                losses.length,
                UsualRange.of(moments.mean(), moments.variance(), parts, FOLDS, losses.length),
                Moments.of(unexplained(regressor, joined, losses)).variance(),
                !metric.higherIsBetter() && moments.min() >= 0 ? 0 : Double.NEGATIVE_INFINITY,
                CONFIDENCE);
    }

    /**
     * Learns from labelled rows with {@link BoostedStumps}.
     *
     * @param metric a metric that is a mean of row values, such as the mean absolute or squared error
     * @param inputs the features of each row as numbers, all as many, {@code NaN} for what is missing
     * @param predictions the predictions, in the order of time
     * @param labels the true outcomes; rows whose loss is not finite are left out
     * @return the estimation
     * @throws InvalidInputException if the metric is no such mean, the lengths differ, or fewer than 50 rows are left
     */
    public static LossEstimation learn(Metric metric, double[][] inputs, double[] predictions, double[] labels) {
        return learn(metric, inputs, predictions, labels, BoostedStumps.withDefaults());
    }

    /**
     * Learns from labelled rows.
     *
     * @param metric a metric that is a mean of row values, such as the mean absolute or squared error
     * @param inputs the features of each row as numbers, all as many, {@code NaN} for what is missing
     * @param predictions the predictions, in the order of time
     * @param labels the true outcomes; rows whose loss is not finite are left out
     * @param regressor learns what losses to expect
     * @return the estimation
     * @throws InvalidInputException if the metric is no such mean, the lengths differ, or fewer than 50 rows are left
     */
    public static LossEstimation learn(
            Metric metric, double[][] inputs, double[] predictions, double[] labels, LossRegressor regressor) {
        Metric.RowValue rowValue = metric.rowValue()
                .orElseThrow(() -> new InvalidInputException("Metric " + metric
                        + " is no mean of row values: expected one that is, such as the mean absolute error."));
        if (inputs.length != predictions.length || inputs.length != labels.length) {
            throw new InvalidInputException("Reference has " + inputs.length + " inputs, " + predictions.length
                    + " predictions and " + labels.length + " labels: expected as many of each.");
        }
        double[] losses = new double[labels.length];
        for (int row = 0; row < losses.length; row++) {
            boolean known = !Double.isNaN(predictions[row]) && !Double.isNaN(labels[row]);
            losses[row] = known ? rowValue.of(predictions[row], labels[row]) : Double.NaN;
        }
        int[] usable = IntStream.range(0, losses.length)
                .filter(row -> Double.isFinite(losses[row]))
                .toArray();
        if (usable.length < LEAST_ROWS) {
            throw new InvalidInputException("Reference has " + usable.length + " rows with a finite loss: expected "
                    + LEAST_ROWS + " or more.");
        }
        int width = inputs[usable[0]].length;
        if (!Arrays.stream(usable).allMatch(row -> inputs[row].length == width)) {
            throw new InvalidInputException("Inputs have different numbers of features: expected as many in each row.");
        }
        return learn(
                metric,
                regressor,
                Arrays.stream(usable)
                        .mapToObj(row -> joined(inputs[row], predictions[row]))
                        .toArray(double[][]::new),
                Arrays.stream(usable).mapToDouble(row -> losses[row]).toArray());
    }

    /**
     * The loss to expect of one prediction.
     *
     * @param input the features, as those it learnt from
     * @param prediction the prediction
     * @return the expected loss; {@code NaN}, which counts as ignored in a window, if the prediction is
     * @throws InvalidInputException if there are more or fewer features than it learnt from
     */
    public double expectedLoss(double[] input, double prediction) {
        if (input.length != inputs) {
            throw new InvalidInputException(
                    "Input has " + input.length + " features: expected " + inputs + ", as in the reference.");
        }
        return Double.isNaN(prediction) ? Double.NaN : learnt.predict(joined(input, prediction));
    }

    /**
     * Estimates the metric.
     *
     * @param window the moments of the expected losses of its predictions
     * @return the estimate, clipped at 0 for a loss that was never negative; {@code NaN} without predictions
     */
    public Estimate estimate(Moments window) {
        long samples = window.count();
        double value = Math.max(least, window.mean());
        double quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        // The outcomes of the window come by chance, and so did those that the learner learnt from.
        double half = quantile * Math.sqrt(unexplainedVariance / samples + unexplainedVariance / rows);
        Interval band = Double.isFinite(value) && Double.isFinite(half)
                ? new Interval(Math.max(least, value - half), value, value + half, confidence)
                : new Interval(Double.NaN, value, Double.NaN, confidence);
        return new Estimate(metric.name(), band, usual.forWindow(samples, end -> Math.max(least, end)), samples);
    }

    /**
     * Sets the confidence of the bands; 0.95 unless told.
     *
     * @param confidence the probability that the realised metric is within, above 0 and below 1
     * @return an estimation with this change
     * @throws InvalidInputException if the confidence is out of its range
     */
    public LossEstimation withConfidence(double confidence) {
        return new LossEstimation(
                metric, learnt, inputs, rows, usual, unexplainedVariance, least, Confidence.of(confidence));
    }

    /**
     * Writes the estimation, to be read by {@link #ofBytes} of this or a later version of the library.
     *
     * @return a new array; empty if what the learner learnt has no binary form
     */
    public Optional<byte[]> toBytes() {
        return learnt.toBytes().map(bytes -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(all)) {
                out.writeInt(MAGIC);
                out.writeByte(VERSION);
                out.writeUTF(metric.name());
                out.writeInt(inputs);
                out.writeLong(rows);
                ReferenceBytes.write(usual, out);
                out.writeDouble(unexplainedVariance);
                out.writeDouble(least);
                out.writeInt(bytes.length);
                out.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return all.toByteArray();
        });
    }

    /**
     * Reads an estimation that was learnt with {@link BoostedStumps}.
     *
     * @param metric the metric it was learnt for
     * @param bytes what {@link #toBytes} returned
     * @return an equal estimation, at the usual confidence
     * @throws InvalidInputException if the bytes are anything else, or those for a metric of another name
     */
    public static LossEstimation ofBytes(Metric metric, byte[] bytes) {
        return ofBytes(metric, bytes, BoostedStumps.withDefaults());
    }

    /**
     * Reads an estimation.
     *
     * @param metric the metric it was learnt for
     * @param bytes what {@link #toBytes} returned
     * @param regressor the learner it was learnt with
     * @return an equal estimation, at the usual confidence
     * @throws InvalidInputException if the bytes are anything else, or those for a metric of another name
     */
    public static LossEstimation ofBytes(Metric metric, byte[] bytes, LossRegressor regressor) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            ReferenceBytes.require(
                    in.readInt() == MAGIC && in.readByte() == VERSION, "it does not begin as version 1 does");
            String name = in.readUTF();
            ReferenceBytes.require(name.equals(metric.name()), "it was learnt for " + name + ", not " + metric);
            int inputs = in.readInt();
            long rows = in.readLong();
            ReferenceBytes.require(
                    inputs >= 0 && inputs <= MOST_INPUTS && rows > 0,
                    "it has " + inputs + " inputs of " + rows + " rows");
            UsualRange usual = ReferenceBytes.usual(in);
            double unexplained = in.readDouble();
            double least = in.readDouble();
            LossRegressor.Learnt learnt = regressor.ofBytes(MulticlassBytes.part(in));
            ReferenceBytes.require(in.read() < 0, "something follows its end");
            learnt.predict(new double[inputs + 1]); // throws if it was learnt for other rows
            return new LossEstimation(metric, learnt, inputs, rows, usual, unexplained, least, CONFIDENCE);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            throw new InvalidInputException(
                    "Bytes are no estimation: " + unreadable + ". Give what toBytes returned.", unreadable);
        }
    }

    /**
     * The metric that is estimated.
     *
     * @return the metric it was learnt for
     */
    public Metric metric() {
        return metric;
    }

    int inputs() {
        return inputs;
    }

    /** What is left of each loss when the others have told what to expect. */
    private static double[] unexplained(LossRegressor regressor, double[][] joined, double[] losses) {
        double[] left = new double[losses.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            int[] others = IntStream.range(0, losses.length)
                    .filter(row -> row % FOLDS != held)
                    .toArray();
            LossRegressor.Learnt learnt = regressor.fit(
                    Arrays.stream(others).mapToObj(row -> joined[row]).toArray(double[][]::new),
                    Arrays.stream(others).mapToDouble(row -> losses[row]).toArray());
            for (int row = fold; row < losses.length; row += FOLDS) {
                left[row] = losses[row] - learnt.predict(joined[row]);
            }
        }
        return left;
    }

    private static int from(int part, int rows) {
        return (int) ((long) part * rows / FOLDS);
    }

    private static double[] joined(double[] input, double prediction) {
        double[] joined = Arrays.copyOf(input, input.length + 1);
        joined[input.length] = prediction;
        return joined;
    }
}
