package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Interval;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches a metric on true outcomes. The latest labelled predictions of the version that serves are compared with a
 * baseline: a given value, or else the value of the same name that the version was registered with, or else the version's
 * first outcomes. A loss may grow to 1.25 times the baseline; a metric of which more is better may shrink by that factor.
 *
 * <p>It is a breach when the metric is <em>certainly</em> beyond that: the one-sided 95 % confidence bound is. For a mean
 * of row losses the bound is Student's, for any other metric it comes from 1,000 bootstrap resamples with a fixed seed.
 * Both take outcomes as independent; where errors follow one another closely, ask for more persistence. A breach is
 * {@code WARNING}, and {@code CRITICAL} once the metric is beyond the tolerance by the same factor again.
 *
 * <p>Each evaluation finds one thing, about the metric's name. Predictions count that the version gave to callers, be it as
 * the champion or before that as the challenger; rows that have no finite value are left out and counted in the summary.
 * When another version becomes the champion, everything starts anew.
 *
 * @param <O> the type of the answers
 */
public final class Performance<O> implements Monitor<Object, O>, DetailSource, MemorySource {
    private record Options(
            int window,
            Duration age,
            int minSamples,
            double ratio,
            @Nullable ToDoubleFunction<? super ModelVersion> baseline,
            boolean pointEstimate) {}

    private record Row(Instant at, OutcomeForm.Outcome outcome) {}

    private static final int KEPT = 200;
    private static final Options DEFAULTS = new Options(50, Duration.ZERO, 30, 1.25, null, false);

    private final AnswerMetric<O> metric;
    private final Options options;
    private final OutcomeForm<O> form;
    private final Deque<Row> rows = new ArrayDeque<>();
    private final Deque<PerformanceTrend.Point> trail = new ArrayDeque<>();
    private @Nullable ModelVersion serving;
    private double givenBaseline = Double.NaN;
    private @Nullable Double learntBaseline;
    private long unusable;

    Performance(AnswerMetric<O> metric) {
        this(metric, DEFAULTS);
    }

    private Performance(AnswerMetric<O> metric, Options options) {
        this.metric = metric;
        this.form = OutcomeForm.of(metric);
        this.options = options;
    }

    /**
     * Sets how many of the latest outcomes count; 50 unless told. The least number of samples becomes at most this. A
     * baseline that is learnt takes as many.
     *
     * @param outcomes the number of outcomes, 2 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 2
     */
    public Performance<O> window(int outcomes) {
        Settings.atLeast(2, "window", outcomes);
        return with(new Options(
                outcomes,
                options.age,
                Math.min(options.minSamples, outcomes),
                options.ratio,
                options.baseline,
                options.pointEstimate));
    }

    /**
     * Leaves out predictions that were made longer ago than this; unless told they count whatever their age.
     *
     * @param age the greatest age of a prediction at an evaluation, zero for any
     * @return a new monitor
     */
    public Performance<O> notOlderThan(Duration age) {
        return with(new Options(
                options.window, age, options.minSamples, options.ratio, options.baseline, options.pointEstimate));
    }

    /**
     * Sets how many outcomes there must be before anything is said; 30 unless told.
     *
     * @param outcomes the number of outcomes, 2 to the window's size
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is out of its range
     */
    public Performance<O> minSamples(int outcomes) {
        Settings.atLeast(2, "minSamples", outcomes);
        Settings.samplesIn(options.window, outcomes);
        return with(new Options(
                options.window, options.age, outcomes, options.ratio, options.baseline, options.pointEstimate));
    }

    /**
     * Sets by which factor the metric may be worse than the baseline; 1.25 unless told.
     *
     * @param ratio the factor, 1 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the factor is less than 1 or not finite
     */
    public Performance<O> tolerate(double ratio) {
        return with(new Options(
                options.window,
                options.age,
                options.minSamples,
                Settings.atLeast(1, "tolerate", ratio),
                options.baseline,
                options.pointEstimate));
    }

    /**
     * Compares with a given value.
     *
     * @param value the metric's value as it should be, finite
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the value is not finite
     */
    public Performance<O> baseline(double value) {
        Settings.atLeast(-Double.MAX_VALUE, "baseline", value);
        return baseline(version -> value);
    }

    /**
     * Compares each version with a value of its own, such as what its validation measured.
     *
     * @param ofVersion gives the metric's value as it should be; NaN if it is not known, and then the value that the
     *     version was registered with counts, or else its first outcomes; asked once for each version that serves
     * @return a new monitor
     */
    public Performance<O> baseline(ToDoubleFunction<? super ModelVersion> ofVersion) {
        return with(new Options(
                options.window, options.age, options.minSamples, options.ratio, ofVersion, options.pointEstimate));
    }

    /**
     * Compares the measured value itself and not its confidence bound: quicker, and wrong more often.
     *
     * @return a new monitor
     */
    public Performance<O> pointEstimate() {
        return with(
                new Options(options.window, options.age, options.minSamples, options.ratio, options.baseline, true));
    }

    @Override
    public String name() {
        return "performance";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            rows.clear();
            trail.clear();
            givenBaseline = Double.NaN;
            learntBaseline = null;
            unusable = 0;
            if (options.baseline != null) {
                givenBaseline = options.baseline.applyAsDouble(version);
            }
        }
    }

    @Override
    public void onLabel(LabelledObservation<Object, O> labelled) {
        O output = labelled.prediction().output();
        if (output == null
                || !labelled.prediction().role().isOwn()
                || !labelled.prediction().version().equals(serving)) {
            return;
        }
        if (!metric.isUsable(output, labelled.label())) {
            unusable++;
            return;
        }
        rows.addLast(new Row(labelled.prediction().at(), form.take(output, labelled.label())));
        if (rows.size() > options.window) {
            rows.removeFirst();
        }
        if (learntBaseline == null && rows.size() == options.window) {
            learntBaseline = window().value();
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        if (!options.age.isZero()) {
            Instant oldest = now.minus(options.age);
            rows.removeIf(row -> row.at().isBefore(oldest));
        }
        Double baseline = baseline();
        if (rows.size() < options.minSamples || baseline == null || !Double.isFinite(baseline)) {
            return List.of(insufficient());
        }
        MetricWindow<Object> window = window();
        double value = window.value();
        Interval interval = options.pointEstimate ? window.quickInterval() : window.interval();
        double decisive = options.pointEstimate ? value : window.better(interval);
        trail.addLast(new PerformanceTrend.Point(now, value, interval.low(), interval.high(), rows.size()));
        if (trail.size() > KEPT) {
            trail.removeFirst();
        }
        return List.of(
                Double.isNaN(decisive) ? insufficient() : judged(value, decisive, tolerated(baseline, 1), baseline));
    }

    /** The latest windows; the band is the 90 % interval, of which the better end is the bound that decides. */
    @Override
    public MonitoringDetails details(Instant now) {
        Double baseline = baseline();
        return trail.isEmpty() || baseline == null
                ? MonitoringDetails.none()
                : MonitoringDetails.none()
                        .performance(List.of(new PerformanceTrend(
                                metric.name(),
                                metric.higherIsBetter(),
                                tolerated(baseline, 1),
                                List.copyOf(trail),
                                List.of())));
    }

    /** The outcomes that count, the learnt baseline and the trend; empty if the metric needs whole answers. */
    @Override
    public Optional<byte[]> state() {
        if (serving == null || !rows.stream().allMatch(row -> form.isWritable(row.outcome()))) {
            return Optional.empty();
        }
        return MonitorState.write(name(), settings(), writer -> {
            MonitorState.all(writer, rows, rows.size(), row -> {
                MonitorState.instant(writer, row.at());
                OutcomeForm.write(writer, row.outcome());
            });
            MonitorState.all(writer, trail, trail.size(), point -> {
                MonitorState.instant(writer, point.at());
                writer.number(point.value())
                        .number(point.low())
                        .number(point.high())
                        .count(point.samples());
            });
            MonitorState.optional(writer, learntBaseline, writer::number);
            writer.count(unusable);
        });
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        List<Row> readRows = MonitorState.all(
                reader, options.window, () -> new Row(MonitorState.time(reader), OutcomeForm.read(reader)));
        List<PerformanceTrend.Point> readTrail = MonitorState.all(
                reader,
                KEPT,
                () -> new PerformanceTrend.Point(
                        MonitorState.time(reader), reader.number(), reader.number(), reader.number(), reader.count()));
        Double readBaseline = MonitorState.optional(reader, SketchReader::number);
        long readUnusable = reader.count();
        reader.end();
        rows.clear();
        rows.addAll(readRows);
        trail.clear();
        trail.addAll(readTrail);
        learntBaseline = readBaseline;
        unusable = readUnusable;
    }

    @Override
    public long retainedBytes() {
        return rows.stream().mapToLong(row -> 48 + row.outcome().bytes()).sum() + 72L * trail.size();
    }

    private String settings() {
        return metric.name() + " over " + options.window;
    }

    private Finding judged(double value, double decisive, double tolerated, double baseline) {
        boolean breached = isWorse(decisive, tolerated);
        boolean critical = breached && isWorse(value, tolerated(baseline, 2));
        return new Finding(
                metric.name(),
                breached ? Finding.Status.BREACHED : Finding.Status.OK,
                critical ? Severity.CRITICAL : breached ? Severity.WARNING : Severity.INFO,
                value,
                tolerated,
                rows.size(),
                String.format(
                        Locale.ROOT,
                        "%s is %.4g over the latest %d outcomes%s, tolerated %.4g, baseline %.4g%s",
                        metric.name(),
                        value,
                        rows.size(),
                        options.pointEstimate
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " (%s %.4g)",
                                        metric.higherIsBetter() ? "at most" : "at least",
                                        decisive),
                        tolerated,
                        baseline,
                        unusable == 0 ? "" : "; " + unusable + " outcomes without a finite value left out"));
    }

    private Finding insufficient() {
        boolean learning = baseline() == null;
        return Findings.insufficient(
                metric.name(),
                Double.NaN,
                rows.size(),
                rows.size() + " of the "
                        + (learning
                                ? options.window + " outcomes that make the baseline"
                                : options.minSamples + " outcomes that are needed, or too uniform ones to tell"));
    }

    /** What is given, else what was registered, else what was learnt; null as long as that is not known. */
    private @Nullable Double baseline() {
        if (!Double.isNaN(givenBaseline)) {
            return givenBaseline;
        }
        Double registered = serving == null ? null : serving.metrics().get(metric.name());
        return registered != null ? registered : learntBaseline;
    }

    /** Works for losses and gains of any sign: the baseline moves in the bad direction. */
    private double tolerated(double baseline, int times) {
        double factor = Math.pow(options.ratio, times);
        return metric.higherIsBetter()
                ? baseline - Math.abs(baseline) * (1 - 1 / factor)
                : baseline + Math.abs(baseline) * (factor - 1);
    }

    private boolean isWorse(double value, double limit) {
        return metric.higherIsBetter() ? value < limit : value > limit;
    }

    private MetricWindow<Object> window() {
        return new MetricWindow<>(
                form.metric(),
                rows.stream().map(row -> row.outcome().answer()).toList(),
                rows.stream().map(row -> row.outcome().label()).toList());
    }

    private Performance<O> with(Options changed) {
        return new Performance<>(metric, changed);
    }
}
