package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.FalseDiscoveryRate;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches for parts of the inputs, slices, for which the model is worse than for the rest. Over the latest 1,000 labelled
 * predictions of the version that serves, each category of a feature, and each quarter of a numeric one, is compared with
 * all other rows by a one-sided test: Welch's for a mean of row values, else a normal one with the spread of 200 bootstrap
 * resamples of each side. A slice is a breach, {@code WARNING}, when the p-value is at most 0.01 after correction for the
 * number of slices (Benjamini and Hochberg) and the metric is also worse by a factor of 1.25. Slices with fewer than 30 rows,
 * or with fewer than 30 rows outside, are not tested.
 *
 * <p>Each evaluation finds the worst slice, about {@code slices of rocAuc}, and each breach (ten at most), about the metric
 * and the slice, such as {@code rocAuc of plan basic}. Predictions count that the version gave to callers; rows that the
 * metric can't use don't. When another version becomes the champion, everything starts anew.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class SlicePerformance<I, O> implements Monitor<I, O>, DetailSource, MemorySource {
    private record Options(int window, int minSupport, double ratio, double alpha, boolean pairs) {}

    private static final int MOST_PAIRS = 1_000;
    private static final int MOST_FINDINGS = 10;
    private static final int MOST_SHOWN = 50;
    private static final double TWO_SIDED = 1.959963984540054;
    private static final Options DEFAULTS = new Options(1_000, 30, 1.25, 0.01, false);

    private final AnswerMetric<O> metric;
    private final Features<I> features;
    private final Options options;
    private final OutcomeForm<O> form;
    private final Deque<SliceTests.Row<Object>> rows = new ArrayDeque<>();

    /** By the names of pairs of slices the value of the worse one of the two. */
    private final Map<String, Double> weakerThan = new HashMap<>();

    private @Nullable ModelVersion serving;

    SlicePerformance(AnswerMetric<O> metric, Features<I> features) {
        this(metric, features, DEFAULTS);
    }

    private SlicePerformance(AnswerMetric<O> metric, Features<I> features, Options options) {
        this.metric = metric;
        this.features = features;
        this.form = OutcomeForm.of(metric);
        this.options = options;
    }

    /**
     * Sets how many of the latest outcomes count; 1,000 unless told.
     *
     * @param outcomes the number of outcomes, 60 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 60
     */
    public SlicePerformance<I, O> window(int outcomes) {
        return with(new Options(
                Settings.atLeast(60, "window", outcomes),
                options.minSupport,
                options.ratio,
                options.alpha,
                options.pairs));
    }

    /**
     * Sets how many rows a slice needs; 30 unless told.
     *
     * @param rows the number of rows, 10 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is less than 10
     */
    public SlicePerformance<I, O> minSupport(int rows) {
        return with(new Options(
                options.window, Settings.atLeast(10, "minSupport", rows), options.ratio, options.alpha, options.pairs));
    }

    /**
     * Sets by which factor a slice may be worse than the rest; 1.25 unless told.
     *
     * @param ratio the factor, 1 or more
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the factor is less than 1 or not finite
     */
    public SlicePerformance<I, O> tolerate(double ratio) {
        return with(new Options(
                options.window,
                options.minSupport,
                Settings.atLeast(1, "tolerate", ratio),
                options.alpha,
                options.pairs));
    }

    /**
     * Sets how certain a breach is; 0.01 unless told.
     *
     * @param alpha the greatest corrected p-value, above 0 and below 1
     * @return a new monitor
     * @throws io.modelops.model.InvalidInputException if the number is out of its range
     */
    public SlicePerformance<I, O> significance(double alpha) {
        return with(new Options(
                options.window,
                options.minSupport,
                options.ratio,
                Settings.probability("significance", alpha),
                options.pairs));
    }

    /**
     * Searches for weak segments: besides single slices also what each two slices of different features have in common is
     * compared with all other rows, the 1,000 largest (100 for a metric that is no mean of row values). All that are tested
     * count for the correction. A common part is a breach only if it is also worse than both of its slices, by the factor
     * that a slice may be worse than the rest.
     *
     * @return a new monitor
     */
    public SlicePerformance<I, O> pairs() {
        return with(new Options(options.window, options.minSupport, options.ratio, options.alpha, true));
    }

    @Override
    public String name() {
        return "slice-performance";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            rows.clear();
        }
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        O output = labelled.prediction().output();
        if (output == null
                || !labelled.prediction().role().isOwn()
                || !labelled.prediction().version().equals(serving)
                || !metric.isUsable(output, labelled.label())) {
            return;
        }
        I input = labelled.prediction().input();
        Object[] values =
                features.all().stream().map(feature -> value(feature, input)).toArray();
        OutcomeForm.Outcome outcome = form.take(output, labelled.label());
        rows.addLast(new SliceTests.Row<>(outcome.answer(), outcome.label(), values));
        if (rows.size() > options.window) {
            rows.removeFirst();
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        List<SliceTests.Outcome> outcomes = outcomes();
        if (outcomes.isEmpty()) {
            return List.of(new Finding(
                    "slices of " + metric.name(),
                    Finding.Status.INSUFFICIENT_DATA,
                    Severity.INFO,
                    Double.NaN,
                    Double.NaN,
                    rows.size(),
                    "slices of " + metric.name() + ": none has " + options.minSupport
                            + " outcomes inside and outside"));
        }
        double[] adjusted = adjusted(outcomes);
        List<Finding> breaches = new ArrayList<>();
        int worst = 0;
        for (int i = 0; i < adjusted.length; i++) {
            worst = outcomes.get(i).pValue() < outcomes.get(worst).pValue() ? i : worst;
            if (isBreached(outcomes.get(i), adjusted[i])) {
                breaches.add(finding(metric.name() + " of " + outcomes.get(i).slice(), outcomes.get(i), adjusted[i]));
            }
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(finding("slices of " + metric.name(), outcomes.get(worst), adjusted[worst]));
        breaches.stream()
                .sorted(Comparator.comparing(
                        Finding::value,
                        metric.higherIsBetter() ? Comparator.naturalOrder() : Comparator.reverseOrder()))
                .limit(MOST_FINDINGS)
                .forEach(findings::add);
        return findings;
    }

    @Override
    public MonitoringDetails details(Instant now) {
        List<SliceTests.Outcome> outcomes = outcomes();
        double[] adjusted = adjusted(outcomes);
        List<SliceResult> results = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            SliceTests.Outcome outcome = outcomes.get(i);
            results.add(new SliceResult(
                    metric.name(),
                    outcome.slice(),
                    outcome.value(),
                    outcome.value() - TWO_SIDED * outcome.deviation(),
                    outcome.value() + TWO_SIDED * outcome.deviation(),
                    outcome.rows(),
                    tolerated(outcome.rest()),
                    isBreached(outcome, adjusted[i])));
        }
        results.sort(Comparator.comparing(SliceResult::breached).reversed());
        return MonitoringDetails.none().slices(results.subList(0, Math.min(MOST_SHOWN, results.size())));
    }

    /** The outcomes that count; empty if the metric needs whole answers. */
    @Override
    public Optional<byte[]> state() {
        if (serving == null
                || !rows.stream()
                        .allMatch(row -> form.isWritable(new OutcomeForm.Outcome(row.answer(), row.label())))) {
            return Optional.empty();
        }
        return MonitorState.write(
                name(),
                settings(),
                writer -> MonitorState.all(writer, rows, rows.size(), row -> {
                    OutcomeForm.write(writer, new OutcomeForm.Outcome(row.answer(), row.label()));
                    for (Object value : row.values()) {
                        OutcomeForm.write(writer, value);
                    }
                }));
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), settings());
        List<SliceTests.Row<Object>> read = MonitorState.all(reader, options.window, () -> {
            OutcomeForm.Outcome outcome = OutcomeForm.read(reader);
            Object[] values = new Object[features.all().size()];
            Arrays.setAll(values, feature -> OutcomeForm.readValue(reader));
            return new SliceTests.Row<>(outcome.answer(), outcome.label(), values);
        });
        reader.end();
        rows.clear();
        rows.addAll(read);
    }

    @Override
    public long retainedBytes() {
        return rows.stream()
                .mapToLong(row -> new OutcomeForm.Outcome(row.answer(), row.label()).bytes()
                        + Arrays.stream(row.values())
                                .mapToLong(OutcomeForm::bytes)
                                .sum())
                .sum();
    }

    @Override
    public Map<String, Long> retainedBytesByFeature() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (int feature = 0; feature < features.all().size(); feature++) {
            int column = feature;
            bytes.put(
                    features.all().get(feature).name(),
                    rows.stream()
                            .mapToLong(row -> OutcomeForm.bytes(row.values()[column]))
                            .sum());
        }
        return bytes;
    }

    private String settings() {
        return metric.name() + " over " + options.window + " by "
                + features.all().stream().map(Feature::name).toList();
    }

    private List<SliceTests.Outcome> outcomes() {
        SliceTests<Object> tests = new SliceTests<>(form.metric(), List.copyOf(rows), options.minSupport);
        Map<String, int[]> slices =
                tests.slices(features.all().stream().map(Feature::name).toList());
        List<SliceTests.Outcome> outcomes = new ArrayList<>();
        slices.forEach((name, members) -> outcomes.add(tests.outcome(name, members)));
        weakerThan.clear();
        if (options.pairs) {
            Map<String, Double> values = new HashMap<>();
            outcomes.forEach(outcome -> values.put(outcome.slice(), outcome.value()));
            int most = metric.rowValue().isPresent() ? MOST_PAIRS : MOST_PAIRS / 10;
            for (SliceTests.Common pair :
                    tests.pairs(features.all().stream().map(Feature::name).toList(), most)) {
                outcomes.add(tests.outcome(pair.name(), pair.rows()));
                double first = values.getOrDefault(pair.first(), Double.NaN);
                double second = values.getOrDefault(pair.second(), Double.NaN);
                weakerThan.put(
                        pair.name(), metric.higherIsBetter() ? Math.min(first, second) : Math.max(first, second));
            }
        }
        outcomes.removeIf(outcome -> Double.isNaN(outcome.pValue()));
        return outcomes;
    }

    private static double[] adjusted(List<SliceTests.Outcome> outcomes) {
        return FalseDiscoveryRate.benjaminiHochberg(
                outcomes.stream().mapToDouble(SliceTests.Outcome::pValue).toArray());
    }

    private boolean isBreached(SliceTests.Outcome outcome, double adjusted) {
        double limit = tolerated(outcome.rest());
        boolean worse = metric.higherIsBetter() ? outcome.value() < limit : outcome.value() > limit;
        return worse && adjusted <= options.alpha && isWeakerThanItsSlices(outcome);
    }

    private boolean isWeakerThanItsSlices(SliceTests.Outcome outcome) {
        double weakest = weakerThan.getOrDefault(outcome.slice(), Double.NaN);
        double limit = tolerated(weakest);
        return Double.isNaN(weakest) || (metric.higherIsBetter() ? outcome.value() < limit : outcome.value() > limit);
    }

    private double tolerated(double rest) {
        return metric.higherIsBetter()
                ? rest - Math.abs(rest) * (1 - 1 / options.ratio)
                : rest + Math.abs(rest) * (options.ratio - 1);
    }

    private Finding finding(String subject, SliceTests.Outcome outcome, double adjusted) {
        boolean breached = isBreached(outcome, adjusted);
        return Findings.judged(
                subject,
                breached,
                outcome.value(),
                tolerated(outcome.rest()),
                outcome.rows(),
                String.format(
                        Locale.ROOT,
                        "%s is %.4g (%.4g to %.4g) for %s (%d outcomes) and %.4g for the rest, p = %.2g after correction",
                        metric.name(),
                        outcome.value(),
                        outcome.value() - TWO_SIDED * outcome.deviation(),
                        outcome.value() + TWO_SIDED * outcome.deviation(),
                        outcome.slice(),
                        outcome.rows(),
                        outcome.rest(),
                        adjusted));
    }

    private static <I> Object value(Feature<I> feature, I input) {
        if (feature instanceof Feature.Numeric<I> numeric) {
            return numeric.value().applyAsDouble(input);
        }
        if (feature instanceof Feature.Categorical<I> categorical) {
            String value = categorical.value().apply(input);
            return value == null ? SliceTests.MISSING : KeptText.of(value);
        }
        return SliceTests.MISSING;
    }

    private SlicePerformance<I, O> with(Options changed) {
        return new SlicePerformance<>(metric, features, changed);
    }
}
