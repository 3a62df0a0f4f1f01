package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.Features;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.spi.ValidationSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What checks see of one validation. Each version answers the holdout once, and what came of it is kept, errors too. */
final class Subject<I, O> implements ValidationSubject<I, O> {
    private final ValidatorConfig<I, O> config;
    private final ModelVersion candidate;
    private final HoldoutRun<I, O> candidateRun;
    private final List<Example<I, O>> holdout;
    private final Progress progress;
    private final Map<ModelRef, Supplier<Answers<O>>> runs = new HashMap<>();
    private double @Nullable [] labels;
    private @Nullable GoldenOutcome golden;
    private RandomGenerator random;

    Subject(
            ValidatorConfig<I, O> config,
            ModelVersion candidate,
            HoldoutRun<I, O> candidateRun,
            List<Example<I, O>> holdout,
            Progress progress) {
        this.config = config;
        this.candidate = candidate;
        this.candidateRun = candidateRun;
        this.holdout = holdout;
        this.progress = progress;
        this.random = new SplittableRandom(config.seed());
    }

    void nextCheck() {
        random = new SplittableRandom(config.seed());
    }

    @Override
    public ModelVersion candidate() {
        return candidate;
    }

    @Override
    public List<Example<I, O>> holdout() {
        return holdout;
    }

    @Override
    public Features<I> features() {
        return config.features();
    }

    @Override
    public Answers<O> answers() {
        return answersOf(candidate);
    }

    @Override
    public Optional<ModelVersion> find(ModelRef reference) {
        return config.host().find(reference);
    }

    @Override
    public Answers<O> answersOf(ModelVersion version) {
        Supplier<Answers<O>> known = runs.get(version.ref());
        if (known == null) {
            known = run(version);
            runs.put(version.ref(), known);
        }
        return known.get();
    }

    private Supplier<Answers<O>> run(ModelVersion version) {
        try {
            Answers<O> answers = version.ref().equals(candidate.ref()) ? answer(candidateRun) : answerApart(version);
            return () -> answers;
        } catch (RuntimeException failure) {
            return () -> {
                throw failure;
            };
        }
    }

    private Answers<O> answerApart(ModelVersion version) {
        try (HoldoutRun<I, O> run = config.load(version)) {
            return answer(run);
        }
    }

    private Answers<O> answer(HoldoutRun<I, O> run) {
        return run.answer(holdout, config.view(), config.nanos(), progress);
    }

    @Override
    public GoldenOutcome golden() {
        GoldenOutcome known = golden;
        if (known == null) {
            known = compareGolden();
            golden = known;
        }
        return known;
    }

    private GoldenOutcome compareGolden() {
        List<Example<I, O>> examples = config.host().goldenExamples(candidate, config.inputType(), config.outputType());
        Sameness<O> sameness = new Sameness<>(config.goldenTolerance(), config.view());
        List<String> differences = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            O expected = examples.get(row).expected();
            O actual = candidateRun.predict(examples.get(row).input(), row);
            if (!sameness.holds(expected, actual)) {
                differences.add("example " + row + " is " + config.show(actual) + ", was " + config.show(expected));
            }
        }
        return new GoldenOutcome(examples.size(), List.copyOf(differences));
    }

    @Override
    public double[] labels() {
        double[] known = labels;
        if (known == null) {
            known = config.numbers(holdout.stream().map(Example::expected).toList());
            labels = known;
        }
        return known;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
