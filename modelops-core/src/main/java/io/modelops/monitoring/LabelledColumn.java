package io.modelops.monitoring;

import io.modelops.statistics.Binning;
import io.modelops.statistics.Categories;
import io.modelops.statistics.ChiSquareHomogeneity;
import io.modelops.statistics.PopulationStability;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column, counted for all predictions and for the labelled ones; bins come from the first predictions.
 *
 * @param <T> what values are read from
 */
final class LabelledColumn<T> {
    private static final int MOST_CATEGORIES = 20;

    private final String name;
    private final Function<? super T, ? extends @Nullable Object> reader;
    private final @Nullable Binning numbers;
    private final @Nullable Categories categories;
    private final long[] all;
    private final long[] labelled;

    /** Reads a number (a {@link Double}) or a category from each of the first predictions. */
    LabelledColumn(
            String name, Function<? super T, ? extends @Nullable Object> reader, boolean numeric, List<T> first) {
        this.name = name;
        this.reader = reader;
        if (numeric) {
            numbers = Binning.ofQuantiles(
                    first.stream().mapToDouble(row -> number(reader.apply(row))).toArray());
            categories = null;
        } else {
            List<@Nullable String> values = new ArrayList<>();
            first.forEach(row -> values.add(text(reader.apply(row))));
            numbers = null;
            categories = Categories.ofMostFrequent(values, MOST_CATEGORIES);
        }
        int bins = numbers != null ? numbers.size() : categories.size();
        all = new long[bins];
        labelled = new long[bins];
    }

    private LabelledColumn(LabelledColumn<T> like) {
        name = like.name;
        reader = like.reader;
        numbers = like.numbers;
        categories = like.categories;
        all = new long[like.all.length];
        labelled = new long[like.all.length];
    }

    LabelledColumn<T> empty() {
        return new LabelledColumn<>(this);
    }

    void predicted(T row) {
        all[binOf(row)]++;
    }

    void labelled(T row) {
        labelled[binOf(row)]++;
    }

    /** The bias over two generations of predictions, the p-value not yet corrected. */
    LabelStatistics.Bias bias(LabelledColumn<T> earlier) {
        long[] everyone = new long[all.length];
        long[] known = new long[all.length];
        long[] others = new long[all.length];
        for (int bin = 0; bin < everyone.length; bin++) {
            everyone[bin] = all[bin] + earlier.all[bin];
            known[bin] = Math.min(everyone[bin], labelled[bin] + earlier.labelled[bin]);
            others[bin] = everyone[bin] - known[bin];
        }
        return new LabelStatistics.Bias(
                name,
                PopulationStability.of(everyone, known).value(),
                ChiSquareHomogeneity.of(others, known).pValue());
    }

    private int binOf(T row) {
        Object value = reader.apply(row);
        return numbers != null
                ? numbers.binOf(number(value))
                : Objects.requireNonNull(categories).binOf(text(value));
    }

    private static double number(@Nullable Object value) {
        return value instanceof Double number ? number : Double.NaN;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
