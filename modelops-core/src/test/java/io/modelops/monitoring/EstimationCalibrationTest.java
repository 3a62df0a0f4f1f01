package io.modelops.monitoring;

import static io.modelops.monitoring.PerformanceMonitors.estimatedClassPerformance;
import static io.modelops.monitoring.PerformanceMonitors.estimatedLoss;
import static io.modelops.monitoring.PerformanceMonitors.estimatedPerformance;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.monitoring.estimation.BinaryMetric;
import io.modelops.monitoring.estimation.MulticlassMetric;
import io.modelops.spi.Finding;
import io.modelops.spi.Observation;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often estimates without labels are right about draws of real credit data, of which the truth is known. Scores are
 * functions of what a few columns say, so that the probability of each outcome is what it is in the data.
 */
@Tag("calibrate")
class EstimationCalibrationTest {
    private static final CreditData CREDIT = CreditData.read();
    private static final int ROWS = 1_000;
    private static final int STATUS = CREDIT.columns().indexOf("Status");
    private static final int HOME = CREDIT.columns().indexOf("Home");
    private static final int AMOUNT = CREDIT.columns().indexOf("Amount");
    private static final List<String> HOMES = List.of("owner", "rent", "parents");

    private static final Features<List<String>> FEATURES = Features.<List<String>>builder()
            .categorical("Home", row -> row.get(HOME))
            .numeric("Time", row -> Double.parseDouble(row.get(CREDIT.columns().indexOf("Time"))))
            .numeric("Price", row -> Double.parseDouble(row.get(CREDIT.columns().indexOf("Price"))))
            .build();

    private record Answer(double[] probabilities, int kind) {}

    @Test
    void estimatedPerformance_noDrift_isAsRightAsItSays() {
        Function<List<String>, String> cell = row -> part(row, "Records") + part(row, "Job") + tens(row, "Seniority");
        Map<String, Double> bad = means(cell, row -> row.get(STATUS).equals("bad") ? 1 : 0);
        EstimatedPerformance<Double> monitor = estimatedPerformance(Double::doubleValue)
                .threshold(0.4)
                .metrics(BinaryMetric.rocAuc(), BinaryMetric.accuracy(), BinaryMetric.f1());

        // Scores are too low, and so have to be calibrated.
        check("binary", monitor, List.of(BinaryMetric.rocAuc(), BinaryMetric.accuracy(), BinaryMetric.f1()), row -> {
            double score = Math.pow(bad.getOrDefault(cell.apply(row), 0.0), 1.3);
            return List.of(score, row.get(STATUS).equals("bad") ? 1.0 : 0.0);
        });
    }

    @Test
    void estimatedClassPerformance_noDrift_isAsRightAsItSays() {
        Function<List<String>, String> cell = row -> part(row, "Marital") + tens(row, "Age");
        List<Map<String, Double>> shares = new ArrayList<>();
        for (int one = 0; one <= HOMES.size(); one++) {
            int wanted = one;
            shares.add(means(cell, row -> homeOf(row) == wanted ? 1 : 0));
        }

        check(
                "classes",
                estimatedClassPerformance(Answer::probabilities, Answer::kind)
                        .metrics(MulticlassMetric.ACCURACY, MulticlassMetric.MACRO_F1),
                List.of(MulticlassMetric.ACCURACY, MulticlassMetric.MACRO_F1),
                row -> {
                    double[] probabilities = shares.stream()
                            .mapToDouble(share -> share.getOrDefault(cell.apply(row), 0.0))
                            .toArray();
                    int best = 0;
                    for (int one = 0; one < probabilities.length; one++) {
                        best = probabilities[one] > probabilities[best] ? one : best;
                    }
                    return List.of(new Answer(probabilities, best), new Answer(probabilities, homeOf(row)));
                });
    }

    @Test
    void estimatedLoss_noDrift_isAsRightAsItSays() {
        Function<List<String>, String> cell = row -> part(row, "Time") + part(row, "Home");
        Map<String, Double> amount = means(cell, row -> Double.parseDouble(row.get(AMOUNT)));
        Metric mae = Metrics.meanAbsoluteError();

        check(
                "loss",
                estimatedLoss(mae, Double::doubleValue, FEATURES),
                List.of(mae),
                row -> List.of(amount.getOrDefault(cell.apply(row), 0.0), Double.parseDouble(row.get(AMOUNT))));
    }

    /** The model gives the answer to a row, and the true one. */
    private static <O, K> void check(
            String name,
            EstimationMonitor<? super List<String>, O, K, ?, ?> monitor,
            List<K> metrics,
            Function<List<String>, List<O>> model) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int trials = CalibrateRun.of(12, 1_000);
        int[] missed = new int[metrics.size()];
        int breaches = 0;
        int contradicted = 0;
        for (int trial = 0; trial < trials; trial++) {
            ModelVersion version = version(trial + 1);
            monitor.onServing(version, null);
            for (boolean labelsFirst : new boolean[] {true, false}) {
                List<Runnable> labels = new ArrayList<>();
                int id = 0;
                for (List<String> row : CREDIT.drawn(ROWS, random)) {
                    List<O> both = model.apply(row);
                    take(monitor, answer(version, id++, row, both.get(0)), both.get(1), labels);
                }
                breaches += labelsFirst ? 0 : breached(monitor, "estimated ");
                labels.forEach(Runnable::run);
            }
            contradicted += breached(monitor, "against");
            for (int metric = 0; metric < missed.length; metric++) {
                EstimatedPeriod period = monitor.periods(metrics.get(metric)).get(0);
                missed[metric] +=
                        period.estimate().isContradictedBy(period.realised().estimate()) ? 1 : 0;
            }
        }
        for (int metric = 0; metric < missed.length; metric++) {
            String claim = "estimate-band-" + name + "-"
                    + metrics.get(metric).toString().toLowerCase(Locale.ROOT);
            boolean wide = metrics.get(metric) == MulticlassMetric.MACRO_F1; // as its band says of itself
            (wide
                            ? Claim.atMost(claim, 0.05, missed[metric], trials)
                            : Claim.about(claim, 0.05, 0.5, missed[metric], trials))
                    .check();
        }
        Claim.atMost("estimate-false-breach-" + name, 0.00135 * missed.length, breaches, trials)
                .check();
        Claim.atMost("estimate-false-contradiction-" + name, 0.001 * missed.length, contradicted, trials)
                .check();
    }

    @SuppressWarnings("unchecked") // a monitor only reads observations
    private static <I, O> void take(
            EstimationMonitor<I, O, ?, ?, ?> monitor, Observation<?, O> prediction, O truth, List<Runnable> labels) {
        Observation<I, O> made = (Observation<I, O>) prediction;
        monitor.onPrediction(made);
        labels.add(() -> monitor.onLabel(labelled(made, truth)));
    }

    private static int breached(EstimationMonitor<?, ?, ?, ?, ?> monitor, String about) {
        return (int) monitor.evaluate(START).stream()
                .filter(finding -> finding.subject().contains(about))
                .filter(finding -> finding.status() == Finding.Status.BREACHED)
                .count();
    }

    private static Map<String, Double> means(
            Function<List<String>, String> cell, ToDoubleFunction<List<String>> value) {
        Map<String, double[]> sums = new HashMap<>();
        for (List<String> row : CREDIT.rows()) {
            double[] sum = sums.computeIfAbsent(cell.apply(row), unknown -> new double[2]);
            sum[0] += value.applyAsDouble(row);
            sum[1]++;
        }
        Map<String, Double> means = new HashMap<>();
        sums.forEach((key, sum) -> means.put(key, sum[0] / sum[1]));
        return means;
    }

    private static int homeOf(List<String> row) {
        int home = HOMES.indexOf(row.get(HOME));
        return home < 0 ? HOMES.size() : home;
    }

    private static String part(List<String> row, String column) {
        return row.get(CREDIT.columns().indexOf(column)) + "|";
    }

    private static String tens(List<String> row, String column) {
        String value = row.get(CREDIT.columns().indexOf(column));
        return value.equals("NA") ? value : String.valueOf(Integer.parseInt(value) / 5);
    }
}
