package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import io.modelops.statistics.FalseDiscoveryRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether inputs still look like the data the champion was trained on. Each feature of the latest inputs is
 * counted in the bins of the training profile. A feature has drifted when its population stability index reaches the
 * threshold <em>and</em> a chi-square test of homogeneity rejects at alpha after the correction of Benjamini and Hochberg
 * for the number of features: the first asks whether the difference matters, the second whether it is chance.
 *
 * <p>Each evaluation finds one thing per feature, the strongest first: its index as value, {@code WARNING} from the
 * threshold and {@code CRITICAL} from 2.5 times the threshold on. Inputs of champion and challenger count, answered or
 * not; those of shadows are copies and don't. A feature that throws on an input counts as missing there. When another
 * version becomes the champion, the window starts anew against its profile.
 *
 * @param <I> the type of the inputs
 */
public final class FeatureDrift<I> implements Monitor<I, Object> {
    private record Options(
            int window,
            int minSamples,
            Drift drift,
            @Nullable Profile reference) {}

    private static final Options DEFAULTS = new Options(500, 100, Drift.DEFAULT, null);

    private final Features<I> features;
    private final Options options;
    private @Nullable ModelVersion serving;
    private List<DriftColumn<I>> columns;

    FeatureDrift(Features<I> features) {
        this(features, DEFAULTS);
    }

    private FeatureDrift(Features<I> features, Options options) {
        this.features = features;
        this.options = options;
        this.columns = columns(options.reference());
    }

    /**
     * Sets how many of the latest inputs are compared; 500 unless told. The least number of samples becomes at most this.
     *
     * @param inputs the number of inputs, 1 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public FeatureDrift<I> window(int inputs) {
        Settings.atLeast(1, "window", inputs);
        return with(new Options(inputs, Math.min(options.minSamples, inputs), options.drift, options.reference));
    }

    /**
     * Sets how many inputs there must be before anything is said; 100 unless told.
     *
     * @param inputs the number of inputs, 1 to the window's size
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is out of its range
     */
    public FeatureDrift<I> minSamples(int inputs) {
        Settings.samplesIn(options.window, inputs);
        return with(new Options(options.window, inputs, options.drift, options.reference));
    }

    /**
     * Sets the population stability index from which on a difference matters; 0.2 unless told.
     *
     * @param psi the index, 0 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the index is negative or not finite
     */
    public FeatureDrift<I> threshold(double psi) {
        return with(
                new Options(options.window, options.minSamples, options.drift.withThreshold(psi), options.reference));
    }

    /**
     * Sets the accepted share of false alarms among the alarms of one evaluation; 0.01 unless told.
     *
     * @param probability the share, between 0 and 1
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if it is out of its range
     */
    public FeatureDrift<I> alpha(double probability) {
        return with(new Options(
                options.window, options.minSamples, options.drift.withAlpha(probability), options.reference));
    }

    /**
     * Compares with a given profile and not with the champion's training profile.
     *
     * @param profile the reference, as a {@link Profiler} makes it
     * @return a new monitor
     * @throws IllegalArgumentException if the profile's edges are not in order or a category is listed twice
     */
    public FeatureDrift<I> reference(Profile profile) {
        return with(new Options(options.window, options.minSamples, options.drift, profile));
    }

    @Override
    public String name() {
        return "feature-drift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            columns = columns(options.reference() == null ? trainedOn : options.reference());
        }
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        if (observation.role() != Role.SHADOW) {
            columns.forEach(column -> column.add(observation.input()));
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        List<DriftColumn<I>> filled = columns.stream()
                .filter(column -> column.window().samples() >= options.minSamples)
                .toList();
        double[] pValues = FalseDiscoveryRate.benjaminiHochberg(
                filled.stream().mapToDouble(column -> column.window().pValue()).toArray());
        List<Finding> findings = new ArrayList<>();
        for (int test = 0; test < pValues.length; test++) {
            DriftColumn<I> column = filled.get(test);
            findings.add(options.drift.judge(column.name(), column.window(), pValues[test], pValues.length));
        }
        findings.sort(Comparator.comparingDouble(Finding::value).reversed());
        for (Feature<I> feature : features.all()) {
            if (filled.stream().noneMatch(column -> column.name().equals(feature.name()))) {
                findings.add(unfilled(feature));
            }
        }
        return findings;
    }

    private Finding unfilled(Feature<I> feature) {
        Optional<Long> samples = columns.stream()
                .filter(column -> column.name().equals(feature.name()))
                .map(column -> column.window().samples())
                .findFirst();
        return options.drift.insufficient(
                feature.name(),
                samples.orElse(0L),
                samples.map(seen -> seen + " of the " + options.minSamples + " inputs that are needed")
                        .orElse("no reference; register the version with a profile of its training data"));
    }

    private List<DriftColumn<I>> columns(@Nullable Profile reference) {
        List<DriftColumn<I>> matching = new ArrayList<>();
        if (reference != null) {
            for (Feature<I> feature : features.all()) {
                Optional<FeatureProfile> profile = reference.find(feature.name());
                profile.flatMap(known -> DriftColumn.of(feature, known, options.window()))
                        .ifPresent(matching::add);
            }
        }
        return matching;
    }

    private FeatureDrift<I> with(Options changed) {
        return new FeatureDrift<>(features, changed);
    }
}
