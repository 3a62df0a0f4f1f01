package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.deployment.Rollout.Outcome;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessDecision;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people can do with a rollout, and what it waits for them to do. */
class RolloutGatesTest {
    private static final Actor ANA = Actor.by("ana");

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
        churn = serving.deploy();
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void approval_ofAStage_isWaitedForAndCountsOnlyIfGivenInIt() {
        serving.registry.approve(challenger, ANA, "before it began");
        Rollout rollout = churn.rollOut(
                challenger,
                plan -> plan.shadow(Duration.ofMinutes(10))
                        .approval()
                        .canary(0.5)
                        .minimumAnswers(10));
        requests(100);
        serving.pass(Duration.ofMinutes(10));
        assertThat(rollout.stage().description()).isEqualTo("shadow");
        assertThat(rollout.waitsFor()).startsWith("an approval of churn:2 given in this stage");

        serving.registry.approve(challenger, ANA, "looks good in the shadow");
        serving.pass(Duration.ZERO);

        assertThat(rollout.stage().description()).isEqualTo("canary 50 %");
        assertThat(rollout.waitsFor()).isEmpty();
    }

    @Test
    void approval_ofTheLastStage_guardsThePromotion() {
        Rollout rollout = churn.rollOut(
                challenger,
                plan -> plan.shadow(Duration.ofMinutes(10)).approval().minimumAnswers(10));
        requests(100);
        serving.pass(Duration.ofMinutes(11));
        assertThat(rollout.outcome()).isEmpty();

        serving.pass(Duration.ofMinutes(20));

        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ROLLED_BACK);
            assertThat(outcome.why()).startsWith("not decided within PT30M: an approval of churn:2");
        });
    }

    @Test
    void approval_withoutAStage_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> churn.rollOut(challenger, plan -> plan.approval()));
    }

    @Test
    void pause_holdsTheStageAndTheDeadlineUntilItIsResumed() {
        Rollout rollout = rollOut();
        requests(200);
        rollout.pause(ANA, "the payment provider is down");
        serving.pass(Duration.ofHours(10));
        assertThat(rollout.outcome()).isEmpty();
        assertThat(rollout.stage().weight()).isEqualTo(0.25);
        assertThat(rollout.waitsFor()).contains("paused");

        rollout.resume(ANA, "it is up again");
        serving.pass(Duration.ZERO);

        assertThat(rollout.stage().weight()).isEqualTo(0.5);
        assertThat(serving.registry.history("churn").stream()
                        .filter(entry -> entry.event() instanceof RegistryEvent.RolloutPaused)
                        .map(LogEntry::summary))
                .containsExactly(
                        "rollout of churn paused: the payment provider is down",
                        "rollout of churn resumed: it is up again");
    }

    @Test
    void pause_ofAFailingChallenger_rollsBackAllTheSame() {
        Rollout rollout = churn.rollOut(serving.register("throw"), plan -> plan.shadow(Duration.ofMinutes(10)));
        rollout.pause(ANA, "lunch");
        requests(100);

        serving.pass(Duration.ofSeconds(1));

        assertThat(rollout.outcome()).get().matches(outcome -> outcome.kind() == Outcome.Kind.ROLLED_BACK);
    }

    @Test
    void pause_twiceOrAfterTheEnd_isRefused() {
        Rollout rollout = rollOut();
        rollout.pause(ANA, "lunch");
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> rollout.pause(ANA, "lunch"))
                .withMessageContaining("paused already");
        rollout.resume(ANA, "back");
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> rollout.resume(ANA, "back"));
        rollout.abort(ANA, "no");
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> rollout.pause(ANA, "lunch"));
    }

    @Test
    void promoteNow_movesTheAliasInTheNameOfWhoSaidSo() {
        Rollout rollout = rollOut();

        rollout.promoteNow(ANA, "the old one is on fire");

        assertThat(rollout.outcome()).contains(new Outcome(Outcome.Kind.PROMOTED, "the old one is on fire"));
        assertThat(churn.version()).isEqualTo(challenger);
        assertThat(serving.registry.aliasHistory("churn@champion"))
                .last()
                .satisfies(period -> assertThat(period.by()).isEqualTo(ANA));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> rollout.promoteNow(ANA, "again"));
    }

    @Test
    void promoteNow_byWhoMayNot_changesNothing() {
        Rollout rollout = rollOut();
        serving.access = request -> request.action() == AccessAction.MOVE_ALIAS
                ? AccessDecision.deny("only the owner", "the owner")
                : AccessDecision.allow();

        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> rollout.promoteNow(ANA, "now"));

        assertThat(rollout.outcome()).isEmpty();
        assertThat(churn.version()).isEqualTo(champion);
    }

    @Test
    void end_thatTheStoreDidNotTake_isWrittenLater() {
        Rollout rollout = rollOut();
        serving.storeIsDown = true;
        rollout.abort(ANA, "changed our mind");
        assertThat(churn.status().versions()).hasSize(1);

        serving.storeIsDown = false;
        serving.pass(Duration.ofSeconds(1));

        assertThat(serving.registry.rollout("churn@champion")).isEmpty();
        assertThat(serving.registry.head().orElseThrow().reason()).isEqualTo("changed our mind");
        assertThat(churn.status().versions()).hasSize(1);
    }

    private Rollout rollOut() {
        return churn.rollOut(
                challenger,
                plan -> plan.canary(0.25, 0.5).every(Duration.ofMinutes(5)).minimumAnswers(10));
    }

    private void requests(int number) {
        for (int request = 0; request < number; request++) {
            churn.predict("request " + request);
        }
    }
}
