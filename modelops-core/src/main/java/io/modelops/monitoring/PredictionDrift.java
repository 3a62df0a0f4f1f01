package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.spi.Role;
import io.modelops.statistics.Binning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the champion's answers still look like those it gave at first. The reference is the first 500 scores
 * after the version became the champion, or a given profile; the latest scores are counted in its bins and compared as
 * {@link FeatureDrift} compares a feature, with a single test and therefore without correction.
 *
 * <p>Each evaluation finds one thing, about the subject {@code prediction}. Only answers of the version that serves, given
 * as the champion, count; a score that is NaN counts as missing. When another version becomes the champion, everything
 * starts anew.
 *
 * @param <O> the type of the answers
 */
public final class PredictionDrift<O> implements Monitor<Object, O> {
    private record Options(
            int window, int minSamples, int learn, Drift drift, FeatureProfile.@Nullable Numeric reference) {}

    private record Compared(Binning bins, BinnedWindow window) {}

    private static final String SUBJECT = "prediction";
    private static final Options DEFAULTS = new Options(500, 100, 500, Drift.DEFAULT, null);

    private final NumericView<O> score;
    private final Options options;
    private @Nullable ModelVersion serving;
    private @Nullable Compared compared;
    private double[] first = new double[0];
    private int learnt;

    PredictionDrift(NumericView<O> score) {
        this(score, DEFAULTS);
    }

    private PredictionDrift(NumericView<O> score, Options options) {
        this.score = score;
        this.options = options;
    }

    /**
     * Sets how many of the latest scores are compared; 500 unless told. The least number of samples becomes at most this.
     *
     * @param scores the number of scores, 1 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 1
     */
    public PredictionDrift<O> window(int scores) {
        Settings.atLeast(1, "window", scores);
        return with(new Options(
                scores, Math.min(options.minSamples, scores), options.learn, options.drift, options.reference));
    }

    /**
     * Sets how many scores there must be before anything is said; 100 unless told.
     *
     * @param scores the number of scores, 1 to the window's size
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is out of its range
     */
    public PredictionDrift<O> minSamples(int scores) {
        Settings.samplesIn(options.window, scores);
        return with(new Options(options.window, scores, options.learn, options.drift, options.reference));
    }

    /**
     * Sets how many of a version's first scores become the reference; 500 unless told.
     *
     * @param scores the number of scores, 10 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 10
     */
    public PredictionDrift<O> learnFrom(int scores) {
        Settings.atLeast(10, "learnFrom", scores);
        return with(new Options(options.window, options.minSamples, scores, options.drift, null));
    }

    /**
     * Sets the population stability index from which on a difference matters; 0.2 unless told.
     *
     * @param psi the index, 0 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the index is negative or not finite
     */
    public PredictionDrift<O> threshold(double psi) {
        return with(new Options(
                options.window,
                options.minSamples,
                options.learn,
                options.drift.withThreshold(psi),
                options.reference));
    }

    /**
     * Sets the accepted probability of a false alarm; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if it is out of its range
     */
    public PredictionDrift<O> alpha(double probability) {
        return with(new Options(
                options.window,
                options.minSamples,
                options.learn,
                options.drift.withAlpha(probability),
                options.reference));
    }

    /**
     * Compares with a given profile of scores, such as those on the training data, and not with a version's first scores.
     *
     * @param scores the reference, as a {@link Profiler} makes it of a numeric feature
     * @return a new monitor
     */
    public PredictionDrift<O> reference(FeatureProfile.Numeric scores) {
        return with(new Options(options.window, options.minSamples, options.learn, options.drift, scores));
    }

    @Override
    public String name() {
        return "prediction-drift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (version.equals(serving)) {
            return;
        }
        serving = version;
        learnt = 0;
        compared = null;
        FeatureProfile.Numeric reference = options.reference();
        if (reference == null) {
            first = new double[options.learn()];
        } else {
            Binning bins = Binning.ofEdges(
                    reference.edges().stream().mapToDouble(Double::doubleValue).toArray());
            compare(bins, reference.counts().stream().mapToLong(Long::longValue).toArray());
        }
    }

    @Override
    public void onPrediction(Observation<Object, O> observation) {
        O output = observation.output();
        if (output == null
                || observation.role() != Role.CHAMPION
                || !observation.version().equals(serving)) {
            return;
        }
        double value = score.of(output);
        if (compared != null) {
            compared.window().add(compared.bins().binOf(value));
            return;
        }
        first[learnt++] = value;
        if (learnt == first.length) {
            Binning bins = Binning.ofQuantiles(first);
            compare(bins, bins.count(first));
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        if (compared == null) {
            return List.of(options.drift.insufficient(
                    SUBJECT, learnt, learnt + " of the " + options.learn + " scores that make the reference"));
        }
        BinnedWindow window = compared.window();
        if (window.samples() < options.minSamples || !window.hasReference()) {
            return List.of(options.drift.insufficient(
                    SUBJECT,
                    window.samples(),
                    window.samples() + " of the " + options.minSamples + " scores that are needed"));
        }
        return List.of(options.drift.judge(SUBJECT, window, window.pValue(), 1));
    }

    private void compare(Binning bins, long[] reference) {
        compared = new Compared(bins, new BinnedWindow(bins, reference, options.window));
        first = new double[0];
    }

    private PredictionDrift<O> with(Options changed) {
        return new PredictionDrift<>(score, changed);
    }
}
