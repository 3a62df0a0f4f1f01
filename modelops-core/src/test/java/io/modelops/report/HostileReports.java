package io.modelops.report;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.monitoring.ComparisonReport;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Reports in which every text is what an attacker, or an accident, made it, and every list is as long as told. */
final class HostileReports {
    private static final ModelName CHURN = ModelName.of("churn");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final int BINS = 10;
    private static final int CATEGORIES = 50;

    private final String text;
    private final int features;
    private final int points;
    private final Random random = new Random(5);

    HostileReports(String text, int features, int points) {
        this.text = text;
        this.features = features;
        this.points = points;
    }

    Stream<Named<Report>> all() {
        return Stream.of(
                Named.of("hostile profile", profile()),
                Named.of("hostile comparison", comparison()),
                Named.of("hostile period", monitoring()));
    }

    ProfileReport profile() {
        return ProfileReport.of(text, rows(1));
    }

    ComparisonReport comparison() {
        return ComparisonReport.between(rows(1), rows(3))
                .titled(text)
                .sides(text, text)
                .build();
    }

    MonitoringReport monitoring() {
        List<MonitoringHistory.Series> series = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        List<Incident> incidents = new ArrayList<>();
        List<Silence> silences = new ArrayList<>();
        List<SliceResult> slices = new ArrayList<>();
        List<LabelCoverage.Group> groups = new ArrayList<>();
        Map<String, Long> failures = new LinkedHashMap<>();
        for (int feature = 0; feature < features; feature++) {
            String name = text + feature;
            series.add(new MonitoringHistory.Series(
                    text,
                    name,
                    IntStream.range(0, points)
                            .mapToObj(point -> new MonitoringHistory.Point(
                                    NOON.plusSeconds(60L * point),
                                    random.nextDouble(),
                                    random.nextDouble(),
                                    Finding.Status.BREACHED))
                            .toList()));
            readings.add(new Reading(
                    text, NOON, new Finding(name, Finding.Status.BREACHED, Severity.CRITICAL, 0.7, 0.2, 900, text)));
            Alert alert = new Alert(
                    "alert-" + feature,
                    CHURN,
                    7,
                    text,
                    name,
                    Severity.CRITICAL,
                    0.7,
                    0.2,
                    text,
                    NOON.plusSeconds(feature));
            incidents.add(new Incident(
                    alert,
                    Incident.State.RESOLVED,
                    List.of(name),
                    List.of(),
                    List.of(
                            new AlertChange(AlertChange.Kind.RAISED, alert.at(), Actor.SYSTEM, ""),
                            new AlertChange(
                                    AlertChange.Kind.ACKNOWLEDGED, NOON.plusSeconds(600), Actor.by("ana"), text),
                            new AlertChange(AlertChange.Kind.RESOLVED, NOON.plusSeconds(900), Actor.SYSTEM, text),
                            new AlertChange(AlertChange.Kind.REOPENED, NOON.plusSeconds(1_200), Actor.SYSTEM, text))));
            silences.add(
                    new Silence("silence-" + feature, text, name, NOON, NOON.plusSeconds(60), Actor.by("ben"), text));
            slices.add(new SliceResult(text, name, 0.7, 0.6, 0.8, 100, 0.75, true));
            groups.add(new LabelCoverage.Group(name, 100, 10));
            failures.put(name, 3L);
        }
        List<PerformanceTrend.Point> measured = IntStream.range(0, points)
                .mapToObj(point ->
                        new PerformanceTrend.Point(NOON.plusSeconds(60L * point), random.nextDouble(), 0, 1, 100))
                .toList();
        List<LabelCoverage.Point> coverage = measured.stream()
                .map(point -> new LabelCoverage.Point(point.at(), point.value()))
                .toList();
        return new MonitoringReport(
                        CHURN,
                        new ModelRef.Numbered(CHURN, 7),
                        NOON,
                        NOON.plusSeconds(60L * points),
                        readings,
                        series,
                        incidents.stream().map(Incident::alert).toList(),
                        failures)
                .with(MonitoringDetails.none()
                        .inputs(comparison())
                        .answers(new HostileReports(text, Math.min(features, 3), points).comparison())
                        .versions(IntStream.rangeClosed(1, 100)
                                .mapToObj(number -> new ServedVersion(
                                        NOON.plusSeconds(600L * number), new ModelRef.Numbered(CHURN, number)))
                                .toList())
                        .performance(IntStream.range(0, Math.min(features, 20))
                                .mapToObj(metric -> new PerformanceTrend(text + metric, true, 0.9, measured, measured))
                                .toList())
                        .slices(slices)
                        .labels(new LabelCoverage(
                                1_000, 100, Duration.ofHours(3), Duration.ofDays(9), coverage, groups))
                        .incidents(incidents)
                        .silences(silences));
    }

    private Profile rows(int weight) {
        List<String> categories = IntStream.range(0, CATEGORIES)
                .mapToObj(category -> text + category)
                .toList();
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int feature = 0; feature < features; feature++) {
            String name = text + feature;
            if (feature % 2 == 0) {
                profiles.add(new FeatureProfile.Numeric(
                        name,
                        IntStream.range(1, BINS)
                                .mapToObj(edge -> edge * 1234.5678)
                                .toList(),
                        counts(BINS + 1, weight),
                        Math.PI,
                        Math.E,
                        -1234.567,
                        98765.432));
            } else {
                profiles.add(new FeatureProfile.Categorical(name, categories, counts(CATEGORIES + 2, weight)));
            }
        }
        return new Profile(12_345, profiles);
    }

    private List<Long> counts(int bins, int weight) {
        return IntStream.range(0, bins)
                .mapToObj(bin -> 1_000L + random.nextInt(3_000) + (bin % 7 == 0 ? weight * 20_000L : 0))
                .toList();
    }
}
