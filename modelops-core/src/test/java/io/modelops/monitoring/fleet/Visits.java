package io.modelops.monitoring.fleet;

import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.Profile;
import io.modelops.monitoring.Profiler;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observed;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A seeded stream of predictions, one a second, whose inputs drift after forty minutes. */
final class Visits {
    /** An input. */
    record Visit(double age, String plan) {}

    static final Instant START = Summaries.START;
    static final ModelVersion VERSION = Observed.version(1);
    static final Features<Visit> FEATURES = Features.<Visit>builder()
            .numeric("age", Visit::age)
            .categorical("plan", Visit::plan)
            .build();
    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int IN_A_WINDOW = 600;
    private static final int DRIFTS_AT = 2_400;

    private Visits() {}

    static Profile trainedOn() {
        SplittableRandom random = new SplittableRandom(99);
        List<Visit> rows =
                IntStream.range(0, 2_000).mapToObj(row -> visit(random, false)).toList();
        return Profiler.of(FEATURES).profile(rows);
    }

    /** The prediction with a number, always the same. */
    static Observation<Visit, Double> prediction(int number) {
        SplittableRandom random = new SplittableRandom(31L * number + 7);
        random.nextLong();
        Visit visit = visit(random, number >= DRIFTS_AT);
        Instant at = START.plusSeconds(number);
        PredictionId id = new PredictionId(1, number);
        return random.nextInt(100) == 0
                ? new Observation<>(
                        id, at, VERSION, Role.CHAMPION, visit, null, new IllegalStateException("failed"), 1_000_000)
                : new Observation<>(
                        id,
                        at,
                        VERSION,
                        Role.CHAMPION,
                        visit,
                        random.nextInt(100) / 100.0,
                        null,
                        random.nextLong(1_000_000, 9_000_000));
    }

    static LabelledObservation<Visit, Double> labelled(Observation<Visit, Double> prediction) {
        return new LabelledObservation<>(prediction, 1.0, prediction.at());
    }

    private static Visit visit(SplittableRandom random, boolean drifted) {
        return new Visit(random.nextInt(20, 60) + (drifted ? 15 : 0), random.nextInt(4) == 0 ? "pro" : "free");
    }
}
