package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.monitoring.estimation.BinaryEstimation;
import io.modelops.monitoring.estimation.BinaryMetric;
import io.modelops.monitoring.estimation.Estimate;
import io.modelops.monitoring.estimation.LabelledCounts;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.spi.Observation;
import io.modelops.statistics.Interval;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how well a binary classifier performs before true outcomes are known, by a {@link BinaryEstimation}: period
 * after period of 1,000 predictions of the version that serves. The estimation is given, such as one that travelled with the
 * version, or is learnt from the version's first 1,000 labelled predictions.
 *
 * <p>For each metric it finds up to three things about the latest full period. {@code estimated rocAuc}: the estimate; a
 * breach, {@code WARNING}, when it is below what was usual on the reference. {@code realised rocAuc}: the metric on the true
 * outcomes that have come for predictions of that period; never a breach. {@code rocAuc against its estimate}: a breach,
 * {@code WARNING}, when the truth of the latest period that has 100 outcomes contradicts the estimate for the very same predictions at 99.9 %, which
 * says that the concept drifted and that estimates are not to be trusted.
 *
 * <p>Outcomes count for the period of the prediction, however late they come, as long as the period is one of the last 100.
 * Predictions count that the version gave to callers. When another version becomes the champion, everything starts anew.
 * {@link #periods} has the whole series, for charts.
 *
 * @param <O> the type of the answers
 */
public final class EstimatedPerformance<O> implements Monitor<Object, O>, DetailSource {
    private record Options(
            int every,
            int learnFrom,
            int minLabels,
            double threshold,
            List<BinaryMetric> metrics,
            @Nullable Function<? super ModelVersion, Optional<BinaryEstimation>> given) {}

    private record Row(double score, boolean outcome) {}

    private static final int KEPT = 100;
    private static final double CONTRADICTED_AT = 0.999;
    private static final Options DEFAULTS = new Options(1_000, 1_000, 100, 0.5, BinaryMetric.defaults(), null);

    private final NumericView<O> score;
    private final Options options;
    private final Deque<EstimationPeriod> periods = new ArrayDeque<>();
    private final List<Row> learning = new ArrayList<>();
    private @Nullable ModelVersion serving;
    private @Nullable BinaryEstimation estimation;

    EstimatedPerformance(NumericView<O> score) {
        this(score, DEFAULTS);
    }

    private EstimatedPerformance(NumericView<O> score, Options options) {
        this.score = score;
        this.options = options;
    }

    /**
     * Sets how many predictions make a period; 1,000 unless told.
     *
     * @param predictions the number of predictions, 30 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 30
     */
    public EstimatedPerformance<O> every(int predictions) {
        return with(new Options(
                Settings.atLeast(30, "every", predictions),
                options.learnFrom,
                options.minLabels,
                options.threshold,
                options.metrics,
                options.given));
    }

    /**
     * Sets how many labelled predictions it learns from if no estimation is given; 1,000 unless told.
     *
     * @param outcomes the number of labelled predictions, 100 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 100
     */
    public EstimatedPerformance<O> learnFrom(int outcomes) {
        return with(new Options(
                options.every,
                Settings.atLeast(100, "learnFrom", outcomes),
                options.minLabels,
                options.threshold,
                options.metrics,
                options.given));
    }

    /**
     * Sets how many outcomes of a period there must be before they are compared with the estimate; 100 unless told.
     *
     * @param outcomes the number of outcomes, 30 or more
     * @return a new monitor
     * @throws InvalidInputException if the number is less than 30
     */
    public EstimatedPerformance<O> minLabels(int outcomes) {
        return with(new Options(
                options.every,
                options.learnFrom,
                Settings.atLeast(30, "minLabels", outcomes),
                options.threshold,
                options.metrics,
                options.given));
    }

    /**
     * Sets the score from which on an answer counts as a positive decision; 0.5 unless told.
     *
     * @param score a probability, above 0 and below 1
     * @return a new monitor
     * @throws InvalidInputException if the score is out of its range
     */
    public EstimatedPerformance<O> threshold(double score) {
        return with(new Options(
                options.every,
                options.learnFrom,
                options.minLabels,
                Settings.probability("threshold", score),
                options.metrics,
                options.given));
    }

    /**
     * Sets what is estimated; {@link BinaryMetric#defaults()} unless told. A metric that a given estimation was not learnt
     * for is estimated without a usual range, and so without a breach of it.
     *
     * @param metrics the metrics
     * @return a new monitor
     */
    public EstimatedPerformance<O> metrics(BinaryMetric... metrics) {
        return with(new Options(
                options.every,
                options.learnFrom,
                options.minLabels,
                options.threshold,
                List.of(metrics),
                options.given));
    }

    /**
     * Gives the estimation of each version, such as one that was learnt on its holdout and stored with it.
     *
     * @param ofVersion finds the estimation of a version; if it has none, it is learnt from the first outcomes
     * @return a new monitor
     */
    public EstimatedPerformance<O> reference(Function<? super ModelVersion, Optional<BinaryEstimation>> ofVersion) {
        return with(new Options(
                options.every, options.learnFrom, options.minLabels, options.threshold, options.metrics, ofVersion));
    }

    @Override
    public String name() {
        return "estimated-performance";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        if (!version.equals(serving)) {
            serving = version;
            periods.clear();
            learning.clear();
            estimation =
                    options.given == null ? null : options.given.apply(version).orElse(null);
        }
    }

    @Override
    public void onPrediction(Observation<Object, O> prediction) {
        O output = prediction.output();
        if (estimation == null || output == null || !counts(prediction)) {
            return;
        }
        EstimationPeriod period = periods.peekLast();
        if (period == null || period.size() >= options.every) {
            period = new EstimationPeriod(prediction.at(), estimation);
            periods.addLast(period);
            if (periods.size() > KEPT) {
                periods.removeFirst();
            }
        }
        double value = score.of(output);
        period.add(prediction.at(), value, value >= options.threshold);
    }

    @Override
    public void onLabel(LabelledObservation<Object, O> labelled) {
        O output = labelled.prediction().output();
        if (output == null || !counts(labelled.prediction())) {
            return;
        }
        double value = score.of(output);
        double truth = score.of(labelled.label());
        if (!(value >= 0 && value <= 1) || Double.isNaN(truth)) {
            return;
        }
        if (estimation == null) {
            learning.add(new Row(value, truth >= 0.5));
            learn();
        } else {
            EstimationPeriod period = periodOf(labelled.prediction().at());
            if (period != null) {
                period.label(value, value >= options.threshold, truth >= 0.5);
            }
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        EstimationPeriod latest = latestFull();
        if (estimation == null || latest == null) {
            String missing = estimation == null
                    ? learning.size() + " of the " + options.learnFrom + " labelled predictions to learn from"
                    : "no full period of " + options.every + " predictions yet";
            return options.metrics.stream()
                    .map(metric -> finding("estimated " + metric, Finding.Status.INSUFFICIENT_DATA, missing))
                    .toList();
        }
        List<Finding> findings = new ArrayList<>();
        for (BinaryMetric metric : options.metrics) {
            findings.add(estimated(estimation.estimate(latest.predictions(), metric)));
            if (latest.labels().samples() >= options.minLabels) {
                findings.add(realised(metric, latest.labels()));
            }
            findings.add(compared(metric));
        }
        return findings;
    }

    /** The full periods: what was estimated, and what came true where there are enough labels. */
    @Override
    public MonitoringDetails details(Instant now) {
        List<PerformanceTrend> trends = new ArrayList<>();
        for (BinaryMetric metric : options.metrics) {
            List<EstimatedPeriod> full = periods(metric).stream()
                    .filter(period -> period.estimate().samples() >= options.every)
                    .toList();
            if (!full.isEmpty()) {
                trends.add(new PerformanceTrend(
                        metric.name(),
                        true,
                        full.get(full.size() - 1).estimate().usual().low(),
                        full.stream()
                                .filter(period -> period.labelled() >= options.minLabels)
                                .map(period -> point(period.to(), period.realised(), period.labelled()))
                                .toList(),
                        full.stream()
                                .map(period -> point(
                                        period.to(),
                                        period.estimate().value(),
                                        period.estimate().samples()))
                                .toList()));
            }
        }
        return MonitoringDetails.none().performance(trends);
    }

    private static PerformanceTrend.Point point(Instant at, Interval value, long samples) {
        return new PerformanceTrend.Point(at, value.estimate(), value.low(), value.high(), samples);
    }

    /**
     * The periods that are kept, with what was estimated for each and what came true so far.
     *
     * @param metric the metric
     * @return the periods, oldest first, the one that is filling last
     */
    public List<EstimatedPeriod> periods(BinaryMetric metric) {
        BinaryEstimation learnt = estimation;
        if (learnt == null) {
            return List.of();
        }
        return periods.stream()
                .map(period -> new EstimatedPeriod(
                        period.from(),
                        period.to(),
                        learnt.estimate(period.predictions(), metric),
                        period.labels().realised(metric, 0.95),
                        period.labels().samples()))
                .toList();
    }

    /**
     * The estimation in use, to be stored and given to another node.
     *
     * @return the estimation, empty until it is learnt
     */
    public Optional<BinaryEstimation> estimation() {
        return Optional.ofNullable(estimation);
    }

    private boolean counts(Observation<?, ?> prediction) {
        return prediction.role().isOwn() && prediction.version().equals(serving);
    }

    private void learn() {
        boolean enough = learning.size() >= options.learnFrom;
        if (enough && learning.stream().map(Row::outcome).distinct().count() == 2) {
            double[] scores = learning.stream().mapToDouble(Row::score).toArray();
            boolean[] decisions = new boolean[scores.length];
            boolean[] outcomes = new boolean[scores.length];
            for (int row = 0; row < scores.length; row++) {
                decisions[row] = scores[row] >= options.threshold;
                outcomes[row] = learning.get(row).outcome();
            }
            estimation = BinaryEstimation.learn(scores, decisions, outcomes, options.metrics);
            learning.clear();
        } else if (enough) {
            learning.remove(0); // all outcomes are the same: wait for another, with the latest ones
        }
    }

    private @Nullable EstimationPeriod periodOf(Instant at) {
        for (Iterator<EstimationPeriod> latestFirst = periods.descendingIterator(); latestFirst.hasNext(); ) {
            EstimationPeriod period = latestFirst.next();
            if (!at.isBefore(period.from())) {
                return at.isAfter(period.to()) ? null : period;
            }
        }
        return null;
    }

    private @Nullable EstimationPeriod latestFull() {
        EstimationPeriod latest = null;
        for (EstimationPeriod period : periods) {
            latest = period.size() >= options.every ? period : latest;
        }
        return latest;
    }

    private Finding estimated(Estimate estimate) {
        double value = estimate.value().estimate();
        double least = estimate.usual().low();
        boolean low = value < least;
        return new Finding(
                "estimated " + estimate.metric(),
                Double.isNaN(value)
                        ? Finding.Status.INSUFFICIENT_DATA
                        : low ? Finding.Status.BREACHED : Finding.Status.OK,
                low ? Severity.WARNING : Severity.INFO,
                value,
                least,
                estimate.samples(),
                estimate + String.format(Locale.ROOT, "; usual is %.4g or more", least));
    }

    private static Finding realised(BinaryMetric metric, LabelledCounts labels) {
        Interval realised = labels.realised(metric, 0.95);
        return new Finding(
                "realised " + metric,
                Double.isNaN(realised.estimate()) ? Finding.Status.INSUFFICIENT_DATA : Finding.Status.OK,
                Severity.INFO,
                realised.estimate(),
                Double.NaN,
                labels.samples(),
                String.format(
                        Locale.ROOT,
                        "realised %s %.4g (%.4g to %.4g) on %d true outcomes",
                        metric,
                        realised.estimate(),
                        realised.low(),
                        realised.high(),
                        labels.samples()));
    }

    /** Looks at the latest period with enough truth and estimates for the very same predictions. */
    private Finding compared(BinaryMetric metric) {
        String subject = metric + " against its estimate";
        BinaryEstimation learnt = estimation;
        if (learnt == null) {
            return finding(subject, Finding.Status.INSUFFICIENT_DATA, "nothing learnt yet");
        }
        EstimationPeriod latest = null;
        for (EstimationPeriod period : periods) {
            if (period.labels().samples() >= options.minLabels) {
                latest = period;
            }
        }
        if (latest == null) {
            return finding(
                    subject,
                    Finding.Status.INSUFFICIENT_DATA,
                    "no period has " + options.minLabels + " true outcomes yet");
        }
        LabelledCounts labels = latest.labels();
        Estimate estimate = learnt.withConfidence(CONTRADICTED_AT).estimate(labels.predictions(), metric);
        double truth = labels.realised(metric);
        boolean contradicted = estimate.isContradictedBy(truth);
        return new Finding(
                subject,
                Double.isNaN(truth)
                        ? Finding.Status.INSUFFICIENT_DATA
                        : contradicted ? Finding.Status.BREACHED : Finding.Status.OK,
                contradicted ? Severity.WARNING : Severity.INFO,
                truth - estimate.value().estimate(),
                (estimate.value().high() - estimate.value().low()) / 2,
                labels.samples(),
                String.format(
                        Locale.ROOT,
                        "%s is %.4g on %d true outcomes, estimated %.4g (%.4g to %.4g) for the same predictions%s",
                        metric,
                        truth,
                        labels.samples(),
                        estimate.value().estimate(),
                        estimate.value().low(),
                        estimate.value().high(),
                        contradicted ? ": the concept drifted, don't trust estimates" : ""));
    }

    private static Finding finding(String subject, Finding.Status status, String why) {
        return new Finding(subject, status, Severity.INFO, Double.NaN, Double.NaN, 0, subject + ": " + why);
    }

    private EstimatedPerformance<O> with(Options changed) {
        return new EstimatedPerformance<>(score, changed);
    }
}
