package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Bins;
import io.modelops.statistics.Categories;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** One feature with its reference and its latest values. */
final class DriftColumn<I> {
    private final String name;
    private final Bins bins;
    private final ToIntFunction<I> binOf;
    private final BinnedWindow window;

    private DriftColumn(FeatureProfile profile, Bins bins, ToIntFunction<I> binOf, int size) {
        this.name = profile.name();
        this.bins = bins;
        this.binOf = binOf;
        this.window = new BinnedWindow(
                bins, profile.counts().stream().mapToLong(Long::longValue).toArray(), size);
    }

    /** A column for a feature, or empty if its profile is of another kind or rests on no rows. */
    static <I> Optional<DriftColumn<I>> of(Feature<I> feature, FeatureProfile profile, int size) {
        if (profile.total() == 0) {
            return Optional.empty();
        }
        if (feature instanceof Feature.Numeric<I> numeric && profile instanceof FeatureProfile.Numeric known) {
            Binning bins = Binning.ofEdges(
                    known.edges().stream().mapToDouble(Double::doubleValue).toArray());
            return Optional.of(new DriftColumn<>(
                    profile, bins, input -> bins.binOf(numeric.value().applyAsDouble(input)), size));
        }
        if (feature instanceof Feature.Categorical<I> categorical
                && profile instanceof FeatureProfile.Categorical known) {
            Categories bins = Categories.of(known.categories());
            return Optional.of(new DriftColumn<>(
                    profile, bins, input -> bins.binOf(categorical.value().apply(input)), size));
        }
        return Optional.empty();
    }

    String name() {
        return name;
    }

    BinnedWindow window() {
        return window;
    }

    void add(I input) {
        window.add(bin(input));
    }

    private int bin(I input) {
        try {
            return binOf.applyAsInt(input);
        } catch (RuntimeException unreadable) {
            return bins.missingBin();
        }
    }
}
