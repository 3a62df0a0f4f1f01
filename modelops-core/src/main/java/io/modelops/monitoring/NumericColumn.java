package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureOptions;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Raw;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Moments;
import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.HeavyHittersAccumulator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Counts a numeric feature in the bins of its reference. */
final class NumericColumn<I> implements RecordedColumn<I> {
    private final Feature.Numeric<I> feature;
    private final FeatureProfile.Numeric reference;
    private final ToDoubleFunction<? super I> value;
    private final @Nullable Function<? super I, ? extends @Nullable Object> raw;
    private final Binning bins;
    private final double least;
    private final double greatest;
    private final boolean whole;
    private final boolean sketched;
    private final int number;
    private final int first;
    private final int missing;

    NumericColumn(Feature.Numeric<I> feature, FeatureProfile.Numeric reference, int number, int first) {
        this.feature = feature;
        this.reference = reference;
        this.value = feature.value();
        this.raw = feature.raw();
        this.bins = Binning.ofEdges(
                reference.edges().stream().mapToDouble(Double::doubleValue).toArray());
        FeatureOptions options = feature.options();
        boolean learnt = !options.hasRange() && reference.min() <= reference.max();
        this.least = learnt ? reference.min() : options.least();
        this.greatest = learnt ? reference.max() : options.greatest();
        this.whole = options.whole();
        this.number = number;
        this.first = first;
        this.missing = first + bins.missingBin();
        this.sketched = isSketched();
    }

    @Override
    public FeatureOptions options() {
        return feature.options();
    }

    @Override
    public Binning bins() {
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
        if (raw != null) {
            addRaw(raw.apply(input), stripe);
        } else {
            double read = value.applyAsDouble(input);
            if (Math.abs(read) <= Double.MAX_VALUE) {
                addFinite(read, stripe);
            } else if (Double.isNaN(read)) {
                stripe.count(missing);
            } else {
                addInfinite(read, stripe);
            }
        }
    }

    private void addRaw(@Nullable Object read, Stripe stripe) {
        if (read == null) {
            stripe.count(missing);
        } else if (Raw.isNumber(read)) {
            double number = Raw.number(read);
            if (Math.abs(number) <= Double.MAX_VALUE) {
                addFinite(number, stripe);
            } else if (Double.isNaN(number)) {
                stripe.count(missing);
                stripe.count(nan());
            } else {
                addInfinite(number, stripe);
            }
        } else {
            addMismatch(stripe);
        }
    }

    private void addFinite(double value, Stripe stripe) {
        stripe.count(first + bins.binOf(value));
        stripe.moments().add(number, value);
        if (value < least || value > greatest || (whole && value != Math.rint(value))) {
            stripe.count(mismatched() + 1);
        }
        if (sketched) {
            sketch(value, stripe);
        }
    }

    private void addInfinite(double value, Stripe stripe) {
        stripe.count(first + bins.binOf(value));
        stripe.count(nan() + (value > 0 ? 1 : 2));
        if (sketched) {
            sketch(value, stripe);
        }
    }

    private void sketch(double value, Stripe stripe) {
        DistinctCountAccumulator distinct = stripe.distinct(number);
        if (distinct != null) {
            distinct.add(value);
        }
        HeavyHittersAccumulator heavyHitters = stripe.heavyHitters(number);
        if (heavyHitters != null) {
            heavyHitters.add(value == (long) value ? Long.toString((long) value) : Double.toString(value));
        }
    }

    @Override
    public FeatureProfile.Numeric profile(Stripe stripe) {
        Moments moments = stripe.moments().moments(number);
        DistinctCountAccumulator distinct = stripe.distinct(number);
        HeavyHittersAccumulator heavyHitters = stripe.heavyHitters(number);
        return new FeatureProfile.Numeric(
                feature.name(),
                reference.edges(),
                stripe.counted(first, first + bins.size()),
                moments.mean(),
                moments.standardDeviation(),
                moments.min(),
                moments.max(),
                irregularities(stripe),
                distinct == null ? null : distinct.snapshot(),
                heavyHitters == null ? null : heavyHitters.snapshot());
    }
}
