package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureOptions;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Raw;
import io.modelops.statistics.Categories;
import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.HeavyHittersAccumulator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts a categorical feature in the categories of its reference. */
final class CategoricalColumn<I> implements RecordedColumn<I> {
    private final Feature.Categorical<I> feature;
    private final FeatureProfile.Categorical reference;
    private final Function<? super I, @Nullable String> value;
    private final @Nullable Function<? super I, ? extends @Nullable Object> raw;
    private final Categories bins;
    private final boolean complete;
    private final boolean sketched;
    private final int number;
    private final int first;
    private final int missing;
    private final int other;

    CategoricalColumn(Feature.Categorical<I> feature, FeatureProfile.Categorical reference, int number, int first) {
        this.feature = feature;
        this.reference = reference;
        this.value = feature.value();
        this.raw = feature.raw();
        this.bins = Categories.of(reference.categories());
        this.complete = reference.listsAll();
        this.number = number;
        this.first = first;
        this.missing = first + bins.missingBin();
        this.other = bins.otherBin();
        this.sketched = isSketched();
    }

    @Override
    public FeatureOptions options() {
        return feature.options();
    }

    @Override
    public Categories bins() {
        return bins;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public void add(I input, Stripe stripe) {
        String category;
        if (raw == null) {
            category = value.apply(input);
        } else {
            Object read = raw.apply(input);
            if (read != null && !Raw.isCategory(read)) {
                addMismatch(stripe);
                return;
            }
            category = Raw.category(read);
        }
        if (category == null) {
            stripe.count(missing);
            return;
        }
        int bin = bins.binOf(category);
        stripe.count(first + bin);
        if (bin == other && complete) {
            stripe.count(mismatched() + 2);
        }
        if (sketched) {
            sketch(category, stripe);
        }
    }

    @Override
    public FeatureProfile.Categorical profile(Stripe stripe) {
        DistinctCountAccumulator distinct = stripe.distinct(number);
        HeavyHittersAccumulator heavyHitters = stripe.heavyHitters(number);
        return new FeatureProfile.Categorical(
                feature.name(),
                reference.categories(),
                stripe.counted(first, first + bins.size()),
                irregularities(stripe),
                distinct == null ? null : distinct.snapshot(),
                heavyHitters == null ? null : heavyHitters.snapshot());
    }
}
