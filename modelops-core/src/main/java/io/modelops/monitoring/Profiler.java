package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Categories;
import io.modelops.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Summarises rows into a {@link Profile}: numbers by 10 bins of equal counts and their moments, categories by the counts
 * of the 50 most frequent, of all others and of missing values. Immutable and safe for use by several threads.
 *
 * @param <I> the type of the rows
 */
public final class Profiler<I> {
    private final Features<I> features;
    private final int bins;
    private final int categories;

    private Profiler(Features<I> features, int bins, int categories) {
        this.features = features;
        this.bins = bins;
        this.categories = categories;
    }

    /**
     * Returns a profiler with 10 bins and 50 categories.
     *
     * @param features the features to summarise
     * @param <I> the type of the rows
     * @return the profiler
     */
    public static <I> Profiler<I> of(Features<I> features) {
        return new Profiler<>(features, Binning.DEFAULT_BINS, 50);
    }

    /**
     * Returns this profiler with another number of bins.
     *
     * @param bins into how many bins of equal counts a numeric feature is cut, 1 or more
     * @return a profiler
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public Profiler<I> bins(int bins) {
        return new Profiler<>(features, Settings.atLeast(1, "bins", bins), categories);
    }

    /**
     * Returns this profiler with another number of categories.
     *
     * @param categories how many categories of a feature are counted each for itself, 1 or more
     * @return a profiler
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public Profiler<I> categories(int categories) {
        return new Profiler<>(features, bins, Settings.atLeast(1, "categories", categories));
    }

    /**
     * Summarises rows. What a feature throws when it reads a row is thrown on.
     *
     * @param rows the rows; may be empty
     * @return their summary, one part per feature in the order of the features
     */
    public Profile profile(Iterable<? extends I> rows) {
        List<I> all = new ArrayList<>();
        rows.forEach(all::add);
        List<FeatureProfile> parts = new ArrayList<>();
        for (Feature<I> feature : features.all()) {
            if (feature instanceof Feature.Numeric<I> numeric) {
                parts.add(numeric(
                        numeric.name(),
                        all.stream().mapToDouble(numeric.value()).toArray()));
            } else if (feature instanceof Feature.Categorical<I> categorical) {
                parts.add(categorical(categorical, all));
            }
        }
        return new Profile(all.size(), parts);
    }

    private FeatureProfile numeric(String name, double[] values) {
        Binning binning = Binning.ofQuantiles(values, bins);
        Moments moments = Moments.of(values);
        return new FeatureProfile.Numeric(
                name,
                DoubleStream.of(binning.edges()).boxed().toList(),
                boxed(binning.count(values)),
                moments.mean(),
                moments.standardDeviation(),
                moments.min(),
                moments.max());
    }

    private FeatureProfile categorical(Feature.Categorical<I> feature, List<I> rows) {
        List<@Nullable String> values = new ArrayList<>(rows.size());
        for (I row : rows) {
            values.add(feature.value().apply(row));
        }
        Categories known = Categories.ofMostFrequent(values, categories);
        return new FeatureProfile.Categorical(feature.name(), known.known(), boxed(known.count(values)));
    }

    private static List<Long> boxed(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
