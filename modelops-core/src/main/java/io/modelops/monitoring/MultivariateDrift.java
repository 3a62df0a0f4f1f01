package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
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
 * are the reference: they say what the mean error of a window is and how much it varies from window to window by itself.
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
    private record Options(int learn, int window, int references, double alpha, double effect) {}

    private static final Options DEFAULTS = new Options(1_000, 500, 10, 0.01, 0.1);
    private static final String SUBJECT = "inputs together";
    private static final double NO_DIFFERENCE = 1e-6;
    private static final int MOST_NAMES = 3;

    private final Features<I> features;
    private final Options options;
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
        this(features, DEFAULTS);
    }

    private MultivariateDrift(Features<I> features, Options options) {
        this.features = features;
        this.options = options;
    }

    /**
     * Sets how many first inputs the components are learnt from; 1,000 unless told.
     *
     * @param inputs the number of inputs, 20 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 20
     */
    public MultivariateDrift<I> learnFrom(int inputs) {
        return with(new Options(
                Settings.atLeast(20, "learnFrom", inputs),
                options.window,
                options.references,
                options.alpha,
                options.effect));
    }

    /**
     * Sets how many inputs each window has; 500 unless told.
     *
     * @param inputs the number of inputs, 2 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 2
     */
    public MultivariateDrift<I> window(int inputs) {
        return with(new Options(
                options.learn,
                Settings.atLeast(2, "window", inputs),
                options.references,
                options.alpha,
                options.effect));
    }

    /**
     * Sets how many windows are the reference; 10 unless told.
     *
     * @param windows the number of windows, 3 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 3
     */
    public MultivariateDrift<I> referenceWindows(int windows) {
        return with(new Options(
                options.learn,
                options.window,
                Settings.atLeast(3, "referenceWindows", windows),
                options.alpha,
                options.effect));
    }

    /**
     * Sets the accepted probability of a false alarm for each window; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public MultivariateDrift<I> alpha(double probability) {
        return with(new Options(
                options.learn,
                options.window,
                options.references,
                Settings.probability("alpha", probability),
                options.effect));
    }

    /**
     * Sets from which change of the mean error on a difference matters; 0.1 unless told.
     *
     * @param share the change as a share of the usual mean error, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the share is negative or not finite
     */
    public MultivariateDrift<I> threshold(double share) {
        return with(new Options(
                options.learn,
                options.window,
                options.references,
                options.alpha,
                Settings.atLeast(0, "threshold", share)));
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
        if (structure != null && encoder != null) {
            add(structure, encoder.row(observation.input()));
            return;
        }
        learning.add(observation.input());
        if (learning.size() == options.learn) {
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
                        ? learning.size() + " of the " + options.learn + " inputs that are learnt from"
                        : windows + " of the " + options.references + " windows that are the reference";
        return List.of(new Finding(
                SUBJECT,
                Finding.Status.INSUFFICIENT_DATA,
                Severity.INFO,
                Double.NaN,
                Double.NaN,
                learning.size(),
                SUBJECT + ": " + why));
    }

    private void add(PcaReconstruction known, double[] row) {
        double[] residuals = known.residuals(row);
        double squares = 0;
        for (int column = 0; column < residuals.length; column++) {
            double square = residuals[column] * residuals[column];
            squares += square;
            parts[column] += Math.min(square, Double.MAX_VALUE / options.window) / options.window;
        }
        errors.add(Math.sqrt(squares));
        if (++filled < options.window) {
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
        double margin = TDistribution.of(reference.count() - 1.0).inverseSurvivalProbability(options.alpha / 2)
                * reference.standardDeviation()
                * Math.sqrt(1 + 1.0 / reference.count());
        double difference = Math.abs(window.mean() - mean);
        boolean breached = difference > margin && difference >= options.effect * mean && difference > NO_DIFFERENCE;
        double least = Math.max(margin, options.effect * mean);
        return new Finding(
                SUBJECT,
                breached ? Finding.Status.BREACHED : Finding.Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
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
                readFilled < options.window && readUsual.moments().count() <= options.references,
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
        return options.learn + " then " + options.references + " windows of " + options.window + " of "
                + features.all().stream().map(Feature::name).toList();
    }

    private MultivariateDrift<I> with(Options changed) {
        return new MultivariateDrift<>(features, changed);
    }
}
