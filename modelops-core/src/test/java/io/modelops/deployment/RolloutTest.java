package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.deployment.Rollout.Outcome;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.Actor;
import io.modelops.model.ClosedException;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessDecision;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutTest {
    private static final Consumer<RolloutPlan.Builder> PLAN = plan -> plan.shadow(Duration.ofMinutes(10))
            .canary(0.25, 0.5)
            .every(Duration.ofMinutes(5))
            .minimumAnswers(20);

    @TempDir
    Path directory;

    private ServingFixture serving;
    private ModelVersion champion;
    private Deployment<String, Score> churn;
    private final List<Observation<String, Score>> observed = new ArrayList<>();

    @BeforeEach
    void deploy() {
        serving = ServingFixture.synchronous(directory, true);
        champion = serving.champion("value 1");
        churn = serving.deploy(settings -> settings.observedBy(new Observer<>() {
            @Override
            public void onPrediction(Observation<String, Score> observation) {
                observed.add(observation);
            }
        }));
    }

    @AfterEach
    void noCrimes() {
        serving.close();
        assertThat(serving.runtime.crimes).isEmpty();
        assertThat(serving.runtime.closes.get()).isEqualTo(serving.runtime.loads.get());
    }

    @Test
    void rollOut_ofAGoodChallenger_goesThroughShadowAndCanaryAndIsPromoted() {
        ModelVersion challenger = serving.register("value 2");

        Rollout rollout = churn.rollOut(challenger, PLAN);
        assertThat(rollout.stage().description()).isEqualTo("shadow");
        requests(30);
        assertThat(observed).filteredOn(seen -> seen.role() == Role.SHADOW).hasSize(30);
        assertThat(observed).filteredOn(seen -> seen.role() == Role.CHALLENGER).isEmpty();

        serving.pass(Duration.ofMinutes(9));
        assertThat(rollout.stage().description()).isEqualTo("shadow");
        serving.pass(Duration.ofMinutes(1));
        assertThat(rollout.stage().description()).isEqualTo("canary 25 %");
        requests(400);
        assertThat(observed).filteredOn(seen -> seen.role() == Role.CHALLENGER).hasSizeBetween(60, 140);

        serving.pass(Duration.ofMinutes(5));
        assertThat(rollout.stage().description()).isEqualTo("canary 50 %");
        serving.pass(Duration.ofMinutes(5));

        assertThat(rollout.outcome()).get().matches(Outcome::promoted);
        assertThat(churn.version()).isEqualTo(challenger);
        assertThat(serving.registry.get("churn@champion")).isEqualTo(challenger);
        assertThat(serving.runtime.loads.get()).isEqualTo(2);
        assertThat(serving.runtime.closes.get()).isEqualTo(1);
        assertThat(rolloutEvents())
                .containsExactly(
                        "RolloutStarted",
                        "RolloutAdvanced",
                        "RolloutAdvanced",
                        "RolloutAdvanced",
                        "AliasMoved",
                        "RolloutEnded");
    }

    @Test
    void rollOut_ofAFailingShadow_rollsBackAndNoCallerNotices() {
        ModelVersion challenger = serving.register("throw");

        Rollout rollout = churn.rollOut(challenger, PLAN);
        requests(60);
        serving.pass(Duration.ofSeconds(1));

        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ROLLED_BACK);
            assertThat(outcome.why()).contains("error rate: challenger fails 60 of 60, champion 0 of 60");
        });
        assertThat(churn.version()).isEqualTo(champion);
        assertThat(serving.registry.get("churn@champion")).isEqualTo(champion);
        assertThat(serving.runtime.closes.get()).isEqualTo(1);
        assertThat(rolloutEvents()).last().isEqualTo("RolloutEnded");
    }

    @Test
    void rollOut_withScoresThatDrift_rollsBack() {
        ModelVersion challenger = serving.register("value 2");

        Rollout rollout = churn.rollOut(challenger, plan -> {
            PLAN.accept(plan);
            plan.guard(Guards.scoreDrift());
        });
        requests(150);
        serving.pass(Duration.ofSeconds(1));

        assertThat(rollout.outcome())
                .get()
                .satisfies(outcome -> assertThat(outcome.why()).startsWith("score drift: PSI"));
    }

    @Test
    void rollOut_withoutEnoughAnswers_holdsAndRollsBackAtItsDeadline() {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);
        requests(19);

        serving.pass(Duration.ofMinutes(30));
        assertThat(rollout.stage().description()).isEqualTo("shadow");
        assertThat(rollout.outcome()).isEmpty();
        serving.pass(Duration.ofMinutes(31));

        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.promoted()).isFalse();
            assertThat(outcome.why()).contains("not decided within PT1H").contains("19 answers of the challenger");
        });
    }

    @Test
    void rollOut_withAGuardThatNeverDecides_neverPasses() {
        Guard undecided = new Guard() {
            @Override
            public String name() {
                return "undecided";
            }

            @Override
            public Judgement judge(RolloutEvidence evidence) {
                return new Judgement(Verdict.INCONCLUSIVE, "no idea");
            }
        };
        Rollout rollout = churn.rollOut(serving.register("value 2"), plan -> {
            PLAN.accept(plan);
            plan.guard(undecided);
        });
        requests(100);

        serving.pass(Duration.ofMinutes(59));
        assertThat(rollout.outcome()).isEmpty();
        serving.pass(Duration.ofMinutes(2));

        assertThat(rollout.outcome())
                .get()
                .satisfies(outcome -> assertThat(outcome.why()).contains("undecided: no idea"));
    }

    @Test
    void rollOut_withAGuardThatThrows_holds() {
        Guard broken = new Guard() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Judgement judge(RolloutEvidence evidence) {
                throw new IllegalStateException("oops");
            }
        };
        Rollout rollout = churn.rollOut(serving.register("value 2"), plan -> {
            PLAN.accept(plan);
            plan.guard(broken);
        });
        requests(100);

        serving.pass(Duration.ofMinutes(20));

        assertThat(rollout.outcome()).isEmpty();
        assertThat(rollout.judgements().get("broken").finding()).contains("oops");
    }

    @Test
    void predict_withAKeyDuringACanary_isAnsweredByTheSameVersionAndMovesOneWay() {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);
        requests(20);
        serving.pass(Duration.ofMinutes(10));
        Set<String> atAQuarter = keysOfTheChallenger();
        assertThat(keysOfTheChallenger()).isEqualTo(atAQuarter);
        assertThat(atAQuarter).hasSizeBetween(200, 300);

        serving.pass(Duration.ofMinutes(5));

        assertThat(rollout.stage().weight()).isEqualTo(0.5);
        assertThat(keysOfTheChallenger()).containsAll(atAQuarter).hasSizeBetween(440, 560);
    }

    @Test
    void rollOut_whoseActorMayNotMoveTheAlias_rollsBackInsteadOfTryingForEver() {
        ModelVersion challenger = serving.register("value 2");
        Rollout rollout = churn.rollOut(challenger, PLAN);
        serving.access = request -> request.action() == AccessAction.MOVE_ALIAS
                ? AccessDecision.deny("nobody moves it today", "the owner")
                : AccessDecision.allow();
        requests(400);
        serving.pass(Duration.ofMinutes(10));
        requests(400);
        serving.pass(Duration.ofMinutes(5));
        serving.pass(Duration.ofMinutes(5));

        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ROLLED_BACK);
            assertThat(outcome.why()).contains("nobody moves it today");
        });
        assertThat(churn.version()).isEqualTo(champion);
        assertThat(serving.registry.deniedAttempts()).hasSize(1);
    }

    @Test
    void rollOut_byWhoMayNot_throwsAndTheChampionStays() {
        serving.access = request -> request.action() == AccessAction.ROLL_OUT
                ? AccessDecision.deny("no rollouts today", "the owner")
                : AccessDecision.allow();

        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> churn.rollOut(serving.register("value 2"), PLAN));

        assertThat(churn.version()).isEqualTo(champion);
        assertThat(serving.runtime.closes.get()).isEqualTo(1);
    }

    @Test
    void alias_movedBySomebodyElse_endsTheRollout() {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);

        ModelVersion third = serving.champion("value 3");

        assertThat(rollout.outcome())
                .get()
                .satisfies(outcome -> assertThat(outcome.why()).contains("moved to churn:3"));
        assertThat(churn.version()).isEqualTo(third);
        assertThat(churn.predict("x").value()).isEqualTo(new Score(3));
    }

    @Test
    void alias_movedToTheChallengerByHand_servesWhatIsLoadedAlready() {
        ModelVersion challenger = serving.register("value 2");
        Rollout rollout = churn.rollOut(challenger, PLAN);

        serving.point(challenger);

        assertThat(churn.version()).isEqualTo(challenger);
        assertThat(serving.runtime.loads.get()).isEqualTo(2);
        serving.deployer.beat();
        assertThat(rollout.outcome()).get().satisfies(outcome -> {
            assertThat(outcome.promoted()).isTrue();
            assertThat(outcome.why()).contains("the alias was moved to churn:2");
        });
        assertThat(churn.version()).isEqualTo(challenger);
    }

    @Test
    void abandoned_byAnOperator_isNotPromotedAnyMore() {
        Rollout rollout = churn.rollOut(
                serving.register("value 2"),
                plan -> plan.shadow(Duration.ofMinutes(10)).minimumAnswers(1));
        requests(30);

        serving.registry.abandonRollout("churn@champion", Actor.by("ana"), "not today");
        serving.pass(Duration.ofMinutes(10));

        assertThat(rollout.outcome()).get().isEqualTo(new Outcome(Outcome.Kind.ROLLED_BACK, "not today"));
        assertThat(serving.registry.get("churn@champion")).isEqualTo(champion);
        assertThat(churn.status().versions()).hasSize(1);
    }

    @Test
    void rollOut_whenTheAliasIsMovedToTheChallengerWhileItLoads_isRefused() {
        ModelVersion challenger = serving.register("value 2");
        serving.reaction = event -> {
            if (event instanceof DeploymentEvent.Loading && serving.runtime.loads.get() == 1) {
                serving.reaction = anything -> {};
                serving.point(challenger);
            }
        };

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> churn.rollOut(challenger, PLAN))
                .withMessageContaining("serves churn@champion already");

        assertThat(churn.status().versions()).hasSize(1);
        assertThat(rolloutEvents()).containsExactly("AliasMoved");
    }

    @Test
    void close_whileARolloutBegins_endsIt() {
        ModelVersion challenger = serving.register("value 2");
        serving.registry.subscribe(event -> {
            if (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.RolloutStarted) {
                churn.close();
            }
        });

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> churn.rollOut(challenger, PLAN));

        assertThat(rolloutEvents()).containsExactly("RolloutStarted", "RolloutEnded");
        assertThat(serving.runtime.closes).hasValue(2);
    }

    @Test
    void beat_whileARolloutBegins_doesNotDisturbIt() {
        ModelVersion challenger = serving.register("value 2");
        serving.registry.subscribe(event -> {
            if (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.RolloutStarted) {
                serving.deployer.beat();
            }
        });

        Rollout rollout = churn.rollOut(challenger, PLAN);

        assertThat(rollout.outcome()).isEmpty();
        assertThat(churn.status().versions()).hasSize(2);
    }

    @Test
    void rollOut_whenTheStoreIsDown_isRefusedAndChangesNothing() {
        ModelVersion challenger = serving.register("value 2");
        serving.storeIsDown = true;

        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> churn.rollOut(challenger, PLAN));

        assertThat(churn.status().versions()).hasSize(1);
        serving.storeIsDown = false;
        assertThat(churn.rollOut(challenger, PLAN).outcome()).isEmpty();
    }

    @Test
    void abort_whenTheStoreIsDown_takesTheChallengerAway() {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);
        serving.storeIsDown = true;

        rollout.abort(Actor.by("ana"), "changed our mind");

        assertThat(rollout.outcome()).isPresent();
        assertThat(churn.status().versions()).hasSize(1);
    }

    @Test
    void close_whenTheStoreIsDown_closesEverything() {
        churn.rollOut(serving.register("value 2"), PLAN);
        Deployment<String, Score> other = serving.deploy();
        serving.storeIsDown = true;

        serving.deployer.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> churn.predict("x"));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> other.predict("x"));
        assertThat(serving.runtime.closes).hasValue(4);
    }

    @Test
    void abort_takesTheChallengerAway() {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);

        rollout.abort(Actor.by("ana"), "changed our mind");
        rollout.abort(Actor.by("ana"), "again");

        assertThat(rollout.outcome()).get().isEqualTo(new Outcome(Outcome.Kind.ROLLED_BACK, "changed our mind"));
        assertThat(serving.registry.head())
                .get()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo(Actor.by("ana")));
        assertThat(churn.status().versions()).hasSize(1);
    }

    @Test
    void await_whileUnderWay_saysSo() throws InterruptedException {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);

        assertThat(rollout.await(Duration.ofMillis(1)).kind()).isEqualTo(Outcome.Kind.UNDER_WAY);
    }

    @Test
    void rollOut_whileAnotherIsUnderWay_isRefusedAndChangesNothing() {
        Rollout first = churn.rollOut(serving.register("value 2"), PLAN);
        ModelVersion third = serving.register("value 3");

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> churn.rollOut(third, PLAN))
                .withMessageContaining("churn:2 is on trial");

        assertThat(first.outcome()).isEmpty();
        assertThat(churn.status().versions()).hasSize(2);
    }

    @Test
    void rollOut_whileAnotherDeploymentRunsOne_isRefusedAndChangesNothing() {
        ModelVersion second = serving.register("value 2");
        Deployment<String, Score> elsewhere = serving.deploy();
        Rollout running = elsewhere.rollOut(second, PLAN);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> churn.rollOut(serving.register("value 3"), PLAN))
                .withMessageContaining("churn:2 is on trial");

        assertThat(churn.rollout()).get().extracting(Rollout::id).isEqualTo(running.id());
        assertThat(churn.status().versions()).hasSize(2);
    }

    @Test
    void rollOut_ofAVersionThatIsNotReady_changesNothing() {
        ModelVersion broken = serving.register("fail-load");

        assertThatExceptionOfType(ModelLoadException.class).isThrownBy(() -> churn.rollOut(broken, PLAN));

        assertThat(rolloutEvents()).isEmpty();
        assertThat(churn.status().versions()).hasSize(1);
    }

    @Test
    void rollOut_ofTheChampion_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> churn.rollOut(champion, PLAN))
                .withMessageContaining("serves churn@champion already");
    }

    @Test
    void rollOut_toAPinnedDeployment_isRefused() {
        Deployment<String, Score> pinned =
                serving.deployer.deploy("churn:1", String.class, Score.class, settings -> {});

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> pinned.rollOut(serving.register("value 2"), PLAN))
                .withMessageContaining("churn:1");
    }

    @Test
    void canary_withWeightsThatShrink_isRefused() {
        ModelVersion challenger = serving.register("value 2");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> churn.rollOut(challenger, plan -> plan.canary(0.5, 0.25)))
                .withMessageContaining("0.25 after 0.5");
    }

    @Test
    void close_duringARollout_endsIt() {
        Rollout rollout = churn.rollOut(serving.register("value 2"), PLAN);

        churn.close();

        assertThat(rollout.outcome()).isPresent();
    }

    private void requests(int number) {
        for (int request = 0; request < number; request++) {
            churn.predict("request " + request);
        }
    }

    private Set<String> keysOfTheChallenger() {
        Set<String> keys = new HashSet<>();
        for (int customer = 0; customer < 1_000; customer++) {
            String key = "customer-" + customer;
            if (churn.predict("x", key).role() == Role.CHALLENGER) {
                keys.add(key);
            }
        }
        return keys;
    }

    private List<String> rolloutEvents() {
        return serving.registry.history("churn").stream()
                .filter(entry -> !(entry.event() instanceof RegistryEvent.Registered))
                .skip(1)
                .map(LogEntry::event)
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }
}
