package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
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

    private static <I> String category(Feature.Categorical<I> feature, I input) {
        String category = feature.value().apply(input);
        return category == null ? MISSING : category;
    }
}
