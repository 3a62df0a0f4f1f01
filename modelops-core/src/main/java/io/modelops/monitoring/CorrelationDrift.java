package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.CorrelationDifference;
import io.modelops.statistics.FalseDiscoveryRate;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches which numeric features go together: the rank correlation of each two, in ranks among the inputs that were learnt
 * from, so that no heavy tail decides it. A correlation has changed when it differs from that of the reference by 0.2 or
 * more, unless told, <em>and</em> {@link CorrelationDifference#ofRanks} rejects at alpha, 0.01 unless told, after the
 * correction of Benjamini and Hochberg for the number of pairs. And watches for features that became constant, or the same as
 * another one: what a broken join or a default value makes of them.
 *
 * <p>The reference is the first inputs, 1,000 unless told, or what {@link #fit} is given. Each evaluation of a window, 1,000
 * inputs unless told, finds two things, {@code WARNING} if they are a breach: about {@code correlations} the greatest change
 * that is significant, or else the greatest one, as value; and about {@code columns} the number of features that became
 * constant or duplicates. The summaries name the features. A number that is NaN is missing; a pair is judged over the
 * inputs that have both numbers, if there are 50. The inputs that count are those that count for {@link FeatureDrift}. When
 * another version becomes the champion, the window starts anew and the reference stays.
 *
 * <p>At most 50 numeric features are allowed. A window then takes 69 KB, and an input some microseconds.
 *
 * @param <I> the type of the inputs
 */
public final class CorrelationDrift<I> implements Monitor<I, Object>, MemorySource {
    /** The most numeric features that can be compared. */
    public static final int MOST_FEATURES = 50;

    private record Options(Window window, LearntOptions learnt) {}

    private record Change(String pair, double before, double now, double pValue) {
        double size() {
            return Math.abs(now - before);
        }
    }

    private static final Options DEFAULTS =
            new Options(Window.tumbling(1_000), new LearntOptions(1_000, 1_000, 0.01, 0.2));
    private static final String CORRELATIONS = "correlations";
    private static final String COLUMNS = "columns";
    private static final int MOST_ROWS = 1_000;
    private static final int LEAST_ROWS = 50;
    private static final int MOST_NAMES = 3;

    private final Features<I> features;
    private final List<Feature.Numeric<I>> numbers = new ArrayList<>();
    private final Options options;
    private final boolean fitted;
    private final SeenInputs seen = new SeenInputs();
    private final List<double[]> learning = new ArrayList<>();
    private @Nullable RankScores ranks;
    private PairMoments reference;
    private long referenceRows;
    private Windowed<PairMoments> windows;
    private long judged;
    private @Nullable ModelVersion serving;

    CorrelationDrift(Features<I> features) {
        this(features, DEFAULTS, List.of());
    }

    private CorrelationDrift(Features<I> features, Options options, List<I> rows) {
        for (Feature<I> feature : GuardedFeatures.of(features).all()) {
            if (feature instanceof Feature.Numeric<I> numeric) {
                numbers.add(numeric);
            }
        }
        if (numbers.size() > MOST_FEATURES) {
            throw new InvalidInputException(
                    "Correlations of " + numbers.size() + " numeric features are too many: expected " + MOST_FEATURES
                            + " or fewer; choose those that matter.");
        }
        this.features = features;
        this.options = options;
        this.fitted = !rows.isEmpty();
        this.reference = new PairMoments(numbers.size());
        this.windows = newWindows();
        rows.forEach(row -> toReference(row(row)));
    }

    /**
     * Sets how many first inputs are the reference; 1,000 unless told.
     *
     * @param inputs the number of inputs, 50 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 50, or the reference was given already
     */
    public CorrelationDrift<I> learnFrom(int inputs) {
        return with(options.window, options.learnt.withLearn(LEAST_ROWS, inputs));
    }

    /**
     * Takes given rows, such as those the model was trained on, as the reference. To be called after all settings. The rows
     * are not kept.
     *
     * @param rows the rows, 50 or more
     * @return a new monitor
     * @throws InvalidInputException if there are too few rows, or the reference was given already
     */
    public CorrelationDrift<I> fit(Iterable<? extends I> rows) {
        LearntOptions.notFitted(fitted);
        List<I> all = LearntOptions.rows(LEAST_ROWS, rows);
        return new CorrelationDrift<>(
                features, new Options(options.window, options.learnt.withLearn(LEAST_ROWS, all.size())), all);
    }

    /**
     * Sets which inputs are judged together; each 1,000 unless told.
     *
     * @param window the window
     * @return a new monitor
     * @throws InvalidInputException if the reference was given already
     */
    public CorrelationDrift<I> window(Window window) {
        return with(window, options.learnt);
    }

    /**
     * Sets how many inputs each window has; 1,000 unless told.
     *
     * @param inputs the number of inputs, 50 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 50, or the reference was given already
     */
    public CorrelationDrift<I> window(int inputs) {
        return window(Window.tumbling(Settings.atLeast(LEAST_ROWS, "window", inputs)));
    }

    /**
     * Sets the accepted share of false alarms among the pairs of a window; 0.01 unless told.
     *
     * @param probability the share, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range, or the reference was given already
     */
    public CorrelationDrift<I> alpha(double probability) {
        return with(options.window, options.learnt.withAlpha(probability));
    }

    /**
     * Sets the change of a correlation from which on it matters; 0.2 unless told.
     *
     * @param change the absolute difference, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the change is negative or not finite, or the reference was given already
     */
    public CorrelationDrift<I> threshold(double change) {
        return with(options.window, options.learnt.withEffect("threshold", change));
    }

    @Override
    public String name() {
        return "correlation-drift";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (serving != null && !version.equals(serving)) {
            windows = newWindows();
            judged = 0;
        }
        serving = version;
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        if (numbers.isEmpty() || !seen.isNew(observation)) {
            return;
        }
        double[] row = row(observation.input());
        RankScores known = ranks;
        if (known == null || referenceRows < options.learnt.learn()) {
            toReference(row);
            return;
        }
        PairMoments pane = windows.take(observation.at(), observation.input());
        if (pane != null) {
            pane.add(row, known.of(row));
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        windows.advance(now);
        long known = ranks == null ? learning.size() : referenceRows;
        if (known < options.learnt.learn()) {
            String why = numbers.isEmpty()
                    ? "no numeric feature"
                    : known + " of the " + options.learnt.learn() + " inputs that make the reference";
            return List.of(options.learnt.insufficient(CORRELATIONS, known, why));
        }
        PairMoments current = windows.current().orElse(null);
        if (current == null || windows.windows() == judged) {
            return List.of();
        }
        judged = windows.windows();
        return windows.leftOut().toldIn(List.of(ofCorrelations(current), ofColumns(current)));
    }

    private void toReference(double[] row) {
        RankScores known = ranks;
        if (known != null) {
            reference.add(row, known.of(row));
            referenceRows++;
            return;
        }
        learning.add(row);
        if (learning.size() == Math.min(options.learnt.learn(), MOST_ROWS)) {
            RankScores learnt = RankScores.learnt(learning, numbers.size());
            ranks = learnt;
            learning.forEach(early -> reference.add(early, learnt.of(early)));
            referenceRows = learning.size();
            learning.clear();
        }
    }

    private Finding ofCorrelations(PairMoments current) {
        List<Change> changes = new ArrayList<>();
        for (int first = 0; first < numbers.size(); first++) {
            for (int second = first + 1; second < numbers.size(); second++) {
                int pair = current.pair(first, second);
                if (Math.min(reference.count(pair), current.count(pair)) >= LEAST_ROWS) {
                    double before = reference.correlation(pair);
                    double now = current.correlation(pair);
                    CorrelationDifference test =
                            CorrelationDifference.ofRanks(before, reference.count(pair), now, current.count(pair));
                    if (!Double.isNaN(test.pValue())) {
                        String names = numbers.get(first).name() + " with "
                                + numbers.get(second).name();
                        changes.add(new Change(names, before, now, test.pValue()));
                    }
                }
            }
        }
        long rows = rows(current);
        if (changes.isEmpty()) {
            return options.learnt.insufficient(
                    CORRELATIONS, rows, "no two features that vary and have " + LEAST_ROWS + " inputs in common");
        }
        double[] pValues = FalseDiscoveryRate.benjaminiHochberg(
                changes.stream().mapToDouble(Change::pValue).toArray());
        List<Change> corrected = new ArrayList<>();
        for (int test = 0; test < pValues.length; test++) {
            Change change = changes.get(test);
            corrected.add(new Change(change.pair, change.before, change.now, pValues[test]));
        }
        corrected.sort(Comparator.comparing((Change change) -> !isBreach(change))
                .thenComparing(Comparator.comparingDouble(Change::size).reversed()));
        List<Change> breaches = corrected.stream().filter(this::isBreach).toList();
        Change first = corrected.get(0);
        return Findings.judged(
                CORRELATIONS,
                !breaches.isEmpty(),
                first.size(),
                options.learnt.effect(),
                rows,
                String.format(
                        Locale.ROOT,
                        "%s: %s from %.2f to %.2f (limit %.2f), p %.2g corrected for %d pairs%s, over %d inputs",
                        CORRELATIONS,
                        first.pair,
                        first.before,
                        first.now,
                        options.learnt.effect(),
                        first.pValue,
                        changes.size(),
                        then(breaches),
                        rows));
    }

    private boolean isBreach(Change change) {
        return change.size() >= options.learnt.effect() && change.pValue <= options.learnt.alpha();
    }

    private static String then(List<Change> breaches) {
        String more = breaches.size() > 1 + MOST_NAMES ? " and " + (breaches.size() - 1 - MOST_NAMES) + " more" : "";
        return breaches.stream()
                .skip(1)
                .limit(MOST_NAMES)
                .map(change ->
                        String.format(Locale.ROOT, "%s from %.2f to %.2f", change.pair, change.before, change.now))
                .reduce((all, next) -> all + ", " + next)
                .map(all -> "; then " + all + more)
                .orElse("");
    }

    private Finding ofColumns(PairMoments current) {
        List<String> odd = new ArrayList<>();
        for (int first = 0; first < numbers.size(); first++) {
            if (isConstant(current, first)) {
                odd.add(numbers.get(first).name() + " became constant");
                continue;
            }
            for (int second = first + 1; second < numbers.size(); second++) {
                int pair = current.pair(first, second);
                if (current.count(pair) >= LEAST_ROWS
                        && current.isDuplicate(pair)
                        && !reference.isDuplicate(pair)
                        && !isConstant(current, second)) {
                    odd.add(numbers.get(second).name() + " became the same as "
                            + numbers.get(first).name());
                }
            }
        }
        String what = odd.isEmpty()
                ? "no feature became constant or the same as another"
                : odd.stream().limit(1 + MOST_NAMES).collect(Collectors.joining(", "))
                        + (odd.size() > 1 + MOST_NAMES ? " and " + (odd.size() - 1 - MOST_NAMES) + " more" : "");
        return Findings.judged(
                COLUMNS,
                !odd.isEmpty(),
                odd.size(),
                1,
                rows(current),
                COLUMNS + ": " + what + ", over " + rows(current) + " inputs");
    }

    private boolean isConstant(PairMoments current, int column) {
        return current.values(column) >= LEAST_ROWS && current.isConstant(column) && !reference.isConstant(column);
    }

    /** The rows of the feature that has most of them. */
    private long rows(PairMoments current) {
        long most = 0;
        for (int column = 0; column < numbers.size(); column++) {
            most = Math.max(most, current.values(column));
        }
        return most;
    }

    private double[] row(I input) {
        return numbers.stream()
                .mapToDouble(number -> number.value().applyAsDouble(input))
                .toArray();
    }

    /** The reference, as far as it is known, and the window that fills. */
    @Override
    public Optional<byte[]> state() {
        RankScores known = ranks;
        return known == null
                ? Optional.empty()
                : MonitorState.write(name(), settings(), writer -> {
                    known.write(writer);
                    writer.count(referenceRows);
                    reference.write(writer);
                    windows.write(writer);
                    writer.count(judged);
                });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        RankScores known = RankScores.read(reader, numbers.size());
        long readRows = reader.count();
        PairMoments readReference = new PairMoments(numbers.size());
        readReference.read(reader);
        Windowed<PairMoments> readWindows = newWindows();
        readWindows.read(reader);
        long readJudged = reader.count();
        reader.end();
        ranks = known;
        referenceRows = readRows;
        reference = readReference;
        windows = readWindows;
        judged = readJudged;
        learning.clear();
    }

    @Override
    public long retainedBytes() {
        long row = 16 + (long) Double.BYTES * numbers.size();
        return row * learning.size() + reference.bytes() + windows.bytes();
    }

    private String settings() {
        return options.learnt.learn() + " then " + options.window + " of "
                + numbers.stream().map(Feature::name).toList();
    }

    private Windowed<PairMoments> newWindows() {
        return Windowed.of(options.window, 0, () -> new PairMoments(numbers.size()));
    }

    private CorrelationDrift<I> with(Window window, LearntOptions learnt) {
        LearntOptions.notFitted(fitted);
        return new CorrelationDrift<>(features, new Options(window, learnt), List.of());
    }
}
