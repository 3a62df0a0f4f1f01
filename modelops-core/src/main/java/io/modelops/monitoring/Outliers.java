package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.FisherExact;
import io.modelops.statistics.Mahalanobis;
import io.modelops.statistics.Quantiles;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the share of inputs that are unlike the others. An input is an outlier if one of its numbers is far from the
 * median of its feature, in robust standard deviations (the interquartile range over 1.349), or if all its numbers together
 * are, by {@link Mahalanobis}. How far is far is learnt: of the first inputs, 1,000 unless told, half give medians, ranges
 * and covariances, and the other half the distances that 1 in 100 of them exceeds, by either measure. {@link #fit} gives rows
 * to learn from instead.
 *
 * <p>Each window of later inputs, 500 unless told, finds one thing, about the subject {@code outliers}: their share as
 * value. It is a breach, {@code WARNING}, if it is at least 0.02 above the usual share, unless told, <em>and</em> Fisher's
 * exact test finds it different at alpha, 0.01 unless told; the summary names the feature that most often was far. The inputs
 * that count are those that count for {@link FeatureDrift}. What was learnt stays when another version becomes the champion.
 * While learning it keeps 1,000 rows of numbers, afterwards the square of the number of numeric features.
 *
 * @param <I> the type of the inputs
 */
public final class Outliers<I> implements Monitor<I, Object>, MemorySource {
    private static final LearntOptions DEFAULTS = new LearntOptions(1_000, 500, 0.01, 0.02);
    private static final String SUBJECT = "outliers";
    private static final int LEAST_ROWS = 200;
    private static final double USUAL_SHARE = 0.01;
    private static final double NORMAL_INTERQUARTILE_RANGE = 1.3489795003921634;

    private final List<Feature.Numeric<I>> numbers = new ArrayList<>();
    private final Features<I> features;
    private final LearntOptions options;
    private final boolean fitted;
    private final SeenInputs seen = new SeenInputs();
    private final List<double[]> learning = new ArrayList<>();
    private double[] medians = new double[0];
    private double[] scales = new double[0];
    private double farAlone;
    private double farTogether;
    private @Nullable Mahalanobis distance;
    private long usualOutliers;
    private long usualInputs;
    private int[] farByFeature = new int[0];
    private int inputs;
    private int outliers;
    private @Nullable Finding latest;

    Outliers(Features<I> features) {
        this(features, DEFAULTS, List.of());
    }

    private Outliers(Features<I> features, LearntOptions options, List<I> rows) {
        this.features = features;
        this.options = options;
        this.fitted = !rows.isEmpty();
        for (Feature<I> feature : GuardedFeatures.of(features).all()) {
            if (feature instanceof Feature.Numeric<I> numeric) {
                numbers.add(numeric);
            }
        }
        if (fitted && !numbers.isEmpty()) {
            rows.forEach(row -> learning.add(row(row)));
            learn();
        }
    }

    /**
     * Sets how many first inputs are learnt from; 1,000 unless told.
     *
     * @param inputs the number of inputs, 200 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 200
     */
    public Outliers<I> learnFrom(int inputs) {
        return with(options.withLearn(LEAST_ROWS, inputs));
    }

    /**
     * Learns from given rows, such as those the model was trained on, and not from the first inputs. To be called after
     * all settings. The rows are not kept.
     *
     * @param rows the rows, 200 or more, in any order
     * @return a new monitor
     * @throws InvalidInputException if there are too few rows, or some were given already
     */
    public Outliers<I> fit(Iterable<? extends I> rows) {
        LearntOptions.notFitted(fitted);
        List<I> all = LearntOptions.rows(LEAST_ROWS, rows);
        return new Outliers<>(features, options.withLearn(LEAST_ROWS, all.size()), all);
    }

    /**
     * Sets how many inputs each window has; 500 unless told.
     *
     * @param inputs the number of inputs, 1 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 1
     */
    public Outliers<I> window(int inputs) {
        return with(options.withWindow(1, inputs));
    }

    /**
     * Sets the accepted probability of a false alarm for each window; 0.01 unless told.
     *
     * @param probability the probability, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public Outliers<I> alpha(double probability) {
        return with(options.withAlpha(probability));
    }

    /**
     * Sets how far above the usual share the share of outliers must be to matter; 0.02 unless told.
     *
     * @param excess the difference of the shares, 0 or more
     * @return a new monitor
     * @throws InvalidInputException if the difference is negative or not finite
     */
    public Outliers<I> excess(double excess) {
        return with(options.withEffect("excess", excess));
    }

    @Override
    public String name() {
        return SUBJECT;
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        latest = null;
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        if (numbers.isEmpty() || !seen.isNew(observation)) {
            return;
        }
        double[] row = row(observation.input());
        if (distance != null) {
            judge(distance, row);
            return;
        }
        learning.add(row);
        if (learning.size() == options.learn()) {
            learn();
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        Finding finding = latest;
        latest = null;
        if (finding != null) {
            return List.of(finding);
        }
        return distance != null
                ? List.of()
                : List.of(Findings.insufficient(
                        SUBJECT,
                        Double.NaN,
                        learning.size(),
                        numbers.isEmpty()
                                ? "no numeric feature"
                                : learning.size() + " of the " + options.learn() + " inputs that are learnt from"));
    }

    private double[] row(I input) {
        return numbers.stream()
                .mapToDouble(number -> number.value().applyAsDouble(input))
                .toArray();
    }

    private void learn() {
        int half = learning.size() / 2;
        double[][] first = learning.subList(0, half).toArray(double[][]::new);
        medians = new double[numbers.size()];
        scales = new double[numbers.size()];
        for (int column = 0; column < medians.length; column++) {
            int index = column;
            double[] quartiles = Quantiles.of(
                    Arrays.stream(first)
                            .mapToDouble(row -> row[index])
                            .filter(Double::isFinite)
                            .toArray(),
                    0.25,
                    0.5,
                    0.75);
            double range = quartiles[2] - quartiles[0];
            medians[column] = quartiles[1];
            scales[column] = range > 0 && range <= Double.MAX_VALUE ? range / NORMAL_INTERQUARTILE_RANGE : 1;
        }
        Mahalanobis learnt = Mahalanobis.fit(first);
        double[][] second = learning.subList(half, learning.size()).toArray(double[][]::new);
        farAlone = Quantiles.of(
                Arrays.stream(second).mapToDouble(row -> farthest(row)[0]).toArray(), 1 - USUAL_SHARE)[0];
        farTogether =
                Quantiles.of(Arrays.stream(second).mapToDouble(learnt::squared).toArray(), 1 - USUAL_SHARE)[0];
        usualInputs = second.length;
        usualOutliers =
                Arrays.stream(second).filter(row -> isOutlier(learnt, row)).count();
        farByFeature = new int[numbers.size()];
        distance = learnt;
        learning.clear();
    }

    private boolean isOutlier(Mahalanobis known, double[] row) {
        return farthest(row)[0] > farAlone || known.squared(row) > farTogether;
    }

    /** The greatest distance of a number from its median, and its column. */
    private double[] farthest(double[] row) {
        double[] farthest = {0, 0};
        for (int column = 0; column < row.length; column++) {
            double far = Math.abs(row[column] - medians[column]) / scales[column];
            if (far > farthest[0]) {
                farthest[0] = far;
                farthest[1] = column;
            }
        }
        return farthest;
    }

    private void judge(Mahalanobis known, double[] row) {
        inputs++;
        if (isOutlier(known, row)) {
            outliers++;
            double[] farthest = farthest(row);
            farByFeature[(int) farthest[1]] += farthest[0] > farAlone ? 1 : 0;
        }
        if (inputs == options.window()) {
            latest = judge();
            inputs = 0;
            outliers = 0;
            farByFeature = new int[numbers.size()];
        }
    }

    private Finding judge() {
        double usual = (double) usualOutliers / usualInputs;
        double share = (double) outliers / inputs;
        double pValue =
                FisherExact.of(usualOutliers, usualInputs, outliers, inputs).pValue();
        boolean breached = share >= usual + options.effect() && share > usual && pValue <= options.alpha();
        int most =
                IntStream.range(0, farByFeature.length).reduce(0, (a, b) -> farByFeature[b] > farByFeature[a] ? b : a);
        String where = farByFeature[most] == 0
                ? ""
                : ", " + farByFeature[most] + " of them by " + numbers.get(most).name();
        return Findings.judged(
                SUBJECT,
                breached,
                share,
                usual + options.effect(),
                inputs,
                String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of %d inputs, usually %.1f %% (limit %.1f %%), p %.2g%s",
                        SUBJECT,
                        100 * share,
                        inputs,
                        100 * usual,
                        100 * (usual + options.effect()),
                        pValue,
                        where));
    }

    /** What was learnt, or the rows that are learnt from, and the window that fills. */
    @Override
    public Optional<byte[]> state() {
        Mahalanobis known = distance;
        if (known == null && learning.isEmpty()) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            MonitorState.all(writer, learning, learning.size(), row -> MonitorState.numbers(writer, row));
            MonitorState.optional(writer, known, learnt -> {
                MonitorState.numbers(writer, learnt.means());
                MonitorState.numbers(writer, learnt.deviations());
                MonitorState.numbers(writer, learnt.factor());
                MonitorState.numbers(writer, medians);
                MonitorState.numbers(writer, scales);
                writer.number(farAlone).number(farTogether).count(usualOutliers).count(usualInputs);
                writer.count(inputs).count(outliers);
                MonitorState.counts(
                        writer, Arrays.stream(farByFeature).asLongStream().toArray());
                MonitorState.optional(writer, latest, finding -> MonitorState.finding(writer, finding));
            });
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        List<double[]> rows =
                MonitorState.all(reader, options.learn(), () -> MonitorState.numbers(reader, numbers.size()));
        MonitorState.optional(reader, learnt -> {
            double[] means = MonitorState.numbers(reader, numbers.size());
            Mahalanobis known = Mahalanobis.of(means, MonitorState.numbers(reader), MonitorState.numbers(reader));
            double[] readMedians = MonitorState.numbers(reader, numbers.size());
            double[] readScales = MonitorState.numbers(reader, numbers.size());
            double readFarAlone = reader.number();
            double readFarTogether = reader.number();
            long readUsualOutliers = reader.count();
            long readUsualInputs = reader.count();
            long readInputs = reader.count();
            long readOutliers = reader.count();
            long[] far = MonitorState.counts(reader, numbers.size());
            Finding readLatest = MonitorState.optional(reader, MonitorState::finding);
            reader.end();
            MonitorState.require(
                    readUsualOutliers <= readUsualInputs
                            && readOutliers <= readInputs
                            && readInputs < options.window()
                            && Arrays.stream(far).allMatch(count -> count <= readOutliers),
                    "its counts contradict each other");
            medians = readMedians;
            scales = readScales;
            farAlone = readFarAlone;
            farTogether = readFarTogether;
            usualOutliers = readUsualOutliers;
            usualInputs = readUsualInputs;
            inputs = (int) readInputs;
            outliers = (int) readOutliers;
            farByFeature = Arrays.stream(far).mapToInt(count -> (int) count).toArray();
            latest = readLatest;
            distance = known;
            return known;
        });
        reader.end();
        learning.clear();
        learning.addAll(rows);
    }

    @Override
    public long retainedBytes() {
        long row = 16 + (long) Double.BYTES * numbers.size();
        return row * (learning.size() + 4) + (distance == null ? 0 : row * numbers.size());
    }

    private String settings() {
        return options.learn() + " then " + options.window() + " of "
                + numbers.stream().map(Feature::name).toList();
    }

    private Outliers<I> with(LearntOptions changed) {
        LearntOptions.notFitted(fitted);
        return new Outliers<>(features, changed, List.of());
    }
}
