package io.modelops.examples.monitoring;

import static io.modelops.monitoring.Monitors.dataQuality;
import static io.modelops.monitoring.Monitors.errorShift;
import static io.modelops.monitoring.Monitors.featureDrift;
import static io.modelops.monitoring.PerformanceMonitors.labelAccounting;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import io.modelops.ModelOps;
import io.modelops.constraint.Constraints;
import io.modelops.deployment.Deployment;
import io.modelops.model.Actor;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.model.Severity;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.MonitorHost;
import io.modelops.monitoring.Profiler;
import io.modelops.monitoring.Window;
import io.modelops.monitoring.sink.AlertSinks;
import io.modelops.statistics.change.Adwin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What the README says of monitoring, between the markers. */
final class MonitoringExample {
    private MonitoringExample() {}

    static MonitorHost<Subscriber, Score> run(
            Path directory,
            Path model,
            Path reports,
            List<Subscriber> trainingRows,
            List<Subscriber> traffic,
            URI pager,
            String secret,
            Actor ana) {
        // readme: begin
        Features<Subscriber> features = Features.<Subscriber>builder()
                .numeric("tenure", Subscriber::tenureYears, tenure -> tenure.range(0, 40))
                .numeric("charge", Subscriber::charge, charge -> charge.withImportance(0.6))
                .numeric("calls", Subscriber::supportCalls)
                .build();
        Constraints rules = Constraints.parse("charge between 0 and 500 for 99%\nmissing(tenure) <= 2%");
        Profile training = Profiler.of(features).profile(trainingRows);
        rules.check(training).orElseThrow(); // before anybody trains on it

        try (ModelOps ops = ModelOps.builder()
                .directory(directory)
                .node("pod-1") // what all nodes see adds up
                .alertSink(AlertSinks.atLeast(
                        Severity.CRITICAL,
                        AlertSinks.webhook(pager).secret(secret).build()))
                .open()) {
            ops.registry().register("churn", model, with -> with.trainedOn(training)); // no row of it is kept

            Deployment<Subscriber, Score> churn = ops.deploy(
                    "churn:1",
                    Subscriber.class,
                    Score.class,
                    // Data quality, drift, skew, outliers, latency, errors … are watched without a word.
                    with -> with.features(features)
                            .monitor(dataQuality(features).require(rules))
                            .monitor(featureDrift(features).window(Window.sliding(ofDays(1), ofHours(1))))
                            .monitor(errorShift(Score::score)
                                    .detector(Adwin.builder())
                                    .oneFalseAlarmPer(100_000))
                            .monitor(labelAccounting(Score::score, features)));

            traffic.forEach(churn::predict);

            MonitorHost<Subscriber, Score> watch = ops.monitoring(churn);
            watch.incidents(); // firing, acknowledged, resolved; each begins with what changed most
            watch.silence("feature-drift*", "charge", Instant.now().plus(ofDays(2)), ana, "price change of December");
            watch.report(Instant.now()).writeHtml(reports.resolve("churn.html"));

            ops.fleet("churn").between(Instant.now().minus(ofDays(1)), Instant.now()); // one answer for all nodes
            ComparisonReport.between(training, Profiler.of(features).profile(traffic, training))
                    .titled("October against the training data")
                    .build()
                    .writeHtml(reports.resolve("october.html"));
            return watch; // not shown
        }
        // readme: end
    }
}
