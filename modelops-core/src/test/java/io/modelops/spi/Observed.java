package io.modelops.spi;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions and predictions for tests of observers. */
public final class Observed {
    public static final ModelName MODEL = ModelName.of("churn");
    public static final Instant START = Instant.parse("2004-01-01T00:00:00Z");

    private Observed() {}

    public static ModelVersion version(int number) {
        return version(number, Map.of());
    }

    public static ModelVersion version(int number, Map<String, Double> metrics) {
        Manifest manifest = new Manifest(List.of(new Manifest.File("model.bin", Digest.of("model " + number), 1)));
        ModelDescription description =
                new ModelDescription("test", manifest, null, metrics, Map.of(), Lineage.UNKNOWN, Map.of(), null, "");
        return new ModelVersion(MODEL, number, description, START, Actor.SYSTEM);
    }

    public static <I, O> Observation<I, O> answer(ModelVersion version, long id, I input, O output) {
        return answer(version, Role.CHAMPION, id, input, output);
    }

    public static <I, O> Observation<I, O> answer(ModelVersion version, Role role, long id, I input, O output) {
        return new Observation<>(
                new PredictionId(1, id), START.plusSeconds(id), version, role, input, output, null, 1_000_000);
    }

    public static <I, O> Observation<I, O> failure(ModelVersion version, Role role, long id, I input) {
        return new Observation<>(
                new PredictionId(1, id),
                START.plusSeconds(id),
                version,
                role,
                input,
                null,
                new IllegalStateException("model failed"),
                1_000_000);
    }

    public static <I, O> LabelledObservation<I, O> labelled(Observation<I, O> prediction, O label) {
        return new LabelledObservation<>(prediction, label, prediction.at().plusSeconds(3_600));
    }
}
