package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.ClassifierTwoSample;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a classifier can tell the inputs of a window from those of a reference, by all features at once: a
 * {@linkplain ClassifierTwoSample classifier two-sample test}. An area under the ROC curve of 0.5 says that it can't. A
 * window, 1,000 inputs unless told, is a breach, {@code WARNING}, if the area is 0.6 or more, unless told, <em>and</em> larger
 * than chance makes it at alpha, 0.01 unless told. Many features that each changed a little are found sooner than by
 * {@link FeatureDrift}; in return it takes a thousand times as long, so it only runs when it is evaluated.
 *
 * <p>The reference is the first inputs, 1,000 unless told, or what {@link #fit} is given. Each evaluation of a window finds
 * one thing, about the subject {@code inputs by a classifier}: the area as value; the summary has its 95 % interval and the
 * features that the classifier goes by, with their part in its decisions. The inputs that count are those that count for
 * {@link FeatureDrift}; when another version becomes the champion, the window starts anew and the reference stays. A category counts by its share among
 * the inputs that were learnt from.
 *
 * <p>Memory and work are bounded: of the reference and of each part of a window at most 1,000 rows are kept, drawn at
 * random from all of them, and at most 64 features are allowed.
 *
 * @param <I> the type of the inputs
 */
public final class ClassifierDrift<I> implements Monitor<I, Object>, MemorySource {
    /** The most features that can be compared. */
    public static final int MOST_FEATURES = 64;

    private record Options(Window window, LearntOptions learnt) {}

    private static final Options DEFAULTS =
            new Options(Window.tumbling(1_000), new LearntOptions(1_000, 1_000, 0.01, 0.6));
    private static final String SUBJECT = "inputs by a classifier";
    private static final int MOST_ROWS = 1_000;
    private static final int LEAST_ROWS = 50;
    private static final int MOST_NAMES = 3;
    private static final long SEED = 0xc1a5;

    private final Features<I> features;
    private final Options options;
    private final boolean fitted;
    private final SeenInputs seen = new SeenInputs();
    private final List<I> learning = new ArrayList<>();
    private @Nullable RowEncoder<I> encoder;
    private RowSample reference;
    private Windowed<RowSample> windows;
    private @Nullable ModelVersion serving;
    private long samples;
    private long judged;

    ClassifierDrift(Features<I> features) {
        this(features, DEFAULTS, List.of());
    }

    private ClassifierDrift(Features<I> features, Options options, List<I> rows) {
        if (features.all().size() > MOST_FEATURES) {
            throw new InvalidInputException(
                    "A classifier can't compare " + features.all().size() + " features: expected " + MOST_FEATURES
                            + " or fewer; choose those that matter.");
        }
        this.features = features;
        this.options = options;
        this.fitted = !rows.isEmpty();
        this.reference = newSample();
        this.windows = Windowed.of(options.window, 0, this::newSample);
        if (fitted) {
            learn(rows);
        }
    }

    /**
     * Sets how many first inputs are the reference; 1,000 unless told.
     *
     * @param inputs the number of inputs, 50 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 50, or the reference was given already
     */
    public ClassifierDrift<I> learnFrom(int inputs) {
        return with(options.window, options.learnt.withLearn(LEAST_ROWS, inputs));
    }

    /**
     * Takes given rows, such as those the model was trained on, as the reference. To be called after all settings.
     *
     * @param rows the rows, 50 or more; a sample of 1,000 of them is kept
     * @return a new monitor
     * @throws InvalidInputException if there are too few rows, or the reference was given already
     */
    public ClassifierDrift<I> fit(Iterable<? extends I> rows) {
        LearntOptions.notFitted(fitted);
        List<I> all = LearntOptions.rows(LEAST_ROWS, rows);
        return new ClassifierDrift<>(
                features, new Options(options.window, options.learnt.withLearn(LEAST_ROWS, all.size())), all);
    }

    /**
     * Sets how many inputs each window has; 1,000 unless told.
     *
     * @param inputs the number of inputs, 50 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 50, or the reference was given already
     */
    public ClassifierDrift<I> window(int inputs) {
        return window(Window.tumbling(Settings.atLeast(LEAST_ROWS, "window", inputs)));
    }

    /**
     * Sets which inputs are judged together; each 1,000 unless told. Fewer than 50 are not judged.
     *
     * @param window the window
     * @return a new monitor
     * @throws InvalidInputException if the reference was given already
     */
    public ClassifierDrift<I> window(Window window) {
        return with(window, options.learnt);
    }

    /**
     * Sets the accepted probability of a false alarm for each window; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range, or the reference was given already
     */
    public ClassifierDrift<I> alpha(double probability) {
        return with(options.window, options.learnt.withAlpha(probability));
    }

    /**
     * Sets the area under the ROC curve from which on a difference matters; 0.6 unless told.
     *
     * @param area the area, 0.5 to 1
     * @return a new monitor
     * @throws InvalidInputException if the area is out of its range, or the reference was given already
     */
    public ClassifierDrift<I> threshold(double area) {
        if (!(area >= 0.5 && area <= 1)) {
            throw new InvalidInputException(
                    "Monitor setting threshold " + area + " is not allowed: expected an area of 0.5 to 1.");
        }
        return with(options.window, options.learnt.withEffect("threshold", area));
    }

    @Override
    public String name() {
        return "classifier-drift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (serving != null && !version.equals(serving)) {
            windows = Windowed.of(options.window, 0, this::newSample);
            judged = 0;
        }
        serving = version;
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        if (features.isEmpty() || !seen.isNew(observation)) {
            return;
        }
        RowEncoder<I> known = encoder;
        if (known == null) {
            learning.add(observation.input());
            if (learning.size() == Math.min(options.learnt.learn(), MOST_ROWS)) {
                learn(learning);
                learning.clear();
            }
        } else if (reference.seen() < options.learnt.learn()) {
            reference.add(known.row(observation.input()));
        } else {
            RowSample pane = windows.take(observation.at(), observation.input());
            if (pane != null) {
                pane.add(known.row(observation.input()));
            }
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        windows.advance(now);
        long known = encoder == null ? learning.size() : reference.seen();
        if (known < options.learnt.learn()) {
            String why = features.isEmpty()
                    ? "no feature"
                    : known + " of the " + options.learnt.learn() + " inputs that make the reference";
            return List.of(options.learnt.insufficient(SUBJECT, known, why));
        }
        RowSample current = windows.current().orElse(null);
        if (current == null || windows.windows() == judged) {
            return List.of();
        }
        judged = windows.windows();
        double[][] rows = current.rows();
        Finding finding = rows.length < LEAST_ROWS
                ? options.learnt.insufficient(
                        SUBJECT, rows.length, rows.length + " of the " + LEAST_ROWS + " inputs that are needed")
                : judge(rows, current.seen());
        return windows.leftOut().toldIn(List.of(finding));
    }

    private void learn(List<I> rows) {
        RowEncoder<I> learnt = RowEncoder.learnt(features, rows);
        rows.forEach(row -> reference.add(learnt.row(row)));
        encoder = learnt;
    }

    private Finding judge(double[][] current, long inputs) {
        double[][] before = reference.rows();
        ClassifierTwoSample test = ClassifierTwoSample.of(before, current, new SplittableRandom(SEED));
        double area = test.auc().estimate();
        boolean breached = area >= options.learnt.effect() && test.rejects(options.learnt.alpha());
        return Findings.judged(
                SUBJECT,
                breached,
                area,
                options.learnt.effect(),
                inputs,
                String.format(
                        Locale.ROOT,
                        "%s: told from the reference with an area of %.3f (%.3f to %.3f, limit %.3f), p %.2g%s, over %d and %d"
                                + " rows",
                        SUBJECT,
                        area,
                        test.auc().low(),
                        test.auc().high(),
                        options.learnt.effect(),
                        test.pValue(),
                        by(test.columnWeights()),
                        before.length,
                        current.length));
    }

    /** The features that a classifier goes by, with their part in the sum of all weights. */
    private String by(List<Double> weights) {
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        RowEncoder<I> names = encoder;
        return !(sum > 0) || names == null
                ? ""
                : IntStream.range(0, weights.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer column) -> weights.get(column))
                                .reversed())
                        .limit(MOST_NAMES)
                        .map(column -> String.format(
                                Locale.ROOT, "%s %.0f %%", names.name(column), 100 * weights.get(column) / sum))
                        .collect(Collectors.joining(", ", ", by ", ""));
    }

    /** The reference and the window that fills; empty as long as it learns, because it keeps inputs then. */
    @Override
    public Optional<byte[]> state() {
        RowEncoder<I> codes = encoder;
        return codes == null
                ? Optional.empty()
                : MonitorState.write(name(), settings(), writer -> {
                    codes.write(writer);
                    reference.write(writer);
                    windows.write(writer);
                    writer.count(judged).count(samples);
                });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        RowEncoder<I> codes = RowEncoder.read(features, reader);
        RowSample readReference = newSample();
        readReference.read(reader);
        Windowed<RowSample> readWindows = Windowed.of(options.window, 0, this::newSample);
        readWindows.read(reader);
        long readJudged = reader.count();
        long readSamples = reader.count();
        reader.end();
        // Samples go on from other seeds than those that they are merged with.
        samples += readSamples;
        encoder = codes;
        reference = readReference;
        windows = readWindows;
        judged = readJudged;
        learning.clear();
    }

    /** Inputs that are learnt from belong to the application, so only references to them count. */
    @Override
    public long retainedBytes() {
        RowEncoder<I> codes = encoder;
        return 8L * learning.size() + (codes == null ? 0 : codes.bytes()) + reference.bytes() + windows.bytes();
    }

    private String settings() {
        return options.learnt.learn() + " then " + options.window + " of "
                + features.all().stream().map(Feature::name).toList();
    }

    private RowSample newSample() {
        return new RowSample(features.all().size(), MOST_ROWS, SEED + samples++);
    }

    private ClassifierDrift<I> with(Window window, LearntOptions learnt) {
        LearntOptions.notFitted(fitted);
        return new ClassifierDrift<>(features, new Options(window, learnt), List.of());
    }
}
