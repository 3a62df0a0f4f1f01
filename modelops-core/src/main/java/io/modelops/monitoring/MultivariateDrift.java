package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.PcaReconstruction;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether features still go together as they did, which no single feature shows: the reconstruction error of
 * {@link PcaReconstruction}, which rises when correlations break and falls when features become redundant.
 *
 * <p>The components are learnt from the first inputs, 1,000 unless told; the next windows, 10 of 500 inputs unless told,
 * are the reference: they say what the mean error of a window is and how much it varies from window to window by itself;
 * {@link #fit} gives rows to learn from instead.
 * Each later window is a breach, {@code WARNING}, if its mean error is out of their prediction interval, {@code mean ± t
 * sd sqrt(1 + 1/c)} with Student's quantile of c − 1 degrees of freedom at alpha, 0.01 unless told, <em>and</em> differs by
 * a tenth of the mean or more, unless told. A category counts by its share among the inputs that were learnt from.
 *
 * <p>Each evaluation of a window finds one thing, about the subject {@code inputs together}: the mean error in standard
 * deviations of a column as value; the summary names the columns whose error changed most. The inputs that count are those
 * that count for {@link FeatureDrift}. What was learnt stays when another version becomes the champion. While learning it
 * keeps 1,000 inputs, afterwards the square of the number of features.
 *
 * @param <I> the type of the inputs
 */
public final class MultivariateDrift<I> implements Monitor<I, Object>, MemorySource {
    private record Options(LearntOptions learnt, int references) {}

    private static final Options DEFAULTS = new Options(new LearntOptions(1_000, 500, 0.01, 0.1), 10);
    private static final String SUBJECT = "inputs together";
    private static final int LEAST_ROWS = 20;
    private static final int LEAST_REFERENCES = 3;
    private static final double NO_DIFFERENCE = 1e-6;
    private static final int MOST_NAMES = 3;

    private final Features<I> features;
    private final Options options;
    private final boolean fitted;
    private final SeenInputs seen = new SeenInputs();
    private final List<I> learning = new ArrayList<>();
    private MomentsAccumulator usual = new MomentsAccumulator();
    private @Nullable RowEncoder<I> encoder;
    private @Nullable PcaReconstruction structure;
    private double[] usualParts = new double[0];
    private double[] parts = new double[0];
    private MomentsAccumulator errors = new MomentsAccumulator();
    private int filled;
    private @Nullable Finding latest;

    MultivariateDrift(Features<I> features) {
        this(features, DEFAULTS, List.of());
    }

    private MultivariateDrift(Features<I> features, Options options, List<I> rows) {
        this.features = features;
        this.options = options;
        this.fitted = !rows.isEmpty();
        if (features.all().size() > 1) {
            rows.forEach(this::add);
        }
    }

    /**
     * Sets how many first inputs the components are learnt from; 1,000 unless told.
     *
     * @param inputs the number of inputs, 20 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 20, or rows to learn from were given already
     */
    public MultivariateDrift<I> learnFrom(int inputs) {
        return with(options.learnt.withLearn(LEAST_ROWS, inputs), options.references);
    }

    /**
     * Learns from given rows, such as those the model was trained on, and not from the first inputs: half of them give the
     * components, the other half, cut into windows, is the reference. To be called after all settings. The rows are not
     * kept.
     *
     * @param rows the rows, in any order, 40 or more and enough for 3 reference windows: six windows' length
     * @return a new monitor
     * @throws InvalidInputException if there are too few rows, or some were given already
     */
    public MultivariateDrift<I> fit(Iterable<? extends I> rows) {
        LearntOptions.notFitted(fitted);
        int window = options.learnt.window();
        List<I> all = LearntOptions.rows(Math.max(2 * LEAST_ROWS, 2 * LEAST_REFERENCES * window), rows);
        int half = all.size() / 2;
        int references = (all.size() - half) / window;
        return new MultivariateDrift<>(
                features,
                new Options(options.learnt.withLearn(LEAST_ROWS, half), references),
                all.subList(0, half + references * window));
    }

    /**
     * Sets how many inputs each window has; 500 unless told.
     *
     * @param inputs the number of inputs, 2 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 2, or rows to learn from were given already
     */
    public MultivariateDrift<I> window(int inputs) {
        return with(options.learnt.withWindow(2, inputs), options.references);
    }

    /**
     * Sets how many windows are the reference; 10 unless told.
     *
     * @param windows the number of windows, 3 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 3, or rows to learn from were given already
     */
    public MultivariateDrift<I> referenceWindows(int windows) {
        return with(options.learnt, Settings.atLeast(LEAST_REFERENCES, "referenceWindows", windows));
    }

    /**
     * Sets the accepted probability of a false alarm for each window; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range, or rows to learn from were given already
     */
    public MultivariateDrift<I> alpha(double probability) {
        return with(options.learnt.withAlpha(probability), options.references);
    }

    /**
     * Sets from which change of the mean error on a difference matters; 0.1 unless told.
     *
     * @param share the change as a share of the usual mean error, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the share is negative or not finite, or rows to learn from were given already
     */
    public MultivariateDrift<I> threshold(double share) {
        return with(options.learnt.withEffect("threshold", share), options.references);
    }

    @Override
    public String name() {
        return "multivariate-drift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        latest = null;
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        if (features.all().size() < 2 || !seen.isNew(observation)) {
            return;
        }
        add(observation.input());
    }

    private void add(I input) {
        if (structure != null && encoder != null) {
            add(structure, encoder.row(input));
            return;
        }
        learning.add(input);
        if (learning.size() == options.learnt.learn()) {
            RowEncoder<I> learnt = RowEncoder.learnt(features, learning);
            encoder = learnt;
            structure = PcaReconstruction.fit(learnt.rows(learning));
            usualParts = new double[learnt.columns()];
            parts = new double[learnt.columns()];
            learning.clear();
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        Finding finding = latest;
        latest = null;
        if (finding != null) {
            return List.of(finding);
        }
        long windows = usual.moments().count();
        if (windows == options.references) {
            return List.of();
        }
        String why = features.all().size() < 2
                ? "fewer than two features"
                : structure == null
                        ? learning.size() + " of the " + options.learnt.learn() + " inputs that are learnt from"
                        : windows + " of the " + options.references + " windows that are the reference";
        return List.of(Findings.insufficient(SUBJECT, Double.NaN, learning.size(), why));
    }

    private void add(PcaReconstruction known, double[] row) {
        double[] residuals = known.residuals(row);
        double squares = 0;
        for (int column = 0; column < residuals.length; column++) {
            double square = residuals[column] * residuals[column];
            squares += square;
            parts[column] += Math.min(square, Double.MAX_VALUE / options.learnt.window()) / options.learnt.window();
        }
        errors.add(Math.sqrt(squares));
        if (++filled < options.learnt.window()) {
            return;
        }
        Moments window = errors.moments();
        if (usual.moments().count() < options.references) {
            usual.add(window.mean());
            for (int column = 0; column < parts.length; column++) {
                usualParts[column] += parts[column] / options.references;
            }
        } else {
            latest = judge(window);
        }
        errors = new MomentsAccumulator();
        parts = new double[parts.length];
        filled = 0;
    }

    private Finding judge(Moments window) {
        Moments reference = usual.moments();
        double mean = reference.mean();
        double margin = TDistribution.of(reference.count() - 1.0).inverseSurvivalProbability(options.learnt.alpha() / 2)
                * reference.standardDeviation()
                * Math.sqrt(1 + 1.0 / reference.count());
        double difference = Math.abs(window.mean() - mean);
        boolean breached =
                difference > margin && difference >= options.learnt.effect() * mean && difference > NO_DIFFERENCE;
        double least = Math.max(margin, options.learnt.effect() * mean);
        return Findings.judged(
                SUBJECT,
                breached,
                window.mean(),
                window.mean() < mean ? mean - least : mean + least,
                window.count(),
                String.format(
                        Locale.ROOT,
                        "%s: reconstruction error %.4g, usually %.4g ± %.2g; changed most: %s",
                        SUBJECT,
                        window.mean(),
                        mean,
                        margin,
                        changedMost()));
    }

    private String changedMost() {
        RowEncoder<I> names = encoder;
        return names == null
                ? ""
                : IntStream.range(0, parts.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(
                                        (Integer column) -> Math.abs(parts[column] - usualParts[column]))
                                .reversed())
                        .limit(MOST_NAMES)
                        .map(names::name)
                        .collect(Collectors.joining(", "));
    }

    /** What was learnt, the reference and the window that fills; empty as long as it learns, because it keeps inputs then. */
    @Override
    public Optional<byte[]> state() {
        PcaReconstruction known = structure;
        RowEncoder<I> codes = encoder;
        if (known == null || codes == null) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            codes.write(writer);
            MonitorState.numbers(writer, known.means());
            MonitorState.numbers(writer, known.deviations());
            List<double[]> axes = List.of(known.axes());
            MonitorState.all(writer, axes, axes.size(), axis -> MonitorState.numbers(writer, axis));
            MonitorState.numbers(writer, usualParts);
            MonitorState.numbers(writer, parts);
            MonitorState.moments(writer, usual);
            MonitorState.moments(writer, errors);
            writer.count(filled);
            MonitorState.optional(writer, latest, finding -> MonitorState.finding(writer, finding));
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        RowEncoder<I> codes = RowEncoder.read(features, reader);
        double[] means = MonitorState.numbers(reader, codes.columns());
        double[] deviations = MonitorState.numbers(reader);
        double[][] axes = MonitorState.all(reader, codes.columns(), () -> MonitorState.numbers(reader))
                .toArray(double[][]::new);
        PcaReconstruction known = PcaReconstruction.of(means, deviations, axes);
        double[] readUsualParts = MonitorState.numbers(reader, codes.columns());
        double[] readParts = MonitorState.numbers(reader, codes.columns());
        MomentsAccumulator readUsual = MonitorState.moments(reader);
        MomentsAccumulator readErrors = MonitorState.moments(reader);
        long readFilled = reader.count();
        Finding readLatest = MonitorState.optional(reader, MonitorState::finding);
        reader.end();
        MonitorState.require(
                readFilled < options.learnt.window() && readUsual.moments().count() <= options.references,
                "its counts contradict its settings");
        encoder = codes;
        structure = known;
        usualParts = readUsualParts;
        parts = readParts;
        usual = readUsual;
        errors = readErrors;
        filled = (int) readFilled;
        latest = readLatest;
        learning.clear();
    }

    /** Inputs that are learnt from belong to the application, so only references to them count. */
    @Override
    public long retainedBytes() {
        PcaReconstruction known = structure;
        RowEncoder<I> codes = encoder;
        return 8L * learning.size()
                + (codes == null ? 0 : codes.bytes())
                + (known == null ? 0 : (long) Double.BYTES * parts.length * (4 + known.components()));
    }

    private String settings() {
        return options.learnt.learn() + " then " + options.references + " windows of " + options.learnt.window()
                + " of " + features.all().stream().map(Feature::name).toList();
    }

    private MultivariateDrift<I> with(LearntOptions learnt, int references) {
        LearntOptions.notFitted(fitted);
        return new MultivariateDrift<>(features, new Options(learnt, references), List.of());
    }
}
