package io.modelops.validation;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.model.Signature;
import io.modelops.model.Verdict;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelHost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host whose models are plain functions, and that counts what is loaded, asked and closed. */
final class FakeHost implements ModelHost {
    static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    /** An input of the tests. */
    record Row(int index, @Nullable String plan, int half) {}

    /** A report that was kept. */
    record Kept(ModelVersion version, Verdict verdict, String summary, String json) {}

    final Map<ModelRef, ModelVersion> versions = new HashMap<>();
    final Map<ModelVersion, Inference<Row, Score>> models = new HashMap<>();
    final List<Example<Row, Score>> golden = new ArrayList<>();
    final List<Kept> kept = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    int answers;

    ModelVersion version(int number, Inference<Row, Score> model) {
        return version(number, model, Map.of(), null);
    }

    ModelVersion version(
            int number, Inference<Row, Score> model, Map<String, Double> metrics, @Nullable Signature signature) {
        ModelName name = ModelName.of("churn");
        Manifest manifest = new Manifest(List.of(new Manifest.File("churn.onnx", Digest.of("bytes" + number), 6)));
        ModelRef.@Nullable Numbered parent = number > 1 ? new ModelRef.Numbered(name, number - 1) : null;
        Lineage lineage = new Lineage("git:9f2c1d7", List.of(Digest.of("data")), parent, "alert-1");
        ModelDescription description = new ModelDescription(
                "onnx", manifest, signature, metrics, Map.of(), lineage, Map.of(), "growth-team", "");
        ModelVersion version = new ModelVersion(name, number, description, NOON, Actor.by("ana"));
        versions.put(version.ref(), version);
        models.put(version, model);
        return version;
    }

    void point(String alias, ModelVersion version) {
        versions.put(new ModelRef.Aliased(version.model(), alias), version);
    }

    Validator.Builder<Row, Score> validator() {
        return Validator.builder(this, Row.class, Score.class).clock(() -> NOON).ticker(() -> 0);
    }

    @Override
    public Optional<ModelVersion> find(ModelRef reference) {
        return Optional.ofNullable(versions.get(reference));
    }

    @Override
    @SuppressWarnings("unchecked") // the tests use one type of inputs and one of answers
    public <I, O> LoadedModel<I, O> load(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        Inference<Row, Score> model = models.get(version);
        if (model == null) {
            throw new ModelLoadException("Version " + version + " is broken: expected a model; register another.");
        }
        calls.add("load " + version);
        return (LoadedModel<I, O>) new Loaded(version, model);
    }

    @Override
    @SuppressWarnings("unchecked") // the tests use one type of inputs and one of answers
    public <I, O> List<Example<I, O>> goldenExamples(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        return (List<Example<I, O>>) (List<?>) golden;
    }

    @Override
    public void keepReport(ModelVersion version, Verdict verdict, String summary, String reportJson) {
        kept.add(new Kept(version, verdict, summary, reportJson));
    }

    private final class Loaded implements LoadedModel<Row, Score> {
        private final ModelVersion version;
        private final Inference<Row, Score> model;

        Loaded(ModelVersion version, Inference<Row, Score> model) {
            this.version = version;
            this.model = model;
        }

        @Override
        public Inference<Row, Score> newInference() {
            return new Inference<>() {
                @Override
                public Score predict(Row input) throws Exception {
                    answers++;
                    return model.predict(input);
                }

                @Override
                public void close() {
                    calls.add("close inference of " + version);
                }
            };
        }

        @Override
        public void close() {
            calls.add("close " + version);
        }
    }
}
