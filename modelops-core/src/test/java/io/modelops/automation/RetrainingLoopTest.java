package io.modelops.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.FunctionRuntime;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.model.Severity;
import io.modelops.registry.ModelRegistry;
import io.modelops.spi.TrainedModel;
import io.modelops.spi.Trainer;
import io.modelops.spi.TrainingRequest;
import io.modelops.validation.Checks;
import io.modelops.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

class RetrainingLoopTest {
    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ModelRegistry registry =
            ModelRegistry.builder().clock(() -> now).open();
    private final Deployer deployer = Deployer.builder(registry)
            .executor(Runnable::run)
            .clock(() -> now)
            .runtime(FunctionRuntime.of("factor", Double.class, Score.class, files -> {
                double factor = Double.parseDouble(Files.readString(files.onlyFile()));
                return input -> new Score(factor * input);
            }))
            .build();
    private final List<Example<Double, Score>> labelled = new ArrayList<>();
    private final Trainer<Double, Score> trainer = mock();
    private ModelVersion champion;
    private Deployment<Double, Score> deployment;

    @BeforeEach
    void deployAModelThatHasGoneStale() throws IOException {
        champion = registry.register(
                "demand", factor(1), model -> model.format("factor").owner("team"));
        registry.point("champion").to(champion);
        deployment = deployer.deploy("demand@champion", Double.class, Score.class, settings -> {});
        IntStream.range(0, 300)
                .mapToObj(row -> Example.of((double) row, new Score(2.0 * row)))
                .forEach(labelled::add);
    }

    @AfterEach
    void close() {
        deployer.close();
        registry.close();
    }

    @Test
    void onAlert_withABetterModel_trainsValidatesRollsOutAndPromotes() throws Exception {
        trainerGives(2);
        RetrainingLoop<Double, Score> loop = loop(policy -> {});

        assertThat(loop.onAlert(alert("alert-1", Severity.WARNING))).isTrue();
        serve();

        ModelVersion promoted = registry.get("demand@champion");
        assertThat(promoted.number()).isEqualTo(2);
        assertThat(promoted.lineage().cause()).isEqualTo("alert-1");
        assertThat(promoted.lineage().parent()).isEqualTo(champion.ref());
        assertThat(promoted.description().owner()).isEqualTo("team");
        assertThat(deployment.predict(10.0).value()).isEqualTo(new Score(20));
        assertThat(eventsAfterDeployment())
                .containsExactly(
                        "RetrainingStarted",
                        "Registered",
                        "Validated",
                        "RolloutStarted",
                        "RolloutAdvanced",
                        "AliasMoved",
                        "RolloutEnded",
                        "RetrainingEnded");
        assertThat(ending().outcome()).startsWith("promoted: ");
    }

    @Test
    void onAlert_givesTheTrainerEverythingButTheLatestExamples() throws Exception {
        trainerGives(2);

        loop(policy -> policy.trainOn(10, 150).seed(5)).onAlert(alert("alert-1", Severity.WARNING));

        ArgumentCaptor<TrainingRequest<Double, Score>> request = ArgumentCaptor.captor();
        verify(trainer).train(request.capture());
        assertThat(request.getValue().examples()).isEqualTo(labelled.subList(100, 250));
        assertThat(request.getValue().champion()).isEqualTo(champion);
        assertThat(request.getValue().cause()).isEqualTo("alert-1");
        assertThat(request.getValue().seed()).isEqualTo(5 * 1_000_003L + 1);
        assertThat(request.getValue().directory()).doesNotExist();
    }

    @Test
    void onAlert_withAWorseModel_keepsTheChampionAndSaysWhy() throws Exception {
        trainerGives(0.5);

        loop(policy -> {}).onAlert(alert("alert-1", Severity.WARNING));

        assertThat(registry.get("demand@champion")).isEqualTo(champion);
        assertThat(registry.versions("demand")).hasSize(2);
        assertThat(ending().version()).isEqualTo(2);
        assertThat(ending().outcome()).startsWith("not rolled out: ");
    }

    @Test
    void onAlert_whenTheTrainerThrows_keepsTheChampionAndSaysWhy() throws Exception {
        when(trainer.train(any())).thenThrow(new IOException("no more memory"));
        RetrainingLoop<Double, Score> loop = loop(policy -> policy.coolDown(Duration.ZERO));

        assertThat(loop.onAlert(alert("alert-1", Severity.WARNING))).isTrue();

        assertThat(registry.versions("demand")).containsExactly(champion);
        assertThat(ending().outcome()).isEqualTo("failed: java.io.IOException: no more memory");
        assertThat(loop.onAlert(alert("alert-2", Severity.WARNING)))
                .as("the next one is tried")
                .isTrue();
    }

    @Test
    void onAlert_withTooFewExamples_saysHowManyAreNeeded() {
        labelled.subList(0, 200).clear();

        loop(policy -> {}).onAlert(alert("alert-1", Severity.WARNING));

        assertThat(ending().outcome())
                .contains("There are 100 labelled examples")
                .contains("at least 100 before them");
        verifyNoInteractions(trainer);
    }

    @Test
    void onAlert_withinTheCoolDown_isLeftAlone() throws Exception {
        trainerGives(0.5);
        RetrainingLoop<Double, Score> loop = loop(policy -> policy.coolDown(Duration.ofHours(6)));
        loop.onAlert(alert("alert-1", Severity.WARNING));

        now = now.plus(Duration.ofHours(5));
        assertThat(loop.onAlert(alert("alert-2", Severity.WARNING))).isFalse();
        now = now.plus(Duration.ofHours(1));
        assertThat(loop.onAlert(alert("alert-3", Severity.WARNING))).isTrue();

        assertThat(loop.retrainings()).isEqualTo(2);
    }

    @Test
    void onAlert_afterAnotherProcessBegan_waitsForTheCoolDownToo() throws Exception {
        trainerGives(0.5);
        RetrainingLoop<Double, Score> here = loop(policy -> {});
        RetrainingLoop<Double, Score> elsewhere = loop(policy -> {});
        elsewhere.onAlert(alert("alert-1", Severity.WARNING));

        now = now.plus(Duration.ofHours(1));

        assertThat(here.onAlert(alert("alert-2", Severity.WARNING))).isFalse();
    }

    @Test
    void onAlert_whenTheExecutorRefuses_startsNoCoolDown() throws Exception {
        trainerGives(0.5);
        AtomicBoolean full = new AtomicBoolean(true);
        RetrainingLoop<Double, Score> loop = loop(policy -> policy.executor(task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        }));
        assertThat(loop.onAlert(alert("alert-1", Severity.WARNING))).isFalse();
        assertThat(loop.retrainings()).isZero();
        full.set(false);

        assertThat(loop.onAlert(alert("alert-2", Severity.WARNING))).isTrue();
    }

    @Test
    void retrain_whileOneIsUnderWay_leavesTheCoolDownAsItIs() throws Exception {
        trainerGives(2);
        RetrainingLoop<Double, Score> loop = loop(policy -> {});
        loop.onAlert(alert("alert-1", Severity.WARNING));

        assertThat(loop.retrain(Actor.by("ana"), "impatient")).isFalse();
        serve();

        assertThat(loop.onAlert(alert("alert-2", Severity.WARNING))).isFalse();
    }

    @Test
    void onAlert_whenTheTrainerRemovesItsDirectory_goesOn() throws Exception {
        when(trainer.train(any())).thenAnswer(call -> {
            TrainingRequest<Double, Score> request = call.getArgument(0);
            Files.delete(request.directory());
            return new TrainedModel(factor(2), "factor", null, Map.of("mae", 0.1), Map.of(), null);
        });
        loop(policy -> {}).onAlert(alert("alert-1", Severity.WARNING));
        serve();

        assertThat(ending().outcome()).startsWith("promoted");
    }

    @Test
    void onAlert_duringARollout_isLeftAlone() throws Exception {
        trainerGives(2);
        RetrainingLoop<Double, Score> loop = loop(policy -> policy.coolDown(Duration.ZERO));
        loop.onAlert(alert("alert-1", Severity.WARNING));

        assertThat(loop.onAlert(alert("alert-2", Severity.CRITICAL))).isFalse();
        serve();

        assertThat(loop.onAlert(alert("alert-3", Severity.CRITICAL))).isTrue();
    }

    @Test
    void onAlert_thatThePolicyDoesNotWant_isLeftAlone() {
        assertThat(loop(policy -> {}).onAlert(alert("alert-1", Severity.INFO))).isFalse();
        assertThat(loop(policy -> policy.on(alert -> alert.subject().equals("other")))
                        .onAlert(alert("alert-1", Severity.CRITICAL)))
                .isFalse();
    }

    @Test
    void retrain_byAPerson_namesThePersonAsTheCause() throws Exception {
        trainerGives(2);

        assertThat(loop(policy -> {}).retrain(Actor.by("ana"), "new data")).isTrue();

        assertThat(registry.versions("demand").get(1).lineage().cause()).isEqualTo("asked for by ana");
    }

    @Test
    void onAlert_afterClose_isLeftAlone() {
        RetrainingLoop<Double, Score> loop = loop(policy -> {});
        loop.close();

        assertThat(loop.onAlert(alert("alert-1", Severity.CRITICAL))).isFalse();
    }

    @Test
    void build_withoutAValidator_isRefused() {
        RetrainingPolicy.Builder<Double, Score> policy = new RetrainingPolicy.Builder<>(Runnable::run);
        policy.retrainWith(trainer);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(policy::build)
                .withMessageContaining("validateWith(validator)");
    }

    private RetrainingLoop<Double, Score> loop(Consumer<RetrainingPolicy.Builder<Double, Score>> details) {
        RetrainingPolicy.Builder<Double, Score> policy = new RetrainingPolicy.Builder<>(Runnable::run);
        policy.retrainWith(trainer)
                .validateWith(Validator.builder(deployer, Double.class, Score.class)
                        .require(Checks.meanAbsoluteError().noWorseThan("champion"))
                        .build())
                .rollOut(plan -> plan.shadow(Duration.ofMinutes(10)).minimumAnswers(1))
                .holdOutLatest(50);
        details.accept(policy);
        return new RetrainingLoop<>(registry, deployment, () -> List.copyOf(labelled), policy.build(), () -> now);
    }

    private void serve() {
        deployment.predict(1.0);
        now = now.plus(Duration.ofMinutes(10));
        deployer.beat();
    }

    private void trainerGives(double factor) throws Exception {
        when(trainer.train(any())).thenAnswer(call -> {
            TrainingRequest<Double, Score> request = call.getArgument(0);
            Path file = Files.writeString(request.directory().resolve("factor"), Double.toString(factor));
            return new TrainedModel(file, "factor", null, Map.of("mae", 0.1), Map.of(), null);
        });
    }

    private Path factor(double factor) throws IOException {
        return Files.writeString(directory.resolve("factor"), Double.toString(factor));
    }

    private Alert alert(String id, Severity severity) {
        return new Alert(id, champion.model(), 1, "performance", "mae", severity, 2, 1, "the error doubled", now);
    }

    private RegistryEvent.RetrainingEnded ending() {
        LogEntry last =
                registry.history("demand").get(registry.history("demand").size() - 1);
        return (RegistryEvent.RetrainingEnded) last.event();
    }

    private List<String> eventsAfterDeployment() {
        return registry.history("demand").stream()
                .skip(2)
                .map(entry -> entry.event().getClass().getSimpleName())
                .toList();
    }
}
