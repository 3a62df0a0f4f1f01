package io.modelops.monitoring;

import io.modelops.statistics.Binning;
import io.modelops.statistics.Bins;
import io.modelops.statistics.Categories;
import io.modelops.statistics.ChiSquareHomogeneity;
import io.modelops.statistics.PopulationStability;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
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
        all = new long[bins().size()];
        labelled = new long[all.length];
    }

    private LabelledColumn(LabelledColumn<T> like) {
        name = like.name;
        reader = like.reader;
        numbers = like.numbers;
        categories = like.categories;
        all = new long[like.all.length];
        labelled = new long[like.all.length];
    }

    private LabelledColumn(
            String name,
            Function<? super T, ? extends @Nullable Object> reader,
            @Nullable Binning numbers,
            @Nullable Categories categories) {
        this.name = name;
        this.reader = reader;
        this.numbers = numbers;
        this.categories = categories;
        all = new long[bins().size()];
        labelled = new long[all.length];
    }

    /** Reads the bins that {@link #writeBins} wrote. */
    static <T> LabelledColumn<T> read(
            String name, Function<? super T, ? extends @Nullable Object> reader, boolean numeric, SketchReader from) {
        MonitorState.require(from.text().equals(name), "it has counted other columns");
        return numeric
                ? new LabelledColumn<>(name, reader, Binning.ofEdges(MonitorState.numbers(from)), null)
                : new LabelledColumn<>(
                        name, reader, null, Categories.of(MonitorState.all(from, MOST_CATEGORIES, from::text)));
    }

    void writeBins(SketchWriter writer) {
        writer.text(name);
        if (numbers != null) {
            MonitorState.numbers(writer, numbers.edges());
        } else {
            List<String> known = Objects.requireNonNull(categories).known();
            MonitorState.all(writer, known, known.size(), writer::text);
        }
    }

    void write(SketchWriter writer) {
        MonitorState.counts(writer, all);
        MonitorState.counts(writer, labelled);
    }

    /** Reads the counts that {@link #write} wrote of a column with the same bins. */
    LabelledColumn<T> counted(SketchReader from) {
        LabelledColumn<T> read = empty();
        System.arraycopy(MonitorState.counts(from, all.length), 0, read.all, 0, all.length);
        System.arraycopy(MonitorState.counts(from, all.length), 0, read.labelled, 0, all.length);
        return read;
    }

    /** About how many bytes it takes. */
    long bytes() {
        long names = categories == null
                ? (long) Double.BYTES * all.length
                : categories.known().stream().mapToLong(KeptText::bytes).sum();
        return 2L * Long.BYTES * all.length + names;
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

    String name() {
        return name;
    }

    /** How many predictions of each bin have a label; bins that were never seen are left out. */
    List<LabelCoverage.Group> groups() {
        Bins bins = bins();
        List<LabelCoverage.Group> groups = new ArrayList<>();
        for (int bin = 0; bin < all.length; bin++) {
            if (all[bin] > 0) {
                groups.add(new LabelCoverage.Group(
                        name + " " + bins.label(bin), all[bin], Math.min(all[bin], labelled[bin])));
            }
        }
        return groups;
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

    private Bins bins() {
        return numbers != null ? numbers : Objects.requireNonNull(categories);
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
        return value == null ? null : KeptText.of(value.toString());
    }
}
