package io.modelops.monitoring.fleet;

import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Summaries for tests. */
final class Summaries {
    static final ModelName MODEL = ModelName.of("churn");
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private Summaries() {}

    /** A summary whose sums are whole numbers, so that adding them rounds nothing. */
    static TrafficSummary random(SplittableRandom random) {
        long errors = random.nextInt(5);
        long answers = random.nextInt(20);
        Histogram latencies = LatencyCounts.histogram();
        TreeMap<Integer, Long> scores = new TreeMap<>();
        long[] bins = new long[4];
        long[] plans = new long[3];
        LabelSums labels = LabelSums.NONE;
        for (int answer = 0; answer < answers; answer++) {
            LatencyCounts.record(latencies, random.nextLong(10_000_000));
            scores.merge(ScoreCounts.bin(random.nextDouble(-2, 2)), 1L, Long::sum);
            bins[random.nextInt(bins.length)]++;
            plans[random.nextInt(plans.length)]++;
            labels = labels.plus(random.nextInt(10), random.nextInt(10));
        }
        return new TrafficSummary(
                new ModelRef.Numbered(MODEL, 1),
                Role.CHAMPION,
                answers + errors,
                errors,
                new LatencyCounts(latencies),
                new ScoreCounts(scores, random.nextInt(3)),
                profile(bins, plans),
                labels);
    }

    /** A summary of four predictions whose ages were counted between these edges. */
    static TrafficSummary inBins(double low, double high) {
        return new TrafficSummary(
                new ModelRef.Numbered(MODEL, 1),
                Role.CHAMPION,
                4,
                0,
                LatencyCounts.NONE,
                ScoreCounts.NONE,
                new Profile(
                        4,
                        List.of(new FeatureProfile.Numeric(
                                "age", List.of(low, high), List.of(1L, 2L, 1L, 0L), 40, 10, 20, 60))),
                LabelSums.NONE);
    }

    static Profile profile(long[] bins, long[] plans) {
        return new Profile(
                bins[0] + bins[1] + bins[2] + bins[3],
                List.of(
                        new FeatureProfile.Numeric(
                                "age",
                                List.of(30.0, 50.0),
                                boxed(bins),
                                Double.NaN,
                                Double.NaN,
                                Double.NaN,
                                Double.NaN),
                        new FeatureProfile.Categorical("plan", List.of("pro"), boxed(plans))));
    }

    private static List<Long> boxed(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
