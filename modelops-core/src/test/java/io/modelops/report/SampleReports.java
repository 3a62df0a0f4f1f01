package io.modelops.report;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.EffectSize;
import io.modelops.monitoring.Incident;
import io.modelops.monitoring.LabelCoverage;
import io.modelops.monitoring.MonitoringDetails;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.PerformanceTrend;
import io.modelops.monitoring.ProfileReport;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.ServedVersion;
import io.modelops.monitoring.Silence;
import io.modelops.monitoring.SliceResult;
import io.modelops.spi.AlertChange;
import io.modelops.spi.Finding;
import io.modelops.spi.Report;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Categories;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Moments;
import io.modelops.statistics.Wilson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;

/** Reports as a team would have them, made from a seed; the main method writes them, to be looked at in a browser. */
final class SampleReports {
    static final ModelName CHURN = ModelName.of("churn");
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int DAYS = 60;
    private static final int TURN = 42;

    private static final Profile TRAINING = rows(new Random(7), 20_000, null, false);
    private static final Profile TRAFFIC = rows(new Random(11), 5_000, TRAINING, true);

    private SampleReports() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments.length > 0 ? arguments[0] : "target/reports");
        profile().writeHtml(directory.resolve("profile.html"));
        comparison().writeHtml(directory.resolve("comparison.html"));
        monitoring().writeHtml(directory.resolve("monitoring.html"));
        monitoring().writeMarkdown(directory.resolve("monitoring.md"));
        monitoring().writeJson(directory.resolve("monitoring.json"));
    }

    static Stream<Named<Report>> all() {
        return Stream.of(
                Named.of("sample profile", profile()),
                Named.of("sample comparison", comparison()),
                Named.of("sample period", monitoring()));
    }

    static ProfileReport profile() {
        return ProfileReport.of("Training data of churn:7", training());
    }

    static ComparisonReport comparison() {
        return ComparisonReport.between(training(), traffic())
                .titled("Inputs of churn in the last week")
                .sides("training data", "last week")
                .importance(Map.of("monthly_charges", 0.31, "contract", 0.27, "tenure_months", 0.22, "age", 0.05))
                .build();
    }

    static MonitoringReport monitoring() {
        ComparisonReport inputs = comparison();
        List<MonitoringHistory.Series> series = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        for (var feature : inputs.features()) {
            double effect = Double.isNaN(feature.effect()) ? 0.02 : feature.effect();
            MonitoringHistory.Series one = series("feature-drift", feature.name(), effect, 0.2);
            series.add(one);
            readings.add(reading(one, feature.name() + ": PSI " + String.format("%.3f", effect)));
        }
        series.add(series("latency", "p99", 0.021, 0.03));
        readings.add(reading(series.get(series.size() - 1), "p99 of 21 ms (limit 30 ms)"));
        readings.add(new Reading(
                "performance",
                end(),
                new Finding(
                        "plan = student",
                        Finding.Status.INSUFFICIENT_DATA,
                        Severity.INFO,
                        Double.NaN,
                        0.8,
                        31,
                        "31 of the 100 labels that are needed")));
        return new MonitoringReport(
                        CHURN,
                        new ModelRef.Numbered(CHURN, 7),
                        START,
                        end(),
                        readings,
                        series,
                        incidents().stream().map(Incident::alert).toList(),
                        Map.of("alert-sink-2", 3L))
                .with(MonitoringDetails.none()
                        .inputs(inputs)
                        .answers(answers("prediction", 0.32, 0.19))
                        .answers(answers("confidence", 0.71, 0.17))
                        .versions(versions())
                        .performance(List.of(trend()))
                        .slices(slices())
                        .labels(labels())
                        .incidents(incidents())
                        .silences(silences()));
    }

    private static ComparisonReport answers(String subject, double mean, double deviation) {
        Random random = new Random(subject.hashCode());
        FeatureProfile first = numeric(
                subject, random.doubles(500).map(draw -> mean * 2 * draw).toArray(), null);
        Profile reference = new Profile(500, List.of(first));
        FeatureProfile latest = numeric(
                subject,
                random.doubles(500)
                        .map(draw -> Math.min(1, mean * 2 * draw + (subject.equals("prediction") ? deviation : 0)))
                        .toArray(),
                reference);
        return ComparisonReport.between(reference, new Profile(500, List.of(latest)))
                .titled(subject)
                .sides("first 500 answers", "latest window")
                .effect(EffectSize.WASSERSTEIN)
                .build();
    }

    private static List<ServedVersion> versions() {
        return List.of(
                new ServedVersion(START.minus(DAY), new ModelRef.Numbered(CHURN, 6)),
                new ServedVersion(START.plus(DAY.multipliedBy(17)), new ModelRef.Numbered(CHURN, 7)));
    }

    static Profile training() {
        return TRAINING;
    }

    static Profile traffic() {
        return TRAFFIC;
    }

    private static Profile rows(Random random, int rows, @Nullable Profile reference, boolean moved) {
        Map<String, IntToDoubleFunction> numbers = new LinkedHashMap<>();
        numbers.put("age", row -> Math.max(18, Math.round(44 + 15 * random.nextGaussian())));
        numbers.put("tenure_months", row -> Math.floor(72 * Math.pow(random.nextDouble(), 1.6)));
        numbers.put("monthly_charges", row -> (moved ? 78 : 62) + (moved ? 34 : 28) * random.nextGaussian());
        numbers.put("data_used_gb", row -> Math.exp(2 + 0.9 * random.nextGaussian()));
        numbers.put("calls_to_support", row -> Math.floor(-Math.log(1 - random.nextDouble()) * 1.3));
        numbers.put("late_payments", row -> random.nextDouble() < 0.8 ? 0 : random.nextInt(1, 6));
        numbers.put(
                "satisfaction",
                row -> random.nextDouble() < (moved ? 0.31 : 0.04) ? Double.NaN : random.nextInt(1, 11));
        numbers.put("discount", row -> 0);
        List<FeatureProfile> features = new ArrayList<>();
        numbers.forEach((name, value) -> features.add(
                numeric(name, IntStream.range(0, rows).mapToDouble(value).toArray(), reference)));
        features.add(categorical(
                "contract",
                rows,
                random,
                reference,
                moved ? new double[] {61, 22, 17} : new double[] {54, 25, 21},
                "month to month",
                "one year",
                "two years"));
        features.add(categorical(
                "internet_service",
                rows,
                random,
                reference,
                moved ? new double[] {30, 33, 14, 23} : new double[] {43, 35, 22, 0},
                "fiber optic",
                "dsl",
                "none",
                "5g home"));
        features.add(categorical(
                "payment_method",
                rows,
                random,
                reference,
                new double[] {34, 23, 22, 21},
                "electronic check",
                "mailed check",
                "bank transfer (automatic)",
                "credit card (automatic)"));
        features.add(categorical(
                "region",
                rows,
                random,
                reference,
                new double[] {12, 11, 10, 9, 9, 8, 8, 7, 7, 6, 5, 4, 2, 1, 1},
                "north",
                "south",
                "east",
                "west",
                "centre",
                "lakes",
                "coast",
                "hills",
                "islands",
                "valley",
                "plain",
                "moor",
                "delta",
                "cape",
                "isthmus"));
        if (!moved) {
            features.add(categorical("paperless", rows, random, null, new double[] {59, 41}, "yes", "no"));
        }
        return new Profile(rows, features);
    }

    private static FeatureProfile numeric(String name, double[] values, @Nullable Profile reference) {
        Binning binning = reference == null
                ? Binning.ofQuantiles(values, 20)
                : Binning.ofEdges(((FeatureProfile.Numeric) reference.find(name).orElseThrow())
                        .edges().stream().mapToDouble(Double::doubleValue).toArray());
        Moments moments = Moments.of(values);
        return new FeatureProfile.Numeric(
                name,
                DoubleStream.of(binning.edges()).boxed().toList(),
                LongStream.of(binning.count(values)).boxed().toList(),
                moments.mean(),
                moments.standardDeviation(),
                moments.min(),
                moments.max());
    }

    private static FeatureProfile categorical(
            String name, int rows, Random random, @Nullable Profile reference, double[] weights, String... categories) {
        List<String> values = new ArrayList<>();
        double total = Arrays.stream(weights).sum();
        for (int row = 0; row < rows; row++) {
            double draw = random.nextDouble() * total;
            int category = 0;
            while (category < weights.length - 1 && draw >= weights[category]) {
                draw -= weights[category++];
            }
            values.add(categories[category]);
        }
        Categories bins = Categories.ofMostFrequent(values, 50);
        return new FeatureProfile.Categorical(
                name, bins.known(), LongStream.of(bins.count(values)).boxed().toList());
    }

    private static Instant end() {
        return START.plus(DAY.multipliedBy(DAYS));
    }

    private static MonitoringHistory.Series series(String monitor, String subject, double last, double threshold) {
        Random random = new Random(subject.hashCode());
        List<MonitoringHistory.Point> points = new ArrayList<>();
        for (int step = 0; step < DAYS * 4; step++) {
            double day = step / 4.0;
            double base = Math.min(last, threshold / 6);
            double grown = day < TURN ? base : base + (last - base) * Math.min(1, (day - TURN) / 4);
            double value = grown * (1 + 0.18 * random.nextGaussian());
            points.add(new MonitoringHistory.Point(
                    START.plus(Duration.ofHours(6L * (step + 1))),
                    value,
                    threshold,
                    value >= threshold ? Finding.Status.BREACHED : Finding.Status.OK));
        }
        return new MonitoringHistory.Series(monitor, subject, points);
    }

    private static Reading reading(MonitoringHistory.Series series, String summary) {
        MonitoringHistory.Point last = series.points().get(series.points().size() - 1);
        boolean breached = last.status() == Finding.Status.BREACHED;
        return new Reading(
                series.monitor(),
                last.at(),
                new Finding(
                        series.subject(),
                        last.status(),
                        breached && last.value() > 0.5
                                ? Severity.CRITICAL
                                : breached ? Severity.WARNING : Severity.INFO,
                        last.value(),
                        last.threshold(),
                        5_000,
                        summary));
    }

    private static PerformanceTrend trend() {
        Random random = new Random(3);
        List<PerformanceTrend.Point> realised = new ArrayList<>();
        List<PerformanceTrend.Point> estimated = new ArrayList<>();
        for (int day = 2; day <= DAYS; day += 2) {
            double truth = day < TURN ? 0.86 : Math.max(0.74, 0.86 - 0.012 * (day - TURN));
            double guess = truth + 0.006 * random.nextGaussian();
            estimated.add(new PerformanceTrend.Point(
                    START.plus(DAY.multipliedBy(day)), guess, guess - 0.022, guess + 0.022, 1_400));
            if (day <= DAYS - 8) {
                int labels = 420;
                long hits = Math.round(labels * (truth + 0.009 * random.nextGaussian()));
                Interval interval = Wilson.interval(hits, labels, 0.95);
                realised.add(new PerformanceTrend.Point(
                        START.plus(DAY.multipliedBy(day)),
                        interval.estimate(),
                        interval.low(),
                        interval.high(),
                        labels));
            }
        }
        return new PerformanceTrend("accuracy", true, 0.8, realised, estimated);
    }

    private static List<SliceResult> slices() {
        List<SliceResult> slices = new ArrayList<>();
        String[] names = {
            "contract = month to month", "contract = one year", "contract = two years", "internet = 5g home"
        };
        long[] hits = {812, 377, 289, 61};
        long[] trials = {1_010, 441, 322, 96};
        for (int slice = 0; slice < names.length; slice++) {
            Interval interval = Wilson.interval(hits[slice], trials[slice], 0.95);
            slices.add(new SliceResult(
                    "accuracy",
                    names[slice],
                    interval.estimate(),
                    interval.low(),
                    interval.high(),
                    trials[slice],
                    0.8,
                    interval.isBelow(0.8)));
        }
        return slices;
    }

    private static LabelCoverage labels() {
        List<LabelCoverage.Point> overTime = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            overTime.add(
                    new LabelCoverage.Point(START.plus(DAY.multipliedBy(day)), 0.32 * Math.min(1, (DAYS - day) / 9.0)));
        }
        return new LabelCoverage(
                84_000,
                24_360,
                Duration.ofHours(105),
                Duration.ofDays(11),
                overTime,
                List.of(
                        new LabelCoverage.Group("score below 0.5", 61_000, 11_590),
                        new LabelCoverage.Group("score 0.5 and more", 23_000, 12_770)));
    }

    private static List<Incident> incidents() {
        Instant first = START.plus(DAY.multipliedBy(12));
        Instant turn = START.plus(DAY.multipliedBy(TURN + 1));
        return List.of(
                incident(
                        alert("a1", "latency", "p99", Severity.WARNING, first, "p99 of 34 ms (limit 30 ms)"),
                        Incident.State.RESOLVED,
                        new AlertChange(AlertChange.Kind.RESOLVED, first.plus(Duration.ofHours(30)), Actor.SYSTEM, "")),
                incident(
                        alert(
                                "a2",
                                "feature-drift",
                                "satisfaction",
                                Severity.CRITICAL,
                                turn,
                                "satisfaction: PSI 0.81 (limit 0.2); missing from 4.0 % to 31.0 %"),
                        Incident.State.ACKNOWLEDGED,
                        new AlertChange(
                                AlertChange.Kind.ACKNOWLEDGED,
                                turn.plus(Duration.ofHours(20)),
                                Actor.by("ana"),
                                "survey tool was replaced")),
                incident(
                        alert(
                                "a3",
                                "feature-drift",
                                "internet_service",
                                Severity.CRITICAL,
                                turn.plus(DAY),
                                "internet_service: PSI 1.9 (limit 0.2); 5g home from 0.0 % to 23.0 %"),
                        Incident.State.ACKNOWLEDGED,
                        new AlertChange(
                                AlertChange.Kind.ACKNOWLEDGED,
                                turn.plus(Duration.ofDays(3)),
                                Actor.by("ben"),
                                "new product, data team told")),
                incident(
                        alert(
                                "a4",
                                "performance",
                                "accuracy",
                                Severity.CRITICAL,
                                turn.plus(Duration.ofDays(6)),
                                "accuracy 0.78 (0.74 to 0.82), threshold 0.8, over 420 labels"),
                        Incident.State.FIRING));
    }

    private static Incident incident(Alert alert, Incident.State state, AlertChange... changes) {
        List<AlertChange> history = new ArrayList<>();
        history.add(new AlertChange(AlertChange.Kind.RAISED, alert.at(), Actor.SYSTEM, ""));
        history.addAll(List.of(changes));
        return new Incident(alert, state, List.of(alert.subject()), List.of(alert.subject()), history);
    }

    private static List<Silence> silences() {
        Instant from = START.plus(DAY.multipliedBy(TURN + 8));
        return List.of(new Silence(
                "silence-1",
                "latency",
                "*",
                from,
                from.plus(Duration.ofDays(5)),
                Actor.by("cai"),
                "load test of the new data centre"));
    }

    private static Alert alert(
            String id, String monitor, String subject, Severity severity, Instant at, String summary) {
        return new Alert(id, CHURN, 7, monitor, subject, severity, 0.81, 0.2, summary, at);
    }
}
