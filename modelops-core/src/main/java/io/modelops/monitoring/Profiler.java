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
import java.util.Collections;
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
                parts.add(binsOf(numeric, all));
            } else if (feature instanceof Feature.Categorical<I> categorical) {
                parts.add(categoriesOf(categorical, all));
            }
        }
        return profile(all, new Profile(0, parts));
    }

    /**
     * Summarises rows in the bins and categories of another profile, so that the two can be compared and, if the rows are
     * other ones, merged: the profile of a large data set is the merged profile of its parts. Equal to what a
     * {@link ProfileRecorder} gives that saw the same rows one by one. What a feature throws when it reads a row is thrown
     * on.
     *
     * @param rows the rows; may be empty
     * @param reference whose bins, categories and ranges count
     * @return their summary, one part per feature that the reference has as the same kind, in the order of the features
     * @throws IllegalArgumentException if the reference's edges are not in order or a category is listed twice
     */
    public Profile profile(Iterable<? extends I> rows, Profile reference) {
        ProfileRecorder<I> recorder = ProfileRecorder.of(features, reference, 1, System::nanoTime);
        rows.forEach(recorder::recordStrictly);
        return recorder.snapshot();
    }

    private FeatureProfile binsOf(Feature.Numeric<I> feature, List<I> rows) {
        double[] values = rows.stream().mapToDouble(feature.value()).toArray();
        Binning binning = Binning.ofQuantiles(values, bins);
        Moments moments = Moments.of(values);
        return new FeatureProfile.Numeric(
                feature.name(),
                DoubleStream.of(binning.edges()).boxed().toList(),
                Collections.nCopies(binning.size(), 0L),
                moments.mean(),
                moments.standardDeviation(),
                moments.min(),
                moments.max());
    }

    private FeatureProfile categoriesOf(Feature.Categorical<I> feature, List<I> rows) {
        List<@Nullable String> values = new ArrayList<>(rows.size());
        for (I row : rows) {
            values.add(feature.value().apply(row));
        }
        Categories known = Categories.ofMostFrequent(values, categories);
        return new FeatureProfile.Categorical(
                feature.name(),
                known.known(),
                Arrays.stream(known.count(values)).boxed().toList());
    }
}
