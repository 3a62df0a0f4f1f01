package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns inputs into rows of numbers: numbers as they are, a category as its share among the inputs that were learnt from. */
final class RowEncoder<I> {
    private static final String MISSING = "(missing)";

    private final List<Feature<I>> features;
    private final List<Map<String, Double>> shares;

    private RowEncoder(List<Feature<I>> features, List<Map<String, Double>> shares) {
        this.features = features;
        this.shares = shares;
    }

    static <I> RowEncoder<I> learnt(Features<I> features, List<I> inputs) {
        List<Feature<I>> readable = GuardedFeatures.of(features).all();
        List<Map<String, Double>> shares = new ArrayList<>();
        for (Feature<I> feature : readable) {
            Map<String, Double> known = new HashMap<>();
            if (feature instanceof Feature.Categorical<I> categorical) {
                inputs.forEach(input -> known.merge(category(categorical, input), 1.0 / inputs.size(), Double::sum));
            }
            shares.add(known);
        }
        return new RowEncoder<>(readable, shares);
    }

    /** The numbers of an input, NaN where one is missing; a category that was not seen has a share of 0. */
    double[] row(I input) {
        double[] row = new double[features.size()];
        for (int column = 0; column < row.length; column++) {
            Feature<I> feature = features.get(column);
            if (feature instanceof Feature.Numeric<I> numeric) {
                row[column] = numeric.value().applyAsDouble(input);
            } else if (feature instanceof Feature.Categorical<I> categorical) {
                row[column] = shares.get(column).getOrDefault(category(categorical, input), 0.0);
            }
        }
        return row;
    }

    double[][] rows(List<I> inputs) {
        return inputs.stream().map(this::row).toArray(double[][]::new);
    }

    String name(int column) {
        return features.get(column).name();
    }

    int columns() {
        return features.size();
    }

    void write(SketchWriter writer) {
        MonitorState.all(
                writer,
                shares,
                shares.size(),
                known -> MonitorState.all(
                        writer,
                        known.entrySet(),
                        known.size(),
                        share -> writer.text(share.getKey()).number(share.getValue())));
    }

    /** Reads what {@link #write} wrote of the same features. */
    static <I> RowEncoder<I> read(Features<I> features, SketchReader reader) {
        List<Feature<I>> readable = GuardedFeatures.of(features).all();
        List<Map<String, Double>> shares = MonitorState.all(reader, readable.size(), () -> {
            Map<String, Double> known = new HashMap<>();
            for (int left = reader.size(1 + Double.BYTES); left > 0; left--) {
                known.put(KeptText.of(reader.text()), reader.number());
            }
            return known;
        });
        MonitorState.require(shares.size() == readable.size(), "it has shares of other features");
        return new RowEncoder<>(readable, shares);
    }

    /** About how many bytes the shares take. */
    long bytes() {
        return shares.stream()
                .flatMap(known -> known.keySet().stream())
                .mapToLong(category -> 64 + KeptText.bytes(category))
                .sum();
    }

    private static <I> String category(Feature.Categorical<I> feature, I input) {
        String category = feature.value().apply(input);
        return category == null ? MISSING : KeptText.of(category);
    }
}
