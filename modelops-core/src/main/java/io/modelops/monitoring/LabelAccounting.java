package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.FalseDiscoveryRate;
import io.modelops.statistics.Wilson;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of true outcomes: how many predictions get one, how late it comes, and whether those that get one are like
 * the others. What is measured on labels is true of the labelled predictions only; if those are chosen, such as loans that
 * were granted, they don't stand for all.
 *
 * <p>It finds three things. {@code label coverage}: the share of predictions with an outcome; a breach, {@code WARNING},
 * when it is certainly below the least coverage, if one is set. {@code label age}: the 90 % quantile of the age in hours.
 * {@code label bias}: the column (score or feature) in which labelled predictions differ most from all, as population
 * stability index; a breach, {@code WARNING}, at 0.1 or more if labelled and other predictions differ at 0.01 after correction
 * for the number of columns, with 100 of each at least.
 *
 * <p>It looks at the latest 10,000 to 20,000 predictions that the version gave to callers, in generations; bins come from
 * the first 500. An outcome counts for its prediction,
 * however late, as long as that is kept. When another version becomes the champion, everything starts anew.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class LabelAccounting<I, O> implements Monitor<I, O>, DetailSource, MemorySource {
    private record Options(int generation, double leastCoverage, double threshold, double alpha) {}

    private record Row<I, O>(I input, O output, Instant at, boolean labelled) {}

    private static final class Generation<I, O> {
        private final Instant from;
        private final List<LabelledColumn<Row<I, O>>> columns;
        private long predictions;
        private long labelled;

        Generation(Instant from, List<LabelledColumn<Row<I, O>>> columns) {
            this.from = from;
            this.columns = columns;
        }
    }

    private static final int LEARN_FROM = 500;
    private static final int LEAST_ROWS = 100;
    private static final List<Duration> AGES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(90),
            ChronoUnit.FOREVER.getDuration());
    private static final Options DEFAULTS = new Options(10_000, 0, 0.1, 0.01);

    private final NumericView<O> score;
    private final Features<I> features;
    private final Options options;
    private final long[] ages = new long[AGES.size()];
    private final List<Row<I, O>> first = new ArrayList<>();
    private @Nullable ModelVersion serving;
    private @Nullable Generation<I, O> current;
    private @Nullable Generation<I, O> earlier;
    private int firstPredictions;
    private long late;

    LabelAccounting(NumericView<O> score, Features<I> features) {
        this(score, features, DEFAULTS);
    }

    private LabelAccounting(NumericView<O> score, Features<I> features, Options options) {
        this.score = score;
        this.features = features;
        this.options = options;
    }

    /**
     * Sets how many predictions are a generation, of which the latest two are looked at; 10,000 unless told.
     *
     * @param predictions the number of predictions, 500 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 500
     */
    public LabelAccounting<I, O> generation(int predictions) {
        return with(new Options(
                Settings.atLeast(LEARN_FROM, "generation", predictions),
                options.leastCoverage,
                options.threshold,
                options.alpha));
    }

    /**
     * Sets the share of predictions that should have an outcome; none unless told.
     *
     * @param share the least share, above 0 and below 1
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the share is out of its range
     */
    public LabelAccounting<I, O> leastCoverage(double share) {
        return with(new Options(
                options.generation, Settings.probability("leastCoverage", share), options.threshold, options.alpha));
    }

    /**
     * Sets the bias that is too much; 0.1 unless told.
     *
     * @param stability the population stability index, 0 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is negative or not finite
     */
    public LabelAccounting<I, O> threshold(double stability) {
        return with(new Options(
                options.generation, options.leastCoverage, Settings.atLeast(0, "threshold", stability), options.alpha));
    }

    @Override
    public String name() {
        return "label-accounting";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            first.clear();
            firstPredictions = 0;
            current = null;
            earlier = null;
            late = 0;
            Arrays.fill(ages, 0);
        }
    }

    @Override
    public void onPrediction(Observation<I, O> prediction) {
        O output = prediction.output();
        if (output == null || !counts(prediction)) {
            return;
        }
        Row<I, O> row = new Row<>(prediction.input(), output, prediction.at(), false);
        if (current == null) {
            first.add(row);
            firstPredictions++;
            if (firstPredictions == LEARN_FROM) {
                begin();
            }
            return;
        }
        if (current.predictions >= options.generation) {
            earlier = current;
            current = new Generation<>(prediction.at(), empty(current.columns));
        }
        predicted(current, row);
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        O output = labelled.prediction().output();
        if (output == null || !counts(labelled.prediction())) {
            return;
        }
        Duration age = Duration.between(labelled.prediction().at(), labelled.labelledAt());
        int bin = 0;
        while (age.compareTo(AGES.get(bin)) > 0 && bin < ages.length - 1) {
            bin++;
        }
        ages[bin]++;
        Row<I, O> row = new Row<>(
                labelled.prediction().input(), output, labelled.prediction().at(), true);
        if (current == null) {
            if (first.size() - firstPredictions < LEARN_FROM) {
                first.add(row);
            }
        } else {
            labelled(row);
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        LabelStatistics statistics = statistics();
        List<Finding> findings = new ArrayList<>();
        findings.add(coverage(statistics));
        findings.add(age(statistics));
        findings.add(bias(statistics));
        return findings;
    }

    /**
     * The numbers behind the findings, for reports.
     *
     * @return coverage and bias of the generations that are kept, ages of all outcomes of the version
     */
    public LabelStatistics statistics() {
        List<LabelStatistics.Age> histogram = new ArrayList<>();
        for (int bin = 0; bin < ages.length; bin++) {
            histogram.add(new LabelStatistics.Age(AGES.get(bin), ages[bin]));
        }
        if (current == null) {
            long labelled = first.stream().filter(Row::labelled).count();
            long predictions = first.size() - labelled;
            return new LabelStatistics(predictions, Math.min(predictions, labelled), late, histogram, List.of());
        }
        long predictions = current.predictions + (earlier == null ? 0 : earlier.predictions);
        long labelled = Math.min(predictions, current.labelled + (earlier == null ? 0 : earlier.labelled));
        boolean enough = labelled >= LEAST_ROWS && predictions - labelled >= LEAST_ROWS;
        return new LabelStatistics(predictions, labelled, late, histogram, enough ? biases() : List.of());
    }

    @Override
    public MonitoringDetails details(Instant now) {
        LabelStatistics statistics = statistics();
        boolean aged = Arrays.stream(ages).sum() > 0;
        List<LabelCoverage.Point> overTime = new ArrayList<>();
        for (Generation<I, O> generation : generations()) {
            overTime.add(new LabelCoverage.Point(
                    generation.from, Math.min(1, (double) generation.labelled / generation.predictions)));
        }
        return MonitoringDetails.none()
                .labels(new LabelCoverage(
                        statistics.predictions(),
                        statistics.labelled(),
                        aged ? statistics.ageQuantile(0.5) : null,
                        aged ? statistics.ageQuantile(0.9) : null,
                        overTime,
                        groups()));
    }

    /** The bins of the column in which labelled predictions differ most from the others. */
    private List<LabelCoverage.Group> groups() {
        List<LabelStatistics.Bias> biases = statistics().bias();
        List<Generation<I, O>> generations = generations();
        if (biases.isEmpty()) {
            return List.of();
        }
        String most = biases.get(0).column();
        return generations.get(generations.size() - 1).columns.stream()
                .filter(column -> column.name().equals(most))
                .findFirst()
                .map(LabelledColumn::groups)
                .orElse(List.of());
    }

    private List<Generation<I, O>> generations() {
        return Stream.of(Optional.ofNullable(earlier), Optional.ofNullable(current))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<LabelStatistics.Bias> biases() {
        List<LabelStatistics.Bias> biases = new ArrayList<>();
        if (current != null) {
            for (int column = 0; column < current.columns.size(); column++) {
                LabelledColumn<Row<I, O>> counted = current.columns.get(column);
                biases.add(counted.bias(earlier == null ? counted.empty() : earlier.columns.get(column)));
            }
        }
        double[] adjusted = FalseDiscoveryRate.benjaminiHochberg(
                biases.stream().mapToDouble(LabelStatistics.Bias::pValue).toArray());
        for (int column = 0; column < adjusted.length; column++) {
            LabelStatistics.Bias bias = biases.get(column);
            biases.set(column, new LabelStatistics.Bias(bias.column(), bias.stability(), adjusted[column]));
        }
        biases.sort(Comparator.comparingDouble(LabelStatistics.Bias::stability).reversed());
        return biases;
    }

    private boolean counts(Observation<?, ?> prediction) {
        return prediction.role().isOwn() && prediction.version().equals(serving);
    }

    private void begin() {
        List<Row<I, O>> predictions =
                first.stream().filter(row -> !row.labelled()).toList();
        List<LabelledColumn<Row<I, O>>> columns =
                columns((name, reader, numeric) -> new LabelledColumn<>(name, reader, numeric, predictions));
        Generation<I, O> begun = new Generation<>(predictions.get(0).at(), columns);
        current = begun;
        predictions.forEach(row -> predicted(begun, row));
        first.stream().filter(Row::labelled).forEach(this::labelled);
        first.clear();
    }

    /** Makes something of how to read each column. */
    private interface ColumnMaker<T> {
        LabelledColumn<T> make(String name, Function<? super T, ? extends @Nullable Object> reader, boolean numeric);
    }

    private List<LabelledColumn<Row<I, O>>> columns(ColumnMaker<Row<I, O>> maker) {
        List<LabelledColumn<Row<I, O>>> columns = new ArrayList<>();
        columns.add(maker.make("score", row -> score.of(row.output()), true));
        for (Feature<I> feature : features.all()) {
            if (feature instanceof Feature.Numeric<I> numeric) {
                columns.add(maker.make(feature.name(), row -> numeric.value().applyAsDouble(row.input()), true));
            } else if (feature instanceof Feature.Categorical<I> categorical) {
                columns.add(
                        maker.make(feature.name(), row -> categorical.value().apply(row.input()), false));
            }
        }
        return columns;
    }

    /** The generations and the ages; empty before the first generation, because inputs are kept until then. */
    @Override
    public Optional<byte[]> state() {
        Generation<I, O> begun = current;
        if (begun == null) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            MonitorState.counts(writer, ages);
            writer.count(late);
            begun.columns.forEach(column -> column.writeBins(writer));
            write(writer, begun);
            MonitorState.optional(writer, earlier, generation -> write(writer, generation));
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        long[] readAges = MonitorState.counts(reader, ages.length);
        long readLate = reader.count();
        List<LabelledColumn<Row<I, O>>> columns =
                columns((name, value, numeric) -> LabelledColumn.read(name, value, numeric, reader));
        Generation<I, O> readCurrent = generation(reader, columns);
        Generation<I, O> readEarlier = MonitorState.optional(reader, before -> generation(before, columns));
        reader.end();
        System.arraycopy(readAges, 0, ages, 0, ages.length);
        late = readLate;
        current = readCurrent;
        earlier = readEarlier;
        first.clear();
        firstPredictions = 0;
    }

    private void write(SketchWriter writer, Generation<I, O> generation) {
        MonitorState.instant(writer, generation.from);
        writer.count(generation.predictions).count(generation.labelled);
        generation.columns.forEach(column -> column.write(writer));
    }

    private static <I, O> Generation<I, O> generation(SketchReader reader, List<LabelledColumn<Row<I, O>>> columns) {
        Instant from = MonitorState.time(reader);
        long predictions = reader.count();
        long labelled = reader.count();
        Generation<I, O> read = new Generation<>(
                from, columns.stream().map(column -> column.counted(reader)).toList());
        read.predictions = predictions;
        read.labelled = labelled;
        return read;
    }

    private String settings() {
        return options.generation + " of "
                + features.all().stream().map(Feature::name).toList();
    }

    /** The first inputs and answers belong to the application, so only references to them count. */
    @Override
    public long retainedBytes() {
        return 48L * first.size()
                + generations().stream()
                        .flatMap(generation -> generation.columns.stream())
                        .mapToLong(LabelledColumn::bytes)
                        .sum();
    }

    @Override
    public Map<String, Long> retainedBytesByFeature() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (Generation<I, O> generation : generations()) {
            generation.columns.forEach(column -> bytes.merge(column.name(), column.bytes(), Long::sum));
        }
        return bytes;
    }

    private List<LabelledColumn<Row<I, O>>> empty(List<LabelledColumn<Row<I, O>>> columns) {
        return columns.stream().map(LabelledColumn::empty).toList();
    }

    private void predicted(Generation<I, O> generation, Row<I, O> row) {
        generation.predictions++;
        generation.columns.forEach(column -> column.predicted(row));
    }

    private void labelled(Row<I, O> row) {
        Generation<I, O> generation = generationOf(row.at());
        if (generation == null) {
            late++;
        } else {
            generation.labelled++;
            generation.columns.forEach(column -> column.labelled(row));
        }
    }

    private @Nullable Generation<I, O> generationOf(Instant at) {
        if (current != null && !at.isBefore(current.from)) {
            return current;
        }
        return earlier != null && !at.isBefore(earlier.from) ? earlier : null;
    }

    private Finding coverage(LabelStatistics statistics) {
        long predictions = statistics.predictions();
        double most = Wilson.interval(statistics.labelled(), predictions, 0.99).high();
        boolean breached = predictions >= LEAST_ROWS && most < options.leastCoverage;
        return new Finding(
                "label coverage",
                predictions < LEAST_ROWS
                        ? Finding.Status.INSUFFICIENT_DATA
                        : breached ? Finding.Status.BREACHED : Finding.Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
                statistics.coverage(),
                options.leastCoverage == 0 ? Double.NaN : options.leastCoverage,
                predictions,
                String.format(
                        Locale.ROOT,
                        "%d of %d predictions have a true outcome (%.1f %%); %d outcomes came for older ones",
                        statistics.labelled(),
                        predictions,
                        100 * statistics.coverage(),
                        statistics.late()));
    }

    private Finding age(LabelStatistics statistics) {
        long outcomes = Arrays.stream(ages).sum();
        double median = statistics.ageQuantile(0.5).toSeconds() / 3600.0;
        double hours = statistics.ageQuantile(0.9).toSeconds() / 3600.0;
        return new Finding(
                "label age",
                outcomes == 0 ? Finding.Status.INSUFFICIENT_DATA : Finding.Status.OK,
                Severity.INFO,
                outcomes == 0 ? Double.NaN : hours,
                Double.NaN,
                outcomes,
                outcomes == 0
                        ? "no true outcome has come yet"
                        : String.format(
                                Locale.ROOT,
                                "half of %d true outcomes came within %.4g hours, 90 %% within %.4g",
                                outcomes,
                                median,
                                hours));
    }

    private Finding bias(LabelStatistics statistics) {
        if (statistics.bias().isEmpty()) {
            return new Finding(
                    "label bias",
                    Finding.Status.INSUFFICIENT_DATA,
                    Severity.INFO,
                    Double.NaN,
                    options.threshold,
                    statistics.labelled(),
                    "label bias: fewer than " + LEAST_ROWS + " predictions with or without an outcome");
        }
        LabelStatistics.Bias most = statistics.bias().stream()
                .filter(this::isBiased)
                .findFirst()
                .orElse(statistics.bias().get(0));
        boolean breached = isBiased(most);
        return Findings.judged(
                "label bias",
                breached,
                most.stability(),
                options.threshold,
                statistics.labelled(),
                String.format(
                        Locale.ROOT,
                        "predictions with a true outcome differ from all most in %s: stability index %.3g, p = %.2g",
                        most.column(),
                        most.stability(),
                        most.pValue()));
    }

    private boolean isBiased(LabelStatistics.Bias bias) {
        return bias.stability() >= options.threshold && bias.pValue() <= options.alpha;
    }

    private LabelAccounting<I, O> with(Options changed) {
        return new LabelAccounting<>(score, features, changed);
    }
}
