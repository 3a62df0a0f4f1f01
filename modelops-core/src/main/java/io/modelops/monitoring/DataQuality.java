package io.modelops.monitoring;

import io.modelops.constraint.Constraint;
import io.modelops.constraint.ConstraintResult;
import io.modelops.constraint.Constraints;
import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.model.Verdict;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether inputs are fit for a model at all. Of each feature it counts the values that are missing, not a number,
 * infinite, of another type, out of range, or in a category that the training data never had. A breach, {@code WARNING} and
 * {@code CRITICAL} from five times the limit on, when a share is <em>certainly</em> above its share in the training data by
 * more than the tolerance, 0.01 unless told: when the 99.9 % Wilson interval lies above the sum. What the training profile
 * does not tell counts as never seen there.
 *
 * <p>Rules of one's own are added by {@link #require}; of these each is a finding of its own, and a breach,
 * {@code CRITICAL}, as soon as it is broken.
 *
 * <p>Each evaluation finds one thing for each feature, about its worst share, and one for each rule. Inputs of champion and
 * challenger count, answered or not. When another version becomes the champion, everything starts anew.
 *
 * @param <I> the type of the inputs
 */
public final class DataQuality<I> implements Monitor<I, Object>, MemorySource {
    private static final int MINIMUM = 100;
    private static final double TOLERANCE = 0.01;

    private record Options(Window window, int minSamples, double tolerance, Constraints required) {}

    private static final Options DEFAULTS =
            new Options(Window.latest(500), MINIMUM, TOLERANCE, Constraints.of().minimumRows(MINIMUM));

    private final Features<I> features;
    private final Options options;
    private final SeenInputs seen = new SeenInputs();
    private @Nullable ModelVersion serving;
    private List<FeatureQuality> expected = List.of();
    private Constraints rules = Constraints.of();
    private @Nullable Profile trainedOn;
    private @Nullable Windowed<QualityCounts<I>> counted;

    DataQuality(Features<I> features) {
        this(features, DEFAULTS);
    }

    private DataQuality(Features<I> features, Options options) {
        this.features = features;
        this.options = options;
    }

    /**
     * Sets which inputs are judged together; the latest 500 unless told.
     *
     * @param window the window
     * @return a new monitor
     */
    public DataQuality<I> window(Window window) {
        int least = Math.min(options.minSamples, window.observations(Integer.MAX_VALUE));
        return new DataQuality<>(
                features, new Options(window, least, options.tolerance, options.required.minimumRows(least)));
    }

    /**
     * Sets how many inputs there must be before anything is said; 100 unless told.
     *
     * @param inputs the number of inputs, 1 to the window's size
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is out of its range
     */
    public DataQuality<I> minSamples(int inputs) {
        Settings.samplesIn(options.window.observations(Integer.MAX_VALUE), inputs);
        return new DataQuality<>(
                features, new Options(options.window, inputs, options.tolerance, options.required.minimumRows(inputs)));
    }

    /**
     * Sets by how much a share of irregular values may be above that of the training data; 0.01 unless told.
     *
     * @param share the difference of the shares, between 0 and 1
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if it is out of its range
     */
    public DataQuality<I> tolerate(double share) {
        return new DataQuality<>(
                features,
                new Options(
                        options.window, options.minSamples, Settings.probability("tolerate", share), options.required));
    }

    /**
     * Sets the rules that the inputs of a window must follow besides; none unless told.
     *
     * @param rules the rules; their least number of values is that of this monitor
     * @return a new monitor
     */
    public DataQuality<I> require(Constraints rules) {
        return new DataQuality<>(
                features,
                new Options(
                        options.window, options.minSamples, options.tolerance, rules.minimumRows(options.minSamples)));
    }

    @Override
    public String name() {
        return "data-quality";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (version.equals(serving)) {
            return;
        }
        serving = version;
        expected = features.all().stream()
                .map(feature -> FeatureQuality.of(feature, trainedOn, options.tolerance))
                .toList();
        List<Constraint> all = new ArrayList<>(options.required.all());
        expected.forEach(feature -> all.addAll(feature.rules()));
        rules = Constraints.of(all.toArray(Constraint[]::new)).minimumRows(options.minSamples);
        this.trainedOn = trainedOn;
        counted = Windowed.of(options.window, 0, this::newPane);
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        Windowed<QualityCounts<I>> window = counted;
        if (window == null || !seen.isNew(observation)) {
            return;
        }
        QualityCounts<I> pane = window.take(observation.at(), observation.input());
        if (pane != null) {
            pane.add(observation.input());
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        Windowed<QualityCounts<I>> window = counted;
        if (window == null) {
            return List.of();
        }
        window.advance(now);
        QualityCounts<I> current = window.current().orElse(null);
        if (current == null) {
            return features.all().stream().map(this::unfilled).toList();
        }
        List<ConstraintResult> results = current.report().results();
        int own = options.required.all().size();
        List<Finding> findings = new ArrayList<>();
        results.subList(0, own).forEach(result -> findings.add(ofRule(result)));
        int next = own;
        for (FeatureQuality feature : expected) {
            int end = next + feature.rules().size();
            findings.add(feature.judge(results.subList(next, end), current.rows(), options.minSamples));
            next = end;
        }
        return window.leftOut().toldIn(findings);
    }

    /** The window, as long as its rules are the same. */
    @Override
    public Optional<byte[]> state() {
        Windowed<QualityCounts<I>> window = counted;
        return window == null ? Optional.empty() : MonitorState.write(name(), settings(), window::write);
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        Windowed<QualityCounts<I>> read = Windowed.of(options.window, 0, this::newPane);
        read.read(reader);
        reader.end();
        counted = read;
    }

    @Override
    public long retainedBytes() {
        return counted == null ? 0 : counted.bytes();
    }

    private String settings() {
        return options.window.shape() + (options.window.eventTime() == null ? "" : " by event time") + " "
                + options.window.lateness() + " " + rules.all();
    }

    private QualityCounts<I> newPane() {
        return new QualityCounts<>(rules, features, trainedOn);
    }

    private Finding unfilled(Feature<I> feature) {
        return FeatureQuality.insufficient(feature.name(), 0, options.minSamples);
    }

    private static Finding ofRule(ConstraintResult result) {
        Finding.Status status = result.verdict() == Verdict.PASS
                ? Finding.Status.OK
                : result.verdict() == Verdict.FAIL ? Finding.Status.BREACHED : Finding.Status.INSUFFICIENT_DATA;
        return new Finding(
                result.constraint().text(),
                status,
                status == Finding.Status.BREACHED ? Severity.CRITICAL : Severity.INFO,
                result.lower(),
                Double.NaN,
                result.rows(),
                result.finding());
    }
}
