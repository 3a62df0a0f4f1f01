package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.FalseDiscoveryRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the summary statistics of the inputs: the mean and the standard deviation of each number and the share of
 * missing values of each feature, against the champion's training data. One has drifted when it moved by its limit or more
 * <em>and</em> a test rejects at alpha after the correction of Benjamini and Hochberg over all statistics of all features.
 * The means are compared by Welch's test; standard deviations by the share of values in the middle bins of the reference,
 * because no test of the deviations themselves holds for heavy-tailed numbers; that and shares of missing values by a test
 * of proportions or, where they are rare, Fisher's exact test. Unlike {@link FeatureDrift} it says
 * plainly what moved, with a 95 % interval; and it sees nothing else.
 *
 * <p>Each evaluation of a window finds one thing per statistic, about subjects such as {@code spend mean}, {@code spend
 * spread} and {@code spend missing}, drifted ones first and then by how many times the limit they moved: {@code WARNING}
 * from the limit on. The inputs that count are those that count for {@link FeatureDrift}.
 *
 * @param <I> the type of the inputs
 */
public final class SummaryDrift<I> implements Monitor<I, Object>, MemorySource {
    private record Limits(double mean, double spread, double missing) {}

    private record Options(Window window, int minSamples, double alpha, Limits limits, Reference reference) {}

    private static final Options DEFAULTS =
            new Options(Window.latest(500), 100, 0.01, new Limits(0.5, 1.5, 0.05), Reference.training());

    private final Features<I> features;
    private final Options options;
    private final ComparedTraffic<I> traffic;
    private final Sides<I> sides;

    SummaryDrift(Features<I> features) {
        this(features, DEFAULTS);
    }

    private SummaryDrift(Features<I> features, Options options) {
        this.features = features;
        this.options = options;
        this.traffic = new ComparedTraffic<>(features, options.window, options.reference);
        this.sides = traffic.sides();
    }

    /**
     * Sets which inputs are judged together; the latest 500 unless told. In a window by count the least number of samples
     * becomes at most the window's.
     *
     * @param window the window
     * @return a new monitor
     */
    public SummaryDrift<I> window(Window window) {
        int least = Math.min(options.minSamples, window.observations(Integer.MAX_VALUE));
        return with(new Options(window, least, options.alpha, options.limits, options.reference));
    }

    /**
     * Sets how many inputs there must be before anything is said; 100 unless told.
     *
     * @param inputs the number of inputs, 2 to the window's size
     * @return a new monitor
     * @throws InvalidInputException if the number is out of its range
     */
    public SummaryDrift<I> minSamples(int inputs) {
        Settings.samplesIn(options.window.observations(Integer.MAX_VALUE), Settings.atLeast(2, "minSamples", inputs));
        return with(new Options(options.window, inputs, options.alpha, options.limits, options.reference));
    }

    /**
     * Sets the accepted share of false alarms among the alarms of one evaluation; 0.01 unless told.
     *
     * @param probability the share, between 0 and 1
     * @return a new monitor
     * @throws InvalidInputException if it is out of its range
     */
    public SummaryDrift<I> alpha(double probability) {
        Settings.probability("alpha", probability);
        return with(new Options(options.window, options.minSamples, probability, options.limits, options.reference));
    }

    /**
     * Sets from where on a change matters.
     *
     * @param mean by how many standard deviations of the reference a mean may move, 0 or more; 0.5 unless told
     * @param spread by what factor a standard deviation may grow or shrink, 1 or more; 1.5 unless told
     * @param missing by how much the share of missing values may change, 0 or more; 0.05 unless told
     * @return a new monitor
     * @throws InvalidInputException if a number is out of its range
     */
    public SummaryDrift<I> limits(double mean, double spread, double missing) {
        Limits limits = new Limits(
                Settings.atLeast(0, "mean limit", mean),
                Settings.atLeast(1, "spread limit", spread),
                Settings.atLeast(0, "missing limit", missing));
        return with(new Options(options.window, options.minSamples, options.alpha, limits, options.reference));
    }

    /**
     * Sets what is compared with; the champion's training profile unless told. With {@link Reference#champion()} what is
     * judged is the challenger's traffic against the champion's.
     *
     * @param reference the reference
     * @return a new monitor
     */
    public SummaryDrift<I> reference(Reference reference) {
        return with(new Options(options.window, options.minSamples, options.alpha, options.limits, reference));
    }

    @Override
    public String name() {
        return traffic.named("summary-drift");
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        traffic.onServing(version, trainedOn);
    }

    @Override
    public void onPrediction(Observation<I, Object> observation) {
        traffic.onPrediction(observation);
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        sides.advance(now);
        TableCounts current = sides.current().orElse(null);
        TableCounts reference = sides.reference().orElse(null);
        if (reference == null || sides.columns().isEmpty()) {
            return List.of(insufficient(sides.collected(), sides.whyNot("inputs")));
        }
        long samples = current == null ? 0 : current.column(0).samples();
        boolean isNew = sides.hasNews();
        if (current == null || samples < options.minSamples) {
            return List.of(
                    insufficient(samples, samples + " of the " + options.minSamples + " inputs that are needed"));
        }
        if (options.reference instanceof Reference.Champion
                && reference.column(0).samples() < Math.min(options.minSamples, 100)) {
            return List.of(insufficient(samples, sides.whyNot("inputs")));
        }
        if (!isNew) {
            return List.of();
        }
        List<SummaryStatistic> statistics = new ArrayList<>();
        for (int index = 0; index < sides.columns().size(); index++) {
            compare(sides.columns().get(index), reference.column(index), current.column(index), statistics);
        }
        double[] pValues = FalseDiscoveryRate.benjaminiHochberg(
                statistics.stream().mapToDouble(SummaryStatistic::pValue).toArray());
        List<Finding> findings = new ArrayList<>();
        Map<String, Double> inLimits = new HashMap<>();
        for (int test = 0; test < pValues.length; test++) {
            SummaryStatistic statistic = statistics.get(test);
            findings.add(judge(statistic, pValues[test], pValues.length, samples));
            inLimits.put(statistic.subject(), 1 / Math.max(1e-9, statistic.limit()));
        }
        return sides.leftOut().toldIn(new Ranking(inLimits).rank(findings));
    }

    /** Windows, and the reference as far as it was collected from traffic. */
    @Override
    public Optional<byte[]> state() {
        return sides.state();
    }

    @Override
    public void restore(byte[] state) {
        sides.restore(state);
    }

    /**
     * How much memory the counts of this monitor take: bounded by the panes of its window and the bins of its features,
     * however much traffic there is.
     *
     * @return about how many bytes, 0 before anything is served
     */
    @Override
    public long retainedBytes() {
        return sides.bytes();
    }

    @Override
    public Map<String, Long> retainedBytesByFeature() {
        return sides.bytesByColumn();
    }

    private void compare(
            DriftColumn<I> column, ColumnCounts reference, ColumnCounts current, List<SummaryStatistic> into) {
        if (column.isNumeric()) {
            into.add(SummaryStatistic.mean(column, reference, current, options.limits.mean));
            into.add(SummaryStatistic.spread(column, reference, current, options.limits.spread));
        }
        into.add(SummaryStatistic.missing(column, reference, current, options.limits.missing));
    }

    private Finding judge(SummaryStatistic statistic, double pValue, int tests, long samples) {
        boolean told = !Double.isNaN(pValue) && !Double.isNaN(statistic.effect());
        boolean breached = told && statistic.effect() >= statistic.limit() && pValue <= options.alpha;
        return new Finding(
                statistic.subject(),
                breached ? Finding.Status.BREACHED : told ? Finding.Status.OK : Finding.Status.INSUFFICIENT_DATA,
                breached ? Severity.WARNING : Severity.INFO,
                statistic.effect(),
                statistic.limit(),
                samples,
                String.format(
                        Locale.ROOT,
                        "%s: %s, limit %s, p %.2g corrected for %d tests, over %d observations",
                        statistic.subject(),
                        statistic.inWords(),
                        BinnedDifference.number(statistic.limit()),
                        pValue,
                        tests,
                        samples));
    }

    private Finding insufficient(long samples, String why) {
        return new Finding(
                "inputs",
                Finding.Status.INSUFFICIENT_DATA,
                Severity.INFO,
                Double.NaN,
                Double.NaN,
                samples,
                "summary statistics: " + why);
    }

    private SummaryDrift<I> with(Options changed) {
        return new SummaryDrift<>(features, changed);
    }
}
