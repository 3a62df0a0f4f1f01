package io.modelops.monitoring;

import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Profile;
import io.modelops.monitoring.ComparedFeature.Status;
import io.modelops.statistics.BinnedHomogeneity;
import io.modelops.statistics.FalseDiscoveryRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects how two profiles are compared; made by {@link ComparisonReport#between}. Not safe for use by several threads. */
public final class ComparisonBuilder {
    private final Profile reference;
    private final Profile current;
    private String title = "Comparison of two data sets";
    private String referenceName = "reference";
    private String currentName = "current";
    private Drift drift = Drift.DEFAULT;
    private long minSamples = 100;
    private Map<String, Double> importance = Map.of();

    ComparisonBuilder(Profile reference, Profile current) {
        this.reference = reference;
        this.current = current;
    }

    /**
     * Sets the title.
     *
     * @param title what is compared, in one line
     * @return this builder
     */
    public ComparisonBuilder titled(String title) {
        this.title = title;
        return this;
    }

    /**
     * Names the two sides; "reference" and "current" unless told.
     *
     * @param reference what the reference is, in a word or two
     * @param current what it is compared with, in a word or two
     * @return this builder
     */
    public ComparisonBuilder sides(String reference, String current) {
        referenceName = reference;
        currentName = current;
        return this;
    }

    /**
     * Sets how the effect is measured; by the population stability index unless told. The threshold becomes the
     * {@linkplain EffectSize#limit() limit} of the measure.
     *
     * @param effect the measure
     * @return this builder
     */
    public ComparisonBuilder effect(EffectSize effect) {
        drift = drift.withMeasure(effect);
        return this;
    }

    /**
     * Sets the effect size from which on a difference matters; that of the measure unless told, 0.2 for the population
     * stability index.
     *
     * @param effect the effect size, 0 or more
     * @return this builder
     * @throws io.modelops.model.InvalidInputException if it is negative or not finite
     */
    public ComparisonBuilder threshold(double effect) {
        drift = drift.withThreshold(effect);
        return this;
    }

    /**
     * Sets the accepted share of false alarms among the features that are called drifted; 0.01 unless told.
     *
     * @param probability the share, between 0 and 1
     * @return this builder
     * @throws io.modelops.model.InvalidInputException if it is out of its range
     */
    public ComparisonBuilder alpha(double probability) {
        drift = drift.withAlpha(probability);
        return this;
    }

    /**
     * Sets how many values each side must have before anything is said about a feature; 100 unless told.
     *
     * @param values the number of values, 1 or more
     * @return this builder
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public ComparisonBuilder minSamples(int values) {
        minSamples = Settings.atLeast(1, "minSamples", values);
        return this;
    }

    /**
     * Tells how much the model relies on each feature, so that drift of what matters comes first.
     *
     * @param byFeature the importance of each feature by name, 0 or more; a feature that is not named counts as the least
     *     important one that is
     * @return this builder
     */
    public ComparisonBuilder importance(Map<String, Double> byFeature) {
        importance = Map.copyOf(byFeature);
        return this;
    }

    /**
     * Compares the two.
     *
     * @return the comparison
     */
    public ComparisonReport build() {
        List<ComparedFeature> features = new ArrayList<>();
        Map<String, FeatureProfile> unmatched = new LinkedHashMap<>();
        current.features().forEach(feature -> unmatched.putIfAbsent(feature.name(), feature));
        for (FeatureProfile before : reference.features()) {
            FeatureProfile after = unmatched.remove(before.name());
            features.add(after == null ? alone(before, Status.REMOVED) : compare(before, after));
        }
        unmatched.values().forEach(added -> features.add(alone(added, Status.ADDED)));
        List<ComparedFeature> judged = new ArrayList<>(judged(features));
        judged.sort(Comparator.comparing(ComparedFeature::status)
                .thenComparing(Comparator.comparingDouble(this::weight).reversed()));
        return new ComparisonReport(
                title,
                referenceName,
                currentName,
                reference.rows(),
                current.rows(),
                drift.measure(),
                drift.threshold(),
                drift.alpha(),
                minSamples,
                judged);
    }

    /** Two sides of a feature, with the effect and the p-value as it is without a correction. */
    private ComparedFeature compare(FeatureProfile before, FeatureProfile after) {
        SharedBins shared = SharedBins.of(before, after);
        Status status = shared.bins().isEmpty()
                ? Status.NOT_COMPARABLE
                : Math.min(before.total(), after.total()) < minSamples ? Status.INSUFFICIENT_DATA : Status.STABLE;
        boolean compared = !shared.bins().isEmpty();
        return new ComparedFeature(
                before.name(),
                shared.kind(),
                status,
                compared ? drift.measure().of(shared.ranges(), shared.reference(), shared.current()) : Double.NaN,
                status == Status.STABLE
                        ? BinnedHomogeneity.of(shared.reference(), shared.current())
                                .pValue()
                        : Double.NaN,
                importance.getOrDefault(before.name(), Double.NaN),
                shared.edges(),
                shared.bins(),
                FeatureFigures.of(before, after),
                shared.remark());
    }

    private ComparedFeature alone(FeatureProfile feature, Status status) {
        FeatureKind kind = SharedBins.kind(feature);
        return new ComparedFeature(
                feature.name(),
                kind,
                status,
                Double.NaN,
                Double.NaN,
                importance.getOrDefault(feature.name(), Double.NaN),
                List.of(),
                List.of(),
                List.of(),
                status == Status.REMOVED ? "Only the reference has it." : "The reference does not have it.");
    }

    private List<ComparedFeature> judged(List<ComparedFeature> features) {
        double[] pValues = FalseDiscoveryRate.benjaminiHochberg(features.stream()
                .filter(feature -> feature.status() == Status.STABLE)
                .mapToDouble(ComparedFeature::pValue)
                .toArray());
        List<ComparedFeature> judged = new ArrayList<>();
        int test = 0;
        for (ComparedFeature feature : features) {
            judged.add(feature.status() == Status.STABLE ? judge(feature, pValues[test++]) : feature);
        }
        return judged;
    }

    private ComparedFeature judge(ComparedFeature feature, double pValue) {
        boolean drifted = feature.effect() >= drift.threshold() && pValue <= drift.alpha();
        return new ComparedFeature(
                feature.name(),
                feature.kind(),
                drifted ? Status.DRIFTED : Status.STABLE,
                feature.effect(),
                pValue,
                feature.importance(),
                feature.edges(),
                feature.bins(),
                feature.figures(),
                feature.remark());
    }

    private double weight(ComparedFeature feature) {
        double least = importance.values().stream()
                .filter(Double::isFinite)
                .min(Comparator.naturalOrder())
                .orElse(1.0);
        double effect = Double.isNaN(feature.effect()) ? 0 : feature.effect();
        return effect * (Double.isFinite(feature.importance()) ? feature.importance() : least);
    }
}
