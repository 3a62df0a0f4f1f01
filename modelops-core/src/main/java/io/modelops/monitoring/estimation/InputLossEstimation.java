package io.modelops.monitoring.estimation;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Categories;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link LossEstimation} for inputs with features, of which some may be categories: the 30 most frequent categories
 * of each feature are told apart from each other and from all others. A feature that can't be read is missing.
 *
 * <pre>{@code
 * InputLossEstimation<Trip> estimation =
 *     InputLossEstimation.learn(meanAbsoluteError(), features, trips, predictions, labels);     // on the holdout
 * byte[] stored = estimation.toBytes().orElseThrow();                                           // travels with the
 * version estimation.expectedLoss(trip, 12.5);
 * }</pre>
 *
 * <p>Immutable and thread-safe, if the learner's model and the features are.
 *
 * @param <I> the type of the inputs
 */
public final class InputLossEstimation<I> {
    private static final int MAGIC = 0x4D4F4945; // MOIE
    private static final int VERSION = 1;
    private static final int MOST_CATEGORIES = 30;

    private final Features<I> features;
    private final List<Optional<Categories>> categories;
    private final LossEstimation estimation;

    private InputLossEstimation(
            Features<I> features, List<Optional<Categories>> categories, LossEstimation estimation) {
        this.features = features;
        this.categories = categories;
        this.estimation = estimation;
    }

    /**
     * Learns from labelled rows with {@link BoostedStumps}.
     *
     * @param metric a metric that is a mean of row values, such as the mean absolute or squared error
     * @param features the features of the inputs
     * @param inputs the inputs, in the order of time
     * @param predictions the predictions
     * @param labels the true outcomes; rows whose loss is not finite are left out
     * @param <I> the type of the inputs
     * @return the estimation
     * @throws InvalidInputException if the metric is no such mean, the lengths differ, or fewer than 50 rows are left
     */
    public static <I> InputLossEstimation<I> learn(
            Metric metric, Features<I> features, List<? extends I> inputs, double[] predictions, double[] labels) {
        return learn(metric, features, inputs, predictions, labels, BoostedStumps.withDefaults());
    }

    /**
     * Learns from labelled rows.
     *
     * @param metric a metric that is a mean of row values, such as the mean absolute or squared error
     * @param features the features of the inputs
     * @param inputs the inputs, in the order of time
     * @param predictions the predictions
     * @param labels the true outcomes; rows whose loss is not finite are left out
     * @param regressor learns what losses to expect
     * @param <I> the type of the inputs
     * @return the estimation
     * @throws InvalidInputException if the metric is no such mean, the lengths differ, or fewer than 50 rows are left
     */
    public static <I> InputLossEstimation<I> learn(
            Metric metric,
            Features<I> features,
            List<? extends I> inputs,
            double[] predictions,
            double[] labels,
            LossRegressor regressor) {
        List<Optional<Categories>> categories = new ArrayList<>();
        for (Feature<I> feature : features.all()) {
            categories.add(
                    feature instanceof Feature.Categorical<I> categorical
                            ? Optional.of(Categories.ofMostFrequent(
                                    inputs.stream()
                                            .map(input -> category(categorical, input))
                                            .flatMap(Optional::stream)
                                            .toList(),
                                    MOST_CATEGORIES))
                            : Optional.empty());
        }
        double[][] rows =
                inputs.stream().map(input -> row(features, categories, input)).toArray(double[][]::new);
        return new InputLossEstimation<>(
                features, categories, LossEstimation.learn(metric, rows, predictions, labels, regressor));
    }

    /**
     * The loss to expect of one prediction.
     *
     * @param input the input
     * @param prediction the prediction
     * @return the expected loss; {@code NaN}, which counts as ignored in a window, if the prediction is
     */
    public double expectedLoss(I input, double prediction) {
        return estimation.expectedLoss(row(features, categories, input), prediction);
    }

    /**
     * Estimates the metric.
     *
     * @param window the moments of the expected losses of its predictions
     * @return the estimate, as {@link LossEstimation#estimate} describes it
     */
    public Estimate estimate(Moments window) {
        return estimation.estimate(window);
    }

    /**
     * Sets the confidence of the bands; 0.95 unless told.
     *
     * @param confidence the probability that the realised metric is within, above 0 and below 1
     * @return an estimation with this change
     * @throws InvalidInputException if the confidence is out of its range
     */
    public InputLossEstimation<I> withConfidence(double confidence) {
        return new InputLossEstimation<>(features, categories, estimation.withConfidence(confidence));
    }

    /**
     * The metric that is estimated.
     *
     * @return the metric it was learnt for
     */
    public Metric metric() {
        return estimation.metric();
    }

    /**
     * Writes the estimation, to be read by {@link #ofBytes} of this or a later version of the library.
     *
     * @return a new array; empty if what the learner learnt has no binary form
     */
    public Optional<byte[]> toBytes() {
        return estimation.toBytes().map(bytes -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(all)) {
                out.writeInt(MAGIC);
                out.writeByte(VERSION);
                out.writeInt(categories.size());
                for (int column = 0; column < categories.size(); column++) {
                    out.writeUTF(features.all().get(column).name());
                    List<String> known =
                            categories.get(column).map(Categories::known).orElse(List.of());
                    out.writeByte(known.size());
                    for (String category : known) {
                        byte[] text = category.getBytes(StandardCharsets.UTF_8);
                        out.writeInt(text.length);
                        out.write(text);
                    }
                }
                out.writeInt(bytes.length);
                out.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return all.toByteArray();
        });
    }

    /**
     * Reads an estimation.
     *
     * @param metric the metric it was learnt for
     * @param features the features of the inputs, of the same names in the same order
     * @param bytes what {@link #toBytes} returned
     * @param regressor the learner it was learnt with; {@link BoostedStumps} unless another was given
     * @param <I> the type of the inputs
     * @return an equal estimation, at the usual confidence
     * @throws InvalidInputException if the bytes are anything else, or those for another metric or other features
     */
    public static <I> InputLossEstimation<I> ofBytes(
            Metric metric, Features<I> features, byte[] bytes, LossRegressor regressor) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            ReferenceBytes.require(
                    in.readInt() == MAGIC && in.readByte() == VERSION, "it does not begin as version 1 does");
            List<Feature<I>> all = features.all();
            int columns = in.readInt();
            ReferenceBytes.require(columns == all.size(), "it has " + columns + " features, not " + all.size());
            List<Optional<Categories>> categories = new ArrayList<>();
            for (Feature<I> feature : all) {
                String name = in.readUTF();
                ReferenceBytes.require(
                        name.equals(feature.name()), "its feature is " + name + ", not " + feature.name());
                List<String> known = new ArrayList<>();
                for (int left = in.readUnsignedByte(); left > 0; left--) {
                    known.add(new String(MulticlassBytes.part(in), StandardCharsets.UTF_8));
                }
                categories.add(
                        feature instanceof Feature.Categorical<I>
                                ? Optional.of(Categories.of(known))
                                : Optional.empty());
            }
            LossEstimation estimation = LossEstimation.ofBytes(metric, MulticlassBytes.part(in), regressor);
            ReferenceBytes.require(in.read() < 0, "something follows its end");
            ReferenceBytes.require(
                    estimation.inputs() == columns, "its learner has " + estimation.inputs() + " inputs");
            return new InputLossEstimation<>(features, categories, estimation);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidInputException(
                    "Bytes are no estimation: " + unreadable + ". Give what toBytes returned.", unreadable);
        }
    }

    private static <I> double[] row(Features<I> features, List<Optional<Categories>> categories, I input) {
        double[] row = new double[categories.size()];
        for (int column = 0; column < row.length; column++) {
            Feature<I> feature = features.all().get(column);
            if (feature instanceof Feature.Numeric<I> numeric) {
                row[column] = number(numeric, input);
            } else if (feature instanceof Feature.Categorical<I> categorical) {
                Categories known = categories.get(column).orElseThrow();
                row[column] = category(categorical, input)
                        .map(category -> (double) known.binOf(category))
                        .orElse(Double.NaN);
            }
        }
        return row;
    }

    private static <I> double number(Feature.Numeric<I> feature, I input) {
        try {
            return feature.value().applyAsDouble(input);
        } catch (RuntimeException unreadable) {
            return Double.NaN;
        }
    }

    private static <I> Optional<String> category(Feature.Categorical<I> feature, I input) {
        try {
            return Optional.ofNullable(feature.value().apply(input));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
