package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the champion's answers still look like those it gave at first. What is read of an answer, its score, its
 * class or its confidence, is compared as {@link FeatureDrift} compares a feature, with a single test and therefore without
 * correction. The reference is what the first 500 answers after the version became the champion gave, unless told.
 *
 * <p>Each evaluation of a window finds one thing, about the subject {@code prediction}, {@code predicted class},
 * {@code confidence} or {@code margin}. Only answers of the version that serves, given as the champion, count; a score that
 * is NaN and a class that is null count as missing. When another version becomes the champion, everything starts anew.
 *
 * <p>With {@link Reference#champion()} what is judged is the challenger's answers against the champion's over the same
 * time: skew between versions.
 *
 * @param <O> the type of the answers
 */
public final class PredictionDrift<O> implements Monitor<Object, O>, DetailSource, MemorySource {
    /** What is read of an answer: a feature of a name, under which a reference profile knows it. */
    record View<O>(String monitor, String subject, Function<String, Features<O>> named) {}

    private record Options(Window window, int minSamples, Drift drift, Reference reference, String feature) {}

    private final View<O> view;
    private final Options options;
    private final Sides<O> sides;
    private @Nullable ModelVersion serving;
    private @Nullable ModelVersion challenger;

    PredictionDrift(View<O> view) {
        this(view, new Options(Window.latest(500), 100, Drift.DEFAULT, Reference.first(500), view.subject()));
    }

    private PredictionDrift(View<O> view, Options options) {
        this.view = view;
        this.options = options;
        this.sides = new Sides<>(view.named().apply(options.feature()), options.window(), options.reference());
    }

    /**
     * Sets how many of the latest answers are compared; 500 unless told. The least number of samples becomes at most this.
     *
     * @param answers the number of answers, 1 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 1
     */
    public PredictionDrift<O> window(int answers) {
        return window(Window.latest(answers));
    }

    /**
     * Sets which answers are compared together; the latest 500 unless told. In a window by count the least number of
     * samples becomes at most the window's.
     *
     * @param window the window
     * @return a new monitor
     */
    public PredictionDrift<O> window(Window window) {
        int least = Math.min(options.minSamples, window.observations(Integer.MAX_VALUE));
        return with(new Options(window, least, options.drift, options.reference, options.feature));
    }

    /**
     * Sets how many answers there must be before anything is said; 100 unless told.
     *
     * @param answers the number of answers, 1 to the window's size
     * @return a new monitor
     * @throws InvalidInputException if the number is out of its range
     */
    public PredictionDrift<O> minSamples(int answers) {
        Settings.samplesIn(options.window.observations(Integer.MAX_VALUE), answers);
        return with(new Options(options.window, answers, options.drift, options.reference, options.feature));
    }

    /**
     * Sets how many of a version's first answers become the reference; 500 unless told.
     *
     * @param answers the number of answers, 10 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 10
     */
    public PredictionDrift<O> learnFrom(int answers) {
        return reference(Reference.first(Settings.atLeast(10, "learnFrom", answers)));
    }

    /**
     * Sets how the effect is measured; by the population stability index unless told. The threshold becomes the
     * {@linkplain EffectSize#limit() limit} of the measure.
     *
     * @param effect the measure
     * @return a new monitor
     */
    public PredictionDrift<O> effect(EffectSize effect) {
        return with(options.drift.withMeasure(effect));
    }

    /**
     * Sets the effect size from which on a difference matters; that of the measure unless told, 0.2 for the population
     * stability index.
     *
     * @param effect the effect size, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the effect size is negative or not finite
     */
    public PredictionDrift<O> threshold(double effect) {
        return with(options.drift.withThreshold(effect));
    }

    /**
     * Sets the accepted probability of a false alarm; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public PredictionDrift<O> alpha(double probability) {
        return with(options.drift.withAlpha(probability));
    }

    /**
     * Compares with a given profile of scores or classes, such as those on the training data, and not with a version's
     * first answers.
     *
     * @param answers the reference, as a {@link Profiler} makes it of a numeric feature, or of a categorical one for classes
     * @return a new monitor
     */
    public PredictionDrift<O> reference(FeatureProfile answers) {
        Reference given = Reference.of(new Profile(answers.total(), List.of(answers)));
        return with(new Options(options.window, options.minSamples, options.drift, given, answers.name()));
    }

    /**
     * Sets what is compared with; the first 500 answers unless told. {@link Reference#training()} finds what a profile of
     * the training data says of a feature that is named like the subject.
     *
     * @param reference the reference
     * @return a new monitor
     */
    public PredictionDrift<O> reference(Reference reference) {
        return with(new Options(options.window, options.minSamples, options.drift, reference, view.subject()));
    }

    @Override
    public String name() {
        return options.reference instanceof Reference.Champion ? "challenger-" + view.monitor() : view.monitor();
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            challenger = null;
            sides.begin(options.reference instanceof Reference.Training ? trainedOn : null);
        }
    }

    @Override
    public void onPrediction(Observation<Object, O> observation) {
        O output = observation.output();
        if (output == null || serving == null || !observation.role().isOwn()) {
            return;
        }
        boolean ofChampion =
                observation.role() == Role.CHAMPION && observation.version().equals(serving);
        if (!(options.reference instanceof Reference.Champion)) {
            if (ofChampion) {
                sides.add(observation.at(), observation.input(), output);
            }
        } else if (observation.role() == Role.CHALLENGER) {
            if (!observation.version().equals(challenger)) {
                challenger = observation.version();
                sides.begin(null);
            }
            sides.add(observation.at(), observation.input(), output);
        } else if (ofChampion && challenger != null) {
            sides.addChampions(observation.at(), observation.input(), output);
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        sides.advance(now);
        TableCounts reference = sides.reference().orElse(null);
        TableCounts current = sides.current().orElse(null);
        if (reference == null || sides.columns().isEmpty()) {
            return List.of(options.drift.insufficient(view.subject(), sides.collected(), sides.whyNot("scores")));
        }
        boolean isNew = sides.hasNews();
        long samples = current == null ? 0 : current.column(0).samples();
        if (current == null
                || samples < options.minSamples
                || reference.column(0).samples() < Math.min(10, options.minSamples)) {
            return List.of(options.drift.insufficient(
                    view.subject(), samples, samples + " of the " + options.minSamples + " scores that are needed"));
        }
        BinnedDifference difference =
                new BinnedDifference(sides.columns().get(0), reference.column(0), current.column(0));
        return isNew
                ? sides.leftOut()
                        .toldIn(List.of(options.drift.judge(view.subject(), difference, difference.pValue(), 1)))
                : List.of();
    }

    /** Both sides in their bins. */
    @Override
    public MonitoringDetails details(Instant now) {
        TableCounts current = sides.current().orElse(null);
        TableCounts reference = sides.reference().orElse(null);
        if (current == null || reference == null || sides.columns().isEmpty()) {
            return MonitoringDetails.none();
        }
        return MonitoringDetails.none()
                .answers(options.drift
                        .compare(
                                CountedProfile.of(sides.columns(), reference),
                                CountedProfile.of(sides.columns(), current))
                        .titled(view.subject())
                        .sides(ReferenceWords.of(options.reference, "answers"), "latest window")
                        .minSamples(options.minSamples)
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
     * How much memory the counts of this monitor take: bounded by the panes of its window and the bins, however much
     * traffic there is.
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

    private PredictionDrift<O> with(Drift changed) {
        return with(new Options(options.window, options.minSamples, changed, options.reference, options.feature));
    }

    private PredictionDrift<O> with(Options changed) {
        return new PredictionDrift<>(view, changed);
    }
}
