package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan in the log is the plan. What is in this file is in logs, and has to be readable for ever. */
class PlanTextTest {
    private static final Actor ANA = Actor.by("ana");

    @Test
    void description_ofAPlan_isReadByPeopleAndByProcesses() {
        RolloutPlan plan = plan(build -> build.shadow(Duration.ofDays(10))
                .canary(0.05, 0.25)
                .every(Duration.ofMinutes(90))
                .everyAnswers(500)
                .approval()
                .blueGreen(Duration.ofHours(2))
                .guard(Guards.errorRate())
                .guard(Guards.latency().p99Under(Duration.ofMillis(20)))
                .withoutSplitCheck());

        assertThat(plan.description())
                .isEqualTo("shadow for 10 d, canary 5 % for 1 h 30 m and 500 answers, "
                        + "canary 25 % for 1 h 30 m and 500 answers until approved, blue/green for 2 h; "
                        + "30 answers at least; within 30 d 15 h; split unchecked; "
                        + "guarded by error rate, latency p99 under 20 ms");
        assertThat(parsed(plan).stages()).isEqualTo(plan.stages());
    }

    static Stream<Consumer<RolloutPlan.Builder>> plans() {
        Random random = new Random(4);
        return Stream.<Consumer<RolloutPlan.Builder>>of(
                plan -> plan.shadow(Duration.ofSeconds(1)),
                plan -> plan.canary(0.07, 1 / 3.0, 0.99999, 1).every(Duration.ofNanos(1)),
                plan -> plan.blueGreen(Duration.ofDays(1).plusNanos(500_000_000))
                        .approval(),
                plan -> plan.abTest(0.5, Guards.betterAfter(Metrics.logLoss(), 400)),
                plan -> plan.bandit(20, Duration.ofHours(1), 0.05, Guards.thompson("sales", (a, b) -> b, 100)),
                plan -> plan.canary(random.nextDouble()).guard(Guards.agreement(0.95, 0.01, 200)),
                plan -> plan.canary(random.nextDouble()).everyAnswers(random.nextInt(100_000)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void parse_whatWasWritten_isTheSamePlan(Consumer<RolloutPlan.Builder> filled) {
        RolloutPlan plan = plan(filled);

        RolloutPlan read = parsed(plan);

        assertThat(read.stages()).isEqualTo(plan.stages());
        assertThat(read.guards()).extracting(Guard::name).isEqualTo(names(plan.guards()));
        assertThat(read.minimumAnswers()).isEqualTo(plan.minimumAnswers());
        assertThat(read.deadline()).isEqualTo(plan.deadline());
        assertThat(read.isSplitChecked()).isEqualTo(plan.isSplitChecked());
        assertThat(read.actor()).isEqualTo(ANA);
        assertThat(read.description()).isEqualTo(plan.description());
    }

    static List<Guard> standard() {
        return List.of(
                Guards.errorRate(),
                Guards.latency().p50(),
                Guards.latency().p95(),
                Guards.latency().p99(),
                Guards.latency().p99Under(Duration.ofNanos(1_234_567)),
                Guards.scoreDrift(),
                Guards.scoreDrift(10),
                Guards.agreement(0.99, 0, 50),
                Guards.labelledLoss(Metrics.brier(), 250),
                Guards.labelledLoss(Metrics.meanAbsolutePercentageError(), 1),
                Guards.betterAfter(Metrics.meanAbsoluteError(), 30));
    }

    @ParameterizedTest
    @MethodSource("standard")
    void named_aGuardOfTheLibrary_isFoundByItsName(Guard guard) {
        Guard found = StandardGuards.named(guard.name(), List.of());

        assertThat(found.name()).isEqualTo(guard.name());
        assertThat(found).hasSameClassAs(guard);
        assertThat(found.isForPromotionOnly()).isEqualTo(guard.isForPromotionOnly());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shadow PT10M, canary 5 %",
                "canary 5 % for 5 m; within 1 h; guarded by error rate",
                "canary five % for 5 m; 30 answers at least; within 1 h; guarded by error rate",
                "canary 5 % for ever; 30 answers at least; within 1 h; guarded by error rate",
                "999999999 times shadow for 5 m; 30 answers at least; within 1 h; guarded by error rate"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PlanText.parse(text, name -> StandardGuards.named(name, List.of()), ANA, ""))
                .withMessageContaining("can't be read")
                .withMessageContaining("abandonRollout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "a, b", "a; b", "a\nb", "error rate"})
    void guard_withANameThatThePlanCouldNotKeep_isRefused(String name) {
        Guard guard = Guards.businessMetric(name, seen -> 0, true, 1);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> plan(build -> build.shadow(Duration.ofMinutes(1))
                        .guard(Guards.errorRate())
                        .guard(guard)));
    }

    private static RolloutPlan plan(Consumer<RolloutPlan.Builder> filled) {
        RolloutPlan.Builder builder = new RolloutPlan.Builder().by(ANA).because("better");
        filled.accept(builder);
        return builder.build();
    }

    private static RolloutPlan parsed(RolloutPlan plan) {
        return PlanText.parse(
                plan.description(), name -> StandardGuards.named(name, List.of()), plan.actor(), plan.reason());
    }

    private static List<String> names(List<Guard> guards) {
        return guards.stream().map(Guard::name).toList();
    }
}
