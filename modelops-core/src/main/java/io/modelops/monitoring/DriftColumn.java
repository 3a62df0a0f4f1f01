package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Bins;
import io.modelops.statistics.Categories;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One feature, cut into the bins of a profile. What can't be read counts as missing. */
final class DriftColumn<T> {
    private interface Reader<T> {
        void read(T value, ColumnCounts into);
    }

    private final FeatureProfile profile;
    private final Bins bins;
    private final Reader<T> reader;

    private DriftColumn(FeatureProfile profile, Bins bins, Reader<T> reader) {
        this.profile = profile;
        this.bins = bins;
        this.reader = reader;
    }

    /** A column for each feature that the profile has values of the same kind of. */
    static <T> List<DriftColumn<T>> of(Features<T> features, Profile profile) {
        List<DriftColumn<T>> columns = new ArrayList<>();
        for (Feature<T> feature : features.all()) {
            profile.find(feature.name())
                    .filter(known -> known.total() > 0)
                    .flatMap(known -> of(feature, known))
                    .ifPresent(columns::add);
        }
        return List.copyOf(columns);
    }

    private static <T> Optional<DriftColumn<T>> of(Feature<T> feature, FeatureProfile profile) {
        if (feature instanceof Feature.Numeric<T> numeric && profile instanceof FeatureProfile.Numeric known) {
            Binning bins = Binning.ofEdges(
                    known.edges().stream().mapToDouble(Double::doubleValue).toArray());
            return Optional.of(new DriftColumn<>(profile, bins, (value, into) -> {
                double number = numeric.value().applyAsDouble(value);
                into.add(bins.binOf(number), number);
            }));
        }
        if (feature instanceof Feature.Categorical<T> categorical
                && profile instanceof FeatureProfile.Categorical known) {
            Categories bins = Categories.of(known.categories());
            return Optional.of(new DriftColumn<>(
                    profile,
                    bins,
                    (value, into) -> into.add(bins.binOf(categorical.value().apply(value)), Double.NaN)));
        }
        return Optional.empty();
    }

    String name() {
        return profile.name();
    }

    FeatureProfile profile() {
        return profile;
    }

    Bins bins() {
        return bins;
    }

    /** No values of this column. */
    ColumnCounts empty() {
        return new ColumnCounts(bins.size());
    }

    boolean isNumeric() {
        return bins instanceof Binning;
    }

    void add(T value, ColumnCounts into) {
        try {
            reader.read(value, into);
        } catch (RuntimeException unreadable) {
            into.add(bins.missingBin(), Double.NaN);
        }
    }
}
