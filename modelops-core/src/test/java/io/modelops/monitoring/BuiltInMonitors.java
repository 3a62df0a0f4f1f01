package io.modelops.monitoring;

import io.modelops.constraint.Constraints;
import io.modelops.spi.Monitor;
import io.modelops.statistics.ClassMetrics;
import io.modelops.statistics.ClassMetrics.Average;
import io.modelops.statistics.Metrics;
import io.modelops.statistics.change.Adwin;
import io.modelops.statistics.change.Ddm;
import io.modelops.statistics.change.Eddm;
import io.modelops.statistics.change.EwmaChart;
import io.modelops.statistics.change.HddmW;
import io.modelops.statistics.change.PageHinkley;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Every monitor of the library, and its variants that keep other things, for customers and scores. */
final class BuiltInMonitors {
    private BuiltInMonitors() {}

    static Map<String, Supplier<Monitor<? super Customer, ? super Double>>> all() {
        Map<String, Supplier<Monitor<? super Customer, ? super Double>>> all = new LinkedHashMap<>();
        all.put("service health", Monitors::serviceHealth);
        all.put("throughput", () -> Monitors.throughput().window(Duration.ofSeconds(60)));
        all.put("staleness", Monitors::staleness);
        all.put(
                "data quality",
                () -> Monitors.dataQuality(Customer.FEATURES)
                        .require(Constraints.parse(
                                "mean(spend) between 50 and 125; spend >= 50 for 90%; distinct(visits) > 3")));
        all.put(
                "data quality by time",
                () -> Monitors.dataQuality(Customer.FEATURES).window(Window.tumbling(Duration.ofMinutes(5))));
        all.put("feature drift", () -> Monitors.featureDrift(Customer.FEATURES));
        all.put(
                "feature drift by time",
                () -> Monitors.featureDrift(Customer.FEATURES)
                        .window(Window.sliding(Duration.ofMinutes(10), Duration.ofMinutes(2))));
        all.put(
                "feature drift against windows before",
                () -> Monitors.featureDrift(Customer.FEATURES)
                        .window(Window.tumbling(200))
                        .reference(Reference.windowsBefore(2)));
        all.put(
                "feature drift against first",
                () -> Monitors.featureDrift(Customer.FEATURES).reference(Reference.first(600)));
        all.put("summary drift", () -> Monitors.summaryDrift(Customer.FEATURES));
        all.put(
                "multivariate drift",
                () -> Monitors.multivariateDrift(Customer.FEATURES)
                        .learnFrom(200)
                        .window(50)
                        .referenceWindows(5));
        all.put(
                "outliers",
                () -> Monitors.outliers(Customer.FEATURES).learnFrom(600).window(70));
        all.put(
                "embedding drift",
                () -> Monitors.<Customer>embeddingDrift(
                                customer -> new float[] {(float) customer.spend(), (float) customer.visits()})
                        .learnFrom(300)
                        .window(64));
        all.put(
                "correlations",
                () -> Monitors.correlations(Customer.FEATURES).learnFrom(300).window(150));
        all.put(
                "classifier drift",
                () -> Monitors.classifierDrift(Customer.FEATURES).learnFrom(300).window(150));
        all.put("prediction drift", () -> Monitors.predictionDrift(Double::doubleValue));
        all.put("class drift", () -> Monitors.<Double>classDrift(BuiltInMonitors::classOf));
        all.put(
                "performance of a mean",
                () -> Monitors.performance(Metrics.meanAbsoluteError(), Double::doubleValue)
                        .window(100));
        all.put(
                "performance of numbers",
                () -> Monitors.performance(Metrics.rocAuc(), Double::doubleValue)
                        .window(100));
        all.put(
                "performance of classes",
                () -> PerformanceMonitors.performance(ClassMetrics.<Double>f1(Average.MACRO, BuiltInMonitors::classOf))
                        .window(100));
        all.put(
                "slice performance",
                () -> PerformanceMonitors.<Customer, Double>slicePerformance(
                                Metrics.meanAbsoluteError(), Double::doubleValue, Customer.FEATURES)
                        .window(200));
        all.put(
                "label accounting",
                () -> PerformanceMonitors.<Customer, Double>labelAccounting(Double::doubleValue, Customer.FEATURES)
                        .generation(500));
        all.put(
                "fairness",
                () -> PerformanceMonitors.<Customer, Double>fairness(Customer::plan, "basic", Double::doubleValue)
                        .window(Window.tumbling(300)));
        all.put(
                "fairness by time",
                () -> PerformanceMonitors.<Customer, Double>fairness(Customer::plan, "basic", Double::doubleValue)
                        .window(Window.sliding(Duration.ofMinutes(10), Duration.ofMinutes(2))));
        all.put("error shift", () -> Monitors.errorShift(Double::doubleValue));
        all.put(
                "error shift by ADWIN",
                () -> Monitors.errorShift(Double::doubleValue).detector(Adwin.builder()));
        all.put(
                "error shift by Page-Hinkley",
                () -> Monitors.errorShift(Double::doubleValue).detector(PageHinkley.builder()));
        all.put(
                "error shift by EWMA",
                () -> Monitors.errorShift(Double::doubleValue).detector(EwmaChart.builder()));
        all.put("mistake shift", Monitors::<Double>mistakeShift);
        all.put("mistake shift by DDM", () -> Monitors.<Double>mistakeShift().detector(Ddm.builder()));
        all.put("mistake shift by EDDM", () -> Monitors.<Double>mistakeShift().detector(Eddm.builder()));
        all.put("mistake shift by HDDM_W", () -> Monitors.<Double>mistakeShift().detector(HddmW.builder()));
        all.put(
                "classifier drift",
                () -> Monitors.classifierDrift(Customer.FEATURES).learnFrom(200).window(100));
        all.put(
                "fairness",
                () -> PerformanceMonitors.<Customer, Double>fairness(Customer::plan, "plan 0", Double::doubleValue)
                        .window(Window.tumbling(200)));
        all.put(
                "fairness by time",
                () -> PerformanceMonitors.<Customer, Double>fairness(Customer::plan, "plan 0", Double::doubleValue)
                        .window(Window.sliding(Duration.ofMinutes(10), Duration.ofMinutes(2))));
        all.put("inform only", () -> Monitors.informOnly(Monitors.featureDrift(Customer.FEATURES)));
        return all;
    }

    static String classOf(Double score) {
        return score > 0.5 ? "high" : "low";
    }
}
