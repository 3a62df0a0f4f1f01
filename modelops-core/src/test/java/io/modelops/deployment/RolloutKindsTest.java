package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.modelops.deployment.Rollout.Outcome;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import io.modelops.statistics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a challenger can be tried besides shadow and canary steps by time. */
class RolloutKindsTest {
    private final Random truth = new Random(3);
    private final List<Observation<String, Score>> unlabelled = new ArrayList<>();

    @TempDir
    Path directory;

    private ServingFixture serving;
    private ModelVersion champion;
    private ModelVersion challenger;
    private Deployment<String, Score> churn;

    @BeforeEach
    void deploy() {
        serving = ServingFixture.synchronous(directory, true);
        champion = serving.champion("value 1");
        challenger = serving.register("value 2");
        churn = serving.deploy(settings -> settings.observedBy(new Observer<>() {
            @Override
            public void onPrediction(Observation<String, Score> observation) {
                unlabelled.add(observation);
            }
        }));
    }

    @AfterEach
    void close() {
        serving.close();
        assertThat(serving.runtime.crimes).isEmpty();
    }

    @Test
    void blueGreen_givesAllRequestsToTheChallengerAndCopiesToTheChampion() {
        Rollout rollout = churn.rollOut(challenger, plan -> plan.blueGreen(Duration.ofMinutes(30)));

        for (int request = 0; request < 50; request++) {
            assertThat(churn.predict("x", "customer " + request).version()).isEqualTo(challenger);
        }
        assertThat(unlabelled)
                .filteredOn(seen -> seen.role() == Role.SHADOW)
                .hasSize(50)
                .allMatch(seen -> seen.version().equals(champion));
        serving.pass(Duration.ofMinutes(29));
        assertThat(rollout.outcome()).isEmpty();
        assertThat(serving.registry.get("churn@champion")).isEqualTo(champion);
        serving.pass(Duration.ofMinutes(1));

        assertThat(rollout.outcome()).get().matches(Outcome::promoted);
        assertThat(serving.runtime.closes)
                .as("the old one was kept warm until then")
                .hasValue(1);
    }

    @Test
    void blueGreen_ofAFailingChallenger_isBackAtOnceWithoutALoad() {
        Rollout rollout = churn.rollOut(serving.register("throw"), plan -> plan.blueGreen(Duration.ofMinutes(30)));
        for (int request = 0; request < 20; request++) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> churn.predict("x"));
        }
        int loads = serving.runtime.loads.get();

        serving.pass(Duration.ofSeconds(1));

        assertThat(rollout.outcome())
                .get()
                .satisfies(
                        outcome -> assertThat(outcome.why()).contains("challenger fails 20 of 20, champion 0 of 20"));
        assertThat(churn.predict("x").version()).isEqualTo(champion);
        assertThat(serving.runtime.loads).hasValue(loads);
    }

    @Test
    void everyAnswers_ofACanary_waitsForTheSamplesOfEachStage() {
        Rollout rollout = churn.rollOut(
                challenger,
                plan -> plan.canary(0.5, 0.9)
                        .every(Duration.ZERO)
                        .everyAnswers(100)
                        .minimumAnswers(1)
                        .deadline(Duration.ofDays(1)));
        requests(100);
        serving.pass(Duration.ofHours(1));
        assertThat(rollout.stage().weight()).isEqualTo(0.5);
        assertThat(rollout.waitsFor()).endsWith("answers of the challenger in this stage, 100 are needed");

        requests(200);
        serving.pass(Duration.ZERO);
        assertThat(rollout.stage().weight()).isEqualTo(0.9);
        serving.pass(Duration.ZERO);
        assertThat(rollout.stage().weight()).isEqualTo(0.9);
    }

    @Test
    void abTest_ofABetterChallenger_isDecidedAtItsHorizonAndNotBefore() {
        Rollout rollout = churn.rollOut(
                challenger, plan -> plan.abTest(0.5, Guards.betterAfter(Metrics.meanAbsoluteError(), 200)));
        requests(300);
        label(prediction -> 2 + 0.1 * truth.nextGaussian());
        serving.pass(Duration.ofHours(1));
        assertThat(rollout.outcome()).isEmpty();
        assertThat(rollout.waitsFor()).contains("the test ends at 200 of each");

        requests(300);
        label(prediction -> 2 + 0.1 * truth.nextGaussian());
        serving.pass(Duration.ofHours(1));

        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.PROMOTED);
            assertThat(outcome.why()).contains("better mae after 200 labels of each: challenger 0.0");
        });
    }

    @Test
    void abTest_ofAChallengerThatIsNoBetter_goesBack() {
        Rollout rollout = churn.rollOut(
                challenger, plan -> plan.abTest(0.5, Guards.betterAfter(Metrics.meanAbsoluteError(), 200)));
        requests(600);
        label(prediction -> prediction.output().score() + truth.nextGaussian());

        serving.pass(Duration.ofHours(1));

        assertThat(rollout.outcome()).get().matches(outcome -> outcome.kind() == Outcome.Kind.ROLLED_BACK);
    }

    @Test
    void bandit_ofAChallengerWithTheGreaterReward_givesItMoreAndMoreAndPromotes() {
        Rollout rollout = bandit();
        for (int round = 0; round < 10; round++) {
            requests(200);
            label(prediction -> truth.nextDouble() < 0.1 * prediction.output().score() ? 1 : 0);
            serving.pass(Duration.ofHours(1));
        }

        assertThat(rollout.outcome()).get().matches(Outcome::promoted);
        List<Double> propensities = propensities();
        assertThat(propensities).hasSize(8).allMatch(weight -> weight >= 0.05 && weight <= 0.95);
        assertThat(propensities.get(0)).isCloseTo(0.5, within(0.01));
        assertThat(propensities.get(7)).isGreaterThan(0.8);
    }

    @Test
    void bandit_ofAWorseChallenger_keepsTheFloorAndIsNeverPromoted() {
        challenger = serving.register("value 0.2");
        Rollout rollout = bandit();
        for (int round = 0; round < 26; round++) {
            requests(200);
            label(prediction -> truth.nextDouble() < 0.2 * prediction.output().score() ? 1 : 0);
            serving.pass(Duration.ofHours(1));
        }

        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ROLLED_BACK);
            assertThat(outcome.why()).contains("better with probability 0.000");
        });
        assertThat(propensities()).last().isEqualTo(0.05);
    }

    @Test
    void bandit_withAGuardOfAnotherKind_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() ->
                        churn.rollOut(challenger, plan -> plan.bandit(3, Duration.ofHours(1), 0.1, Guards.errorRate())))
                .withMessageContaining("Guards.thompson");
    }

    private Rollout bandit() {
        return churn.rollOut(
                challenger,
                plan -> plan.bandit(
                                8, Duration.ofHours(1), 0.05, Guards.thompson("sales", (answer, label) -> label, 60))
                        .by(Actor.by("ana")));
    }

    private void requests(int number) {
        for (int request = 0; request < number; request++) {
            churn.predict("request " + request);
        }
    }

    private void label(ToDoubleFunction<Observation<String, Score>> outcome) {
        unlabelled.forEach(seen ->
                churn.onLabel(new LabelledObservation<>(seen, new Score(outcome.applyAsDouble(seen)), serving.now)));
        unlabelled.clear();
    }

    /** The share of requests of each round, as the log tells it. */
    private List<Double> propensities() {
        return serving.registry.history("churn").stream()
                .map(LogEntry::event)
                .filter(RegistryEvent.RolloutAdvanced.class::isInstance)
                .map(RegistryEvent.RolloutAdvanced.class::cast)
                .map(RegistryEvent.RolloutAdvanced::weight)
                .toList();
    }
}
