package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.BinnedHomogeneity;
import io.modelops.statistics.FalseDiscoveryRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether inputs still look like the data the champion was trained on. Each feature of the latest inputs is
 * counted in the bins of the training profile. A feature has drifted when its effect size, the population stability index
 * unless told, reaches the threshold <em>and</em> a test of homogeneity rejects at alpha after the correction of Benjamini
 * and Hochberg for the number of features: the first asks whether the difference matters, the second whether it is chance.
 * The test is that of {@link BinnedHomogeneity}: the chi-square test with rare bins pooled, and an exact test of values in
 * bins that the reference left empty, such as a new category.
 *
 * <p>Each evaluation of a window finds one thing per feature, drifted ones first and then by effect times importance: its
 * effect as value, {@code WARNING} from the threshold and {@code CRITICAL} from 2.5 times the threshold on. The summary of
 * the first one names the other features that drifted. Inputs of champion and challenger count once, answered or not;
 * those of shadows are copies and don't. A feature that throws on an input counts as missing there. When another version
 * becomes the champion, the window starts anew against its profile; a reference that is earlier traffic stays.
 *
 * <p>{@link #window(Window)} and {@link #reference(Reference)} choose both sides apart. With {@link Reference#champion()}
 * what is judged is the challenger's traffic against the champion's.
 *
 * @param <I> the type of the inputs
 */
public final class FeatureDrift<I> implements Monitor<I, Object>, DetailSource, MemorySource {
    private record Options(
            Window window, int minSamples, Drift drift, Reference reference, Map<String, Double> importance) {
        Options withWindow(Window changed) {
            int most = changed.observations(Integer.MAX_VALUE);
            return new Options(changed, Math.min(minSamples, most), drift, reference, importance);
        }

        Options withDrift(Drift changed) {
            return new Options(window, minSamples, changed, reference, importance);
        }
    }

    private static final Options DEFAULTS =
            new Options(Window.latest(500), 100, Drift.DEFAULT, Reference.training(), Map.of());

    private final Features<I> features;
    private final Options options;
    private final ComparedTraffic<I> traffic;
    private final Sides<I> sides;
    private final Ranking ranking;

    FeatureDrift(Features<I> features) {
        this(features, DEFAULTS);
    }

    private FeatureDrift(Features<I> features, Options options) {
        this.features = features;
        this.options = options;
        this.traffic = new ComparedTraffic<>(features, options.window, options.reference);
        this.sides = traffic.sides();
        Map<String, Double> importance = new HashMap<>();
        features.all()
                .forEach(feature -> importance.put(
                        feature.name(), feature.options().importance().orElse(1)));
        importance.putAll(options.importance);
        this.ranking = new Ranking(importance);
    }

    /**
     * Sets how many of the latest inputs are compared; 500 unless told. The least number of samples becomes at most this.
     *
     * @param inputs the number of inputs, 1 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 1
     */
    public FeatureDrift<I> window(int inputs) {
        return window(Window.latest(inputs));
    }

    /**
     * Sets which inputs are compared together; the latest 500 unless told. In a window by count the least number of
     * samples becomes at most the window's.
     *
     * @param window the window
     * @return a new monitor
     */
    public FeatureDrift<I> window(Window window) {
        return with(options.withWindow(window));
    }

    /**
     * Sets how many inputs there must be, in the window and in a reference that is traffic, before anything is said; 100
     * unless told.
     *
     * @param inputs the number of inputs, 1 to the window's size
     * @return a new monitor
     * @throws InvalidInputException if the number is out of its range
     */
    public FeatureDrift<I> minSamples(int inputs) {
        Settings.samplesIn(options.window.observations(Integer.MAX_VALUE), inputs);
        return with(new Options(options.window, inputs, options.drift, options.reference, options.importance));
    }

    /**
     * Sets how the effect is measured; by the population stability index unless told. The threshold becomes the
     * {@linkplain EffectSize#limit() limit} of the measure.
     *
     * @param effect the measure
     * @return a new monitor
     */
    public FeatureDrift<I> effect(EffectSize effect) {
        return with(options.withDrift(options.drift.withMeasure(effect)));
    }

    /**
     * Sets the effect size from which on a difference matters; that of the measure unless told, 0.2 for the population
     * stability index.
     *
     * @param effect the effect size, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the effect size is negative or not finite
     */
    public FeatureDrift<I> threshold(double effect) {
        return with(options.withDrift(options.drift.withThreshold(effect)));
    }

    /**
     * Sets the accepted share of false alarms among the alarms of one evaluation; 0.01 unless told.
     *
     * @param probability the share, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public FeatureDrift<I> alpha(double probability) {
        return with(options.withDrift(options.drift.withAlpha(probability)));
    }

    /**
     * Compares with a given profile and not with the champion's training profile.
     *
     * @param profile the reference, as a {@link Profiler} makes it
     * @return a new monitor
     * @throws IllegalArgumentException if the profile's edges are not in order or a category is listed twice
     */
    public FeatureDrift<I> reference(Profile profile) {
        DriftColumn.of(features, profile);
        return reference(Reference.of(profile));
    }

    /**
     * Sets what is compared with; the champion's training profile unless told.
     *
     * @param reference the reference
     * @return a new monitor
     */
    public FeatureDrift<I> reference(Reference reference) {
        return with(new Options(options.window, options.minSamples, options.drift, reference, options.importance));
    }

    /**
     * Sets how much features matter, which findings are ordered by; what the features declare unless told.
     *
     * @param byFeature weights by the names of features, each 0 or more; what is not named stays as it is
     * @return a new monitor
     * @throws InvalidInputException if a weight is negative or not finite
     */
    public FeatureDrift<I> importance(Map<String, Double> byFeature) {
        byFeature.forEach((feature, weight) -> Settings.atLeast(0, "importance of " + feature, weight));
        return with(new Options(
                options.window, options.minSamples, options.drift, options.reference, Map.copyOf(byFeature)));
    }

    @Override
    public String name() {
        return traffic.named("feature-drift");
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        traffic.onServing(version, trainedOn);
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        traffic.onPrediction(observation);
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        sides.advance(now);
        if (!sides.hasNews() && sides.current().isPresent()) {
            return List.of();
        }
        TableCounts current = sides.current().orElse(null);
        TableCounts reference = sides.reference().orElse(null);
        List<BinnedDifference> differences = new ArrayList<>();
        for (int index = 0;
                current != null && reference != null && index < sides.columns().size();
                index++) {
            BinnedDifference difference =
                    new BinnedDifference(sides.columns().get(index), reference.column(index), current.column(index));
            if (isEnough(difference)) {
                differences.add(difference);
            }
        }
        double[] pValues = FalseDiscoveryRate.benjaminiHochberg(
                differences.stream().mapToDouble(BinnedDifference::pValue).toArray());
        List<Finding> judged = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int test = 0; test < pValues.length; test++) {
            BinnedDifference difference = differences.get(test);
            String name = difference.column().name();
            names.add(name);
            judged.add(options.drift.judge(name, difference, pValues[test], pValues.length));
        }
        List<Finding> findings = new ArrayList<>(sides.leftOut().toldIn(ranking.rank(judged)));
        for (Feature<I> feature : features.all()) {
            if (!names.contains(feature.name())) {
                findings.add(unfilled(feature.name(), current, reference));
            }
        }
        return findings;
    }

    /** Both sides in their bins. */
    @Override
    public MonitoringDetails details(Instant now) {
        TableCounts current = sides.current().orElse(null);
        TableCounts reference = sides.reference().orElse(null);
        if (current == null || reference == null) {
            return MonitoringDetails.none();
        }
        return MonitoringDetails.none()
                .inputs(options.drift
                        .compare(
                                CountedProfile.of(sides.columns(), reference),
                                CountedProfile.of(sides.columns(), current))
                        .titled("Inputs")
                        .sides(ReferenceWords.of(options.reference, "inputs"), "latest window")
                        .minSamples(options.minSamples)
                        .importance(weights())
                        .build());
    }

    /** Windows, and the reference as far as it was collected from traffic; nothing of a challenger. */
    @Override
    public Optional<byte[]> state() {
        return sides.state();
    }

    @Override
    public void restore(byte[] state) {
        sides.restore(state);
    }

    /**
     * How much memory the counts of this monitor take: bounded by the panes of its window and the bins of its features,
     * however much traffic there is.
     *
     * @return about how many bytes, 0 before anything is served
     */
    @Override
    public long retainedBytes() {
        return sides.bytes();
    }

    @Override
    public Map<String, Long> retainedBytesByFeature() {
        return sides.bytesByColumn();
    }

    /** What is known of how much features matter; nothing if it is not known of any. */
    private Map<String, Double> weights() {
        Map<String, Double> known = new HashMap<>();
        features.all()
                .forEach(feature ->
                        feature.options().importance().ifPresent(weight -> known.put(feature.name(), weight)));
        known.putAll(options.importance);
        return known;
    }

    private boolean isEnough(BinnedDifference difference) {
        boolean ofTraffic =
                !(options.reference instanceof Reference.Training) && !(options.reference instanceof Reference.Given);
        return difference.current().samples() >= options.minSamples
                && (!ofTraffic || difference.reference().samples() >= Math.min(options.minSamples, 100));
    }

    private Finding unfilled(String feature, @Nullable TableCounts current, @Nullable TableCounts reference) {
        for (int index = 0; index < sides.columns().size(); index++) {
            if (sides.columns().get(index).name().equals(feature) && reference != null) {
                long samples = current == null ? 0 : current.column(index).samples();
                return options.drift.insufficient(
                        feature, samples, samples + " of the " + options.minSamples + " inputs that are needed");
            }
        }
        return options.drift.insufficient(feature, 0, sides.whyNot("inputs"));
    }

    private FeatureDrift<I> with(Options changed) {
        return new FeatureDrift<>(features, changed);
    }
}
