package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.DataType;
import io.modelops.model.Digest;
import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureSpec;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.Severity;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.model.Verdict;
import io.modelops.spi.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events of every type, in an order in which a log can hold them. New ones go to the end: a file holds their lines. */
final class EventSamples {
    static final ModelName CHURN = ModelName.of("churn");
    static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901234Z");
    static final Change BARE = change(new RegistryEvent.Registered(
            CHURN,
            1,
            new ModelDescription(
                    "onnx",
                    new Manifest(List.of(new Manifest.File("churn.onnx", Digest.of("abc"), 3))),
                    null,
                    Map.of(),
                    Map.of(),
                    Lineage.UNKNOWN,
                    Map.of(),
                    null,
                    "")));

    private static final UUID ROLLOUT = new UUID(0x1111, 0x2222);
    private static final UUID STOPPED = new UUID(0x3333, 0x4444);
    private static final UUID PAUSED = new UUID(0x5555, 0x6666);

    private EventSamples() {}

    static List<Change> all() {
        return List.of(
                BARE,
                change(new RegistryEvent.Registered(CHURN, 2, full())),
                new Change(
                        new RegistryEvent.Validated(
                                CHURN, 2, Verdict.INCONCLUSIVE, Digest.of("report"), "3 of 4 checks pass"),
                        Actor.SYSTEM,
                        "Größe \"unklar\"\n"),
                new Change(new RegistryEvent.Approved(CHURN, 2), Actor.by("ana"), "meets the Q3 target"),
                change(new RegistryEvent.Tagged(CHURN, 2, "stage", "prod")),
                change(new RegistryEvent.Tagged(CHURN, 2, "stage", null)),
                change(new RegistryEvent.AliasMoved(CHURN, "champion", null, 1)),
                change(new RegistryEvent.AliasMoved(CHURN, "champion", 1, 2)),
                change(new RegistryEvent.AliasMoved(CHURN, "champion", 2, null)),
                change(new RegistryEvent.RolloutStarted(CHURN, ROLLOUT, "champion", 1, 2, "shadow PT10M, canary 5 %")),
                change(new RegistryEvent.RolloutAdvanced(CHURN, ROLLOUT, 0, "canary 5 %", 0.05)),
                change(new RegistryEvent.RolloutEnded(CHURN, ROLLOUT, 2, true, "all guards held")),
                change(new RegistryEvent.RolloutStarted(CHURN, STOPPED, "champion", 2, 1, "canary 50 %")),
                change(new RegistryEvent.RolloutEnded(CHURN, STOPPED, 1, false, "error rate 3 % against 1 %")),
                change(new RegistryEvent.AlertRaised(
                        CHURN,
                        new Alert(
                                "alert-1",
                                CHURN,
                                2,
                                "feature-drift",
                                "spend",
                                Severity.CRITICAL,
                                0.31,
                                Double.NaN,
                                "PSI of spend is 0.31",
                                AT.minusSeconds(1)))),
                change(new RegistryEvent.RetrainingStarted(CHURN, "alert-1")),
                change(new RegistryEvent.RetrainingEnded(CHURN, "alert-1", 2, "registered churn:2")),
                change(new RegistryEvent.RetrainingEnded(CHURN, "alert-1", null, "too few labelled rows")),
                change(new RegistryEvent.Commented(CHURN, 2, "Reviewed with the risk team.")),
                change(new RegistryEvent.Archived(CHURN, 2)),
                change(new RegistryEvent.Restored(CHURN, 2)),
                change(new RegistryEvent.Deleted(CHURN, 2)),
                change(new RegistryEvent.AliasProtected(CHURN, "champion", 2, true)),
                new Change(
                        new RegistryEvent.AccessDenied(CHURN, "APPROVE", null, 3), Actor.by("eve"), "eve has no role"),
                change(new RegistryEvent.Registered(CHURN, 3, further(), Map.of("team", "growth", "audited", ""))),
                change(new RegistryEvent.Signed(CHURN, 1, Digest.of("bundle"), Digest.of("key"))),
                change(new RegistryEvent.Signed(CHURN, 1, Digest.of("another bundle"), null)),
                change(new RegistryEvent.Revoked(CHURN, 1)),
                new Change(
                        new RegistryEvent.Repaired(
                                RegistryEvent.REGISTRY, 1, 2, "00000000000000000001", "Log file 21 is torn."),
                        Actor.by("ana"),
                        "disk failed"),
                change(new RegistryEvent.RolloutStarted(CHURN, PAUSED, "beta", 1, 3, "shadow PT1H")),
                change(new RegistryEvent.RolloutPaused(CHURN, PAUSED, true)));
    }

    /** The log that holds all samples. */
    static List<LogRecord> log() {
        EventCodec codec = new EventCodec();
        List<LogRecord> log = new ArrayList<>();
        Digest previous = LogEntry.BEFORE_FIRST;
        for (Change change : all()) {
            long sequence = log.size() + 1;
            LogRecord record = codec.encode(sequence, previous, new UUID(0, sequence), AT, change);
            log.add(record);
            previous = record.digest();
        }
        return log;
    }

    private static ModelDescription full() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("logloss", 1.0 / 3);
        metrics.put("auc", 0.912);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("rate", "0.01");
        parameters.put("note", "");
        return new ModelDescription(
                "djl-params",
                new Manifest(List.of(
                        new Manifest.File("net/0.params", Digest.of("weights"), 4_000_000_000L),
                        new Manifest.File("shape.txt", Digest.of(""), 0))),
                Signature.of(
                        TensorSpec.of("input", DataType.FLOAT32, -1, 20), TensorSpec.of("score", DataType.FLOAT64)),
                metrics,
                parameters,
                new Lineage("git:9f2c1d7", List.of(Digest.of("data")), new ModelRef.Numbered(CHURN, 1), "alert-0"),
                Map.of(ModelDescription.TRAINING_PROFILE, Digest.of("profile")),
                "growth-team",
                "Größer \u2028 und besser");
    }

    /** What came later than {@link #full}. */
    private static ModelDescription further() {
        return new ModelDescription(
                "onnx",
                new Manifest(List.of(new Manifest.File("churn.onnx", Digest.of("abc"), 3))),
                Signature.of(TensorSpec.of("x", DataType.FLOAT32, -1, 2), TensorSpec.of("y", DataType.FLOAT32, -1))
                        .withFeatures(List.of(
                                new FeatureSpec("spend", FeatureKind.NUMERIC),
                                new FeatureSpec("plan", FeatureKind.CATEGORICAL))),
                Map.of(),
                Map.of(),
                Lineage.UNKNOWN,
                Map.of(),
                null,
                "",
                "Ranking customers for a call, not for pricing.");
    }

    private static Change change(RegistryEvent event) {
        return new Change(event, Actor.by("test"), "");
    }
}
