package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.GroupFairness;
import io.modelops.statistics.GroupFairness.Counts;
import io.modelops.statistics.Interval;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a binary decision treats groups of people alike, period after period of 1,000 predictions of the
 * version that serves: each group against one that is taken as favoured, by the measures of {@link FairnessMeasure}. A
 * positive decision is the favourable one.
 *
 * <p>A breach, {@code WARNING}, when the whole interval of a measure is beyond what is tolerated: a difference of 0.1,
 * or a ratio below 0.8 or above 1.25. Intervals are those of {@link GroupFairness}, at 99 % for all groups and measures
 * of an evaluation together (Bonferroni). A share of fewer than 30 rows is not judged. Measures of decisions look at
 * the latest full period, those that need outcomes at the latest one in which a group has enough; an outcome counts for
 * the period of its prediction, however late it comes, as long as the period is one of the last 100 with predictions.
 *
 * <p>Each evaluation finds one thing about each group and measure, such as
 * {@code statisticalParityDifference of female against male}. Predictions without a group or a score are left out.
 * Beyond 50 groups in a period, further ones are taken as one, {@code (others)}. When another version becomes the
 * champion, everything starts anew. All periods survive a restart.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class Fairness<I, O> implements Monitor<I, O>, DetailSource, MemorySource {
    private record Options(
            double threshold, Window window, int minSamples, double alpha, Map<FairnessMeasure, Interval> tolerated) {}

    /** What was measured of a group in a period. */
    private record Measured(FairnessMeasure measure, String group, Interval interval, long samples) {}

    private static final double SHOWN_CONFIDENCE = 0.95;

    private final Function<? super I, @Nullable String> group;
    private final String favoured;
    private final NumericView<O> score;
    private final Options options;
    private LabelledPeriods<GroupCounts> periods;
    private @Nullable ModelVersion serving;

    Fairness(Function<? super I, @Nullable String> group, String favoured, NumericView<O> score) {
        this(group, favoured, score, new Options(0.5, Window.tumbling(1_000), 30, 0.01, usualLimits()));
    }

    private Fairness(
            Function<? super I, @Nullable String> group, String favoured, NumericView<O> score, Options options) {
        this.group = group;
        this.favoured = KeptText.of(favoured);
        this.score = score;
        this.options = options;
        this.periods = new LabelledPeriods<>(options.window, () -> new GroupCounts(this.favoured));
    }

    /**
     * Sets the score from which on an answer counts as a positive decision; 0.5 unless told.
     *
     * @param score any finite number
     * @return a new monitor
     * @throws InvalidInputException if the score is not finite
     */
    public Fairness<I, O> threshold(double score) {
        if (!Double.isFinite(score)) {
            throw new InvalidInputException(
                    "Monitor setting threshold " + score + " is not allowed: expected a finite number.");
        }
        return with(new Options(score, options.window, options.minSamples, options.alpha, options.tolerated));
    }

    /**
     * Sets which predictions make a period; {@code Window.tumbling(1_000)} unless told.
     *
     * @param window the periods; those that overlap are judged each time that one of their steps is over
     * @return a new monitor
     */
    public Fairness<I, O> window(Window window) {
        return with(new Options(options.threshold, window, options.minSamples, options.alpha, options.tolerated));
    }

    /**
     * Sets of how many rows each share must be, in the group and in the favoured one; 30 unless told.
     *
     * @param rows the number of rows, 10 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 10
     */
    public Fairness<I, O> minSamples(int rows) {
        return with(new Options(
                options.threshold,
                options.window,
                Settings.atLeast(10, "minSamples", rows),
                options.alpha,
                options.tolerated));
    }

    /**
     * Sets how seldom an evaluation has a breach by chance; 0.01 unless told.
     *
     * @param alpha the probability that any interval excludes the truth, above 0 and below 1
     * @return a new monitor
     * @throws InvalidInputException if the number is out of its range
     */
    public Fairness<I, O> significance(double alpha) {
        return with(new Options(
                options.threshold,
                options.window,
                options.minSamples,
                Settings.probability("significance", alpha),
                options.tolerated));
    }

    /**
     * Sets what is tolerated of a measure.
     *
     * @param measure the measure
     * @param low the least value: 0.8 for the ratio and -0.1 for differences unless told
     * @param high the greatest value: 1.25 for the ratio and 0.1 for differences unless told
     * @return a new monitor
     * @throws InvalidInputException if the values are not numbers in order
     */
    public Fairness<I, O> tolerate(FairnessMeasure measure, double low, double high) {
        if (!(low <= high)) {
            throw new InvalidInputException("Tolerated " + measure.label() + " of " + low + " to " + high
                    + " is not allowed: expected two numbers in order.");
        }
        Map<FairnessMeasure, Interval> changed = new EnumMap<>(options.tolerated);
        changed.put(measure, new Interval(low, Double.NaN, high, SHOWN_CONFIDENCE));
        return with(new Options(options.threshold, options.window, options.minSamples, options.alpha, changed));
    }

    /**
     * Sets what is measured; all of {@link FairnessMeasure} unless told. Limits that were set are forgotten.
     *
     * @param measures the measures, at least one
     * @return a new monitor
     * @throws InvalidInputException if there is none
     */
    public Fairness<I, O> measures(FairnessMeasure... measures) {
        Settings.atLeast(1, "number of measures", measures.length);
        Map<FairnessMeasure, Interval> chosen = usualLimits();
        chosen.keySet().retainAll(List.of(measures));
        return with(new Options(options.threshold, options.window, options.minSamples, options.alpha, chosen));
    }

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            periods = new LabelledPeriods<>(options.window, () -> new GroupCounts(favoured));
        }
    }

    @Override
    public void onPrediction(Observation<I, O> prediction) {
        O output = prediction.output();
        String member = output == null || !counts(prediction) ? null : memberOf(prediction.input());
        double value = output == null || member == null ? Double.NaN : score.of(output);
        if (member == null || Double.isNaN(value)) {
            return;
        }
        GroupCounts period = periods.take(prediction.at(), prediction.input());
        if (period != null) {
            period.add(member, value >= options.threshold);
        }
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        Observation<I, O> prediction = labelled.prediction();
        O output = prediction.output();
        String member = output == null || !counts(prediction) ? null : memberOf(prediction.input());
        double value = output == null || member == null ? Double.NaN : score.of(output);
        double truth = member == null ? Double.NaN : score.of(labelled.label());
        if (member == null || Double.isNaN(value) || Double.isNaN(truth)) {
            return;
        }
        GroupCounts period = periods.find(prediction.at(), prediction.input());
        if (period != null) {
            period.label(member, value >= options.threshold, truth >= 0.5);
        }
    }

    private boolean counts(Observation<?, ?> prediction) {
        return prediction.role().isOwn() && prediction.version().equals(serving);
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        periods.advance(now);
        Set<String> groups = groups();
        if (groups.isEmpty()) {
            return List.of(missing(
                    "fairness against " + favoured, "no full period (" + options.window + ") with another group yet"));
        }
        List<Finding> findings = new ArrayList<>();
        for (FairnessMeasure measure : options.tolerated.keySet()) {
            for (String other : groups) {
                findings.add(latest(measure, other, confidence(groups))
                        .map(this::finding)
                        .orElseGet(() -> missing(
                                subject(measure, other),
                                "no period has " + options.minSamples + " rows for each share yet")));
            }
        }
        return findings;
    }

    /** The groups of the latest full period. */
    private Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        periods.latest(LabelledPeriods.Period::full)
                .ifPresent(period -> groups.addAll(period.counts().groups()));
        groups.remove(favoured);
        return groups;
    }

    private double confidence(Set<String> groups) {
        return 1 - options.alpha / (groups.size() * options.tolerated.size());
    }

    private Optional<Measured> latest(FairnessMeasure measure, String other, double confidence) {
        return periods.latest(
                        period -> measure.needsOutcomes() ? isEnough(period.counts(), measure, other) : period.full())
                .flatMap(period -> measured(period.counts(), measure, other, confidence));
    }

    private boolean isEnough(GroupCounts counts, FairnessMeasure measure, String other) {
        return measure.leastRows(counts.of(other, measure.needsOutcomes())) >= options.minSamples
                && measure.leastRows(counts.of(favoured, measure.needsOutcomes())) >= options.minSamples;
    }

    private Optional<Measured> measured(GroupCounts counts, FairnessMeasure measure, String other, double confidence) {
        if (!isEnough(counts, measure, other)) {
            return Optional.empty();
        }
        Counts rows = counts.of(other, measure.needsOutcomes());
        Counts favouredRows = counts.of(favoured, measure.needsOutcomes());
        Interval interval = measure.of(GroupFairness.of(rows, favouredRows, confidence));
        return Optional.of(new Measured(measure, other, interval, rows.total() + favouredRows.total()));
    }

    private Finding finding(Measured one) {
        Interval tolerated = tolerated(one);
        Interval interval = one.interval;
        boolean breached = isBreached(one);
        return new Finding(
                subject(one.measure, one.group),
                breached
                        ? Finding.Status.BREACHED
                        : Double.isNaN(interval.estimate()) ? Finding.Status.INSUFFICIENT_DATA : Finding.Status.OK,
                breached ? Severity.WARNING : Severity.INFO,
                interval.estimate(),
                limit(one),
                one.samples,
                String.format(
                        Locale.ROOT,
                        "%s is %.4g (%.4g to %.4g) on %d rows, tolerated is %.4g to %.4g",
                        subject(one.measure, one.group),
                        interval.estimate(),
                        interval.low(),
                        interval.high(),
                        one.samples,
                        tolerated.low(),
                        tolerated.high()));
    }

    private Interval tolerated(Measured one) {
        return options.tolerated.getOrDefault(one.measure, one.interval);
    }

    private boolean isBreached(Measured one) {
        return one.interval.isBelow(tolerated(one).low())
                || one.interval.isAbove(tolerated(one).high());
    }

    /** The end of what is tolerated that the value is nearer to. */
    private double limit(Measured one) {
        Interval tolerated = tolerated(one);
        double value = one.interval.estimate();
        return value - tolerated.low() < tolerated.high() - value ? tolerated.low() : tolerated.high();
    }

    /**
     * Each group as a slice, by what the latest evaluation saw of it, and the measures over time. Trends have no
     * threshold: a point beyond what is tolerated is no breach unless its whole interval is.
     */
    @Override
    public MonitoringDetails details(Instant now) {
        Set<String> groups = groups();
        List<SliceResult> latest = new ArrayList<>();
        List<PerformanceTrend> trends = new ArrayList<>();
        for (FairnessMeasure measure : options.tolerated.keySet()) {
            for (String other : groups) {
                latest(measure, other, confidence(groups)).map(this::slice).ifPresent(latest::add);
                trends.add(new PerformanceTrend(
                        subject(measure, other), true, Double.NaN, points(measure, other), List.of()));
            }
        }
        return MonitoringDetails.none().performance(trends).slices(latest);
    }

    private SliceResult slice(Measured one) {
        return new SliceResult(
                one.measure.label() + " against " + favoured,
                one.group,
                one.interval.estimate(),
                one.interval.low(),
                one.interval.high(),
                one.samples,
                limit(one),
                isBreached(one));
    }

    private List<PerformanceTrend.Point> points(FairnessMeasure measure, String other) {
        List<PerformanceTrend.Point> points = new ArrayList<>();
        for (LabelledPeriods.Period<GroupCounts> period : periods.periods()) {
            if (period.full() || measure.needsOutcomes()) {
                measured(period.counts(), measure, other, SHOWN_CONFIDENCE)
                        .ifPresent(one -> points.add(EstimationFindings.point(period.to(), one.interval, one.samples)));
            }
        }
        return points;
    }

    /**
     * How many predictions were left out because their period was over, or because their input had no time.
     *
     * @return their number since the version serves
     */
    public long leftOut() {
        return periods.leftOut();
    }

    @Override
    public Optional<byte[]> state() {
        return serving == null
                ? Optional.empty()
                : MonitorState.write(
                        name(), settings(), writer -> periods.write(writer, (into, counts) -> counts.write(into)));
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        LabelledPeriods<GroupCounts> read = new LabelledPeriods<>(options.window, () -> new GroupCounts(favoured));
        read.read(reader, from -> GroupCounts.read(from, favoured));
        reader.end();
        periods = read;
    }

    private String settings() {
        return favoured + " from " + options.threshold + " in " + options.window;
    }

    @Override
    public long retainedBytes() {
        return periods.bytes();
    }

    private @Nullable String memberOf(I input) {
        String member = group.apply(input);
        return member == null ? null : KeptText.of(member);
    }

    private String subject(FairnessMeasure measure, String other) {
        return measure.label() + " of " + other + " against " + favoured;
    }

    private static Finding missing(String subject, String why) {
        return EstimationFindings.missing(subject, why);
    }

    private static Map<FairnessMeasure, Interval> usualLimits() {
        Map<FairnessMeasure, Interval> limits = new EnumMap<>(FairnessMeasure.class);
        for (FairnessMeasure measure : FairnessMeasure.values()) {
            limits.put(measure, new Interval(measure.low(), Double.NaN, measure.high(), SHOWN_CONFIDENCE));
        }
        return limits;
    }

    private Fairness<I, O> with(Options changed) {
        return new Fairness<>(group, favoured, score, changed);
    }
}
