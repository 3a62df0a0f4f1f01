package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.deployment.Fleet.Node;
import io.modelops.deployment.Rollout.Outcome;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollout is what the log says: in all processes, and in the next ones. */
class RolloutFleetTest {
    /** The pool that all share has one thread only on a small machine. */
    private static final Executor THREAD_EACH = task -> new Thread(task).start();

    private static final Consumer<RolloutPlan.Builder> PLAN = plan -> plan.canary(0.25, 0.5)
            .every(Duration.ofMinutes(5))
            .minimumAnswers(20)
            .by(Actor.by("ana"))
            .because("better on last month");

    @TempDir
    Path directory;

    private Fleet fleet;
    private Node one;
    private Deployment<String, Score> first;
    private ModelVersion champion;
    private ModelVersion challenger;

    @BeforeEach
    void deploy() {
        fleet = new Fleet(directory);
        one = fleet.node();
        champion = one.register("value 1");
        one.registry.point("champion").to(champion);
        challenger = one.register("value 2");
        first = one.deploy();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void rollOut_onOneNode_isFollowedByTheOthersWithTheSameKeys() {
        Node two = fleet.node();
        Deployment<String, Score> second = two.deploy();

        first.rollOut(challenger, PLAN);
        two.beat();

        assertThat(second.rollout()).isPresent();
        assertThat(keysOfTheChallenger(second)).isNotEmpty().isEqualTo(keysOfTheChallenger(first));
        fleet.pass(Duration.ofMinutes(5));
        fleet.pass(Duration.ZERO);
        assertThat(second.rollout().orElseThrow().stage().weight()).isEqualTo(0.5);
        assertThat(keysOfTheChallenger(second)).isEqualTo(keysOfTheChallenger(first));
    }

    @Test
    void beat_ofSeveralNodesAtOnce_advancesEachStageOnceAndPromotesEverywhere() {
        Node two = fleet.node();
        Deployment<String, Score> second = two.deploy();
        Rollout begun = first.rollOut(challenger, PLAN);
        two.beat();
        Rollout followed = second.rollout().orElseThrow();

        for (int minutes = 0; minutes < 12; minutes++) {
            requests(first, 200);
            requests(second, 200);
            fleet.pass(Duration.ofMinutes(1));
        }
        fleet.pass(Duration.ZERO);

        assertThat(begun.outcome()).get().matches(Outcome::promoted);
        assertThat(followed.outcome()).get().matches(Outcome::promoted);
        assertThat(first.version()).isEqualTo(challenger);
        assertThat(second.version()).isEqualTo(challenger);
        assertThat(rolloutEvents(one))
                .containsExactly("RolloutStarted", "RolloutAdvanced", "RolloutAdvanced", "AliasMoved", "RolloutEnded");
        assertThat(two.runtime.loads).hasValue(2);
    }

    @Test
    void beat_ofNodesOnThreadsOfTheirOwn_takesEachStepOnceAndFailsNoRequest() throws Exception {
        try (Fleet threaded = new Fleet(directory, true)) {
            Node conductor = threaded.node();
            conductor.registry.point("champion").to(conductor.register("value 1"));
            ModelVersion next = conductor.register("value 2");
            List<Node> nodes = List.of(conductor, threaded.node(), threaded.node());
            List<Deployment<String, Score>> deployments =
                    nodes.stream().map(Node::deploy).toList();
            deployments.get(0).rollOut(next, PLAN);

            AtomicInteger over = new AtomicInteger();
            List<CompletableFuture<Void>> lives = IntStream.range(0, nodes.size())
                    .mapToObj(index -> CompletableFuture.runAsync(
                            () -> {
                                boolean mine = false;
                                while (over.get() < nodes.size()) {
                                    requests(deployments.get(index), 20);
                                    // Time must not run away from what the guards have seen of it.
                                    deployments.get(index).awaitObserved();
                                    if (index == 0) {
                                        threaded.now = threaded.now.plus(Duration.ofSeconds(10));
                                    }
                                    nodes.get(index).beat();
                                    if (!mine
                                            && deployments.get(index).version().equals(next)) {
                                        mine = true;
                                        over.incrementAndGet();
                                    }
                                }
                            },
                            THREAD_EACH))
                    .toList();
            for (CompletableFuture<Void> life : lives) {
                life.get(30, TimeUnit.SECONDS);
            }

            assertThat(rolloutEvents(conductor))
                    .containsExactly(
                            "RolloutStarted", "RolloutAdvanced", "RolloutAdvanced", "AliasMoved", "RolloutEnded");
            assertThat(nodes).allSatisfy(node -> assertThat(node.runtime.crimes).isEmpty());
        }
    }

    @Test
    void step_inTheLog_saysWhatTheGuardsSaw() {
        first.rollOut(challenger, PLAN);
        requests(first, 400);
        fleet.pass(Duration.ofMinutes(5));

        LogEntry advanced = one.registry.head().orElseThrow();

        assertThat(advanced.event())
                .isInstanceOfSatisfying(
                        RegistryEvent.RolloutAdvanced.class,
                        event -> assertThat(event.description()).isEqualTo("canary 50 %"));
        assertThat(advanced.actor()).isEqualTo(Actor.by("ana"));
        assertThat(advanced.reason()).startsWith("passed: error rate: challenger fails 0 of ");
    }

    @Test
    void close_andOpenAgain_goesOnInTheStageOfTheLog() {
        Rollout before = first.rollOut(challenger, PLAN);
        requests(first, 400);
        fleet.pass(Duration.ofMinutes(5));
        one.close();
        assertThat(before.outcome()).get().extracting(Outcome::kind).isEqualTo(Outcome.Kind.LEFT);

        Node again = fleet.node();
        Deployment<String, Score> deployment = again.deploy();

        Rollout after = deployment.rollout().orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.stage().weight()).isEqualTo(0.5);
        fleet.pass(Duration.ofMinutes(5));
        assertThat(after.waitsFor()).as("its evidence is its own").contains("no answers of both versions yet");
        requests(deployment, 400);
        fleet.pass(Duration.ZERO);
        assertThat(after.outcome()).get().matches(Outcome::promoted);
        assertThat(again.registry.head().orElseThrow().actor()).isEqualTo(Actor.by("ana"));
    }

    @Test
    void open_withARolloutWhoseDeadlineHasPassed_rollsItBack() {
        first.rollOut(challenger, PLAN);
        one.close();
        fleet.now = fleet.now.plus(Duration.ofHours(1));

        Node again = fleet.node();
        Deployment<String, Score> deployment = again.deploy();
        again.beat();

        assertThat(deployment.rollout()).isEmpty();
        assertThat(deployment.status().versions()).hasSize(1);
        assertThat(again.registry.rollout("churn@champion")).isEmpty();
        assertThat(again.registry.head().orElseThrow().event())
                .isInstanceOfSatisfying(
                        RegistryEvent.RolloutEnded.class,
                        ended -> assertThat(ended.why()).startsWith("not decided within PT30M"));
    }

    @Test
    void open_afterTheAliasWasMovedAndBeforeTheEndWasWritten_endsItAsPromoted() {
        first.rollOut(challenger, PLAN);
        one.close();
        Node hand = fleet.node();
        hand.registry.point("champion").from(champion).to(challenger);

        Node again = fleet.node();
        Deployment<String, Score> deployment = again.deploy();
        again.beat();
        assertThat(again.registry.rollout("churn@champion")).isPresent();
        fleet.pass(Duration.ofMinutes(1));

        assertThat(deployment.version()).isEqualTo(challenger);
        assertThat(again.registry.rollout("churn@champion")).isEmpty();
        assertThat(rolloutEvents(again)).last().isEqualTo("RolloutEnded");
    }

    @Test
    void end_writtenByTheNodeThatOnlySawTheAliasMove_saysWhyItWasMoved() {
        Rollout rollout = first.rollOut(challenger, PLAN);
        Node two = fleet.node();
        two.registry
                .point("champion")
                .from(champion)
                .because("rollout passed: error rate: fine")
                .to(challenger);

        one.beat();
        one.beat();

        assertThat(rollout.outcome())
                .contains(new Outcome(
                        Outcome.Kind.PROMOTED, "the alias was moved to churn:2: rollout passed: error rate: fine"));
        assertThat(first.version()).isEqualTo(challenger);
        assertThat(rolloutEvents(one)).last().isEqualTo("RolloutEnded");
    }

    @Test
    void rollOut_refusedWhileAnotherIsOn_leavesThatOneAttended() {
        Rollout running = first.rollOut(challenger, PLAN);
        ModelVersion third = one.register("value 3");

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> first.rollOut(third, PLAN));
        fleet.pass(Duration.ofSeconds(1));

        assertThat(first.rollout()).contains(running);
        assertThat(first.status().versions()).hasSize(2);
    }

    @Test
    void rollback_onOneNode_endsItOnAll() {
        ModelVersion broken = one.register("throw");
        Node two = fleet.node();
        Deployment<String, Score> second = two.deploy();
        first.rollOut(broken, plan -> plan.shadow(Duration.ofMinutes(5)));
        two.beat();
        Rollout followed = second.rollout().orElseThrow();

        requests(first, 100);
        fleet.pass(Duration.ZERO);
        two.beat();

        assertThat(followed.outcome())
                .get()
                .satisfies(outcome -> assertThat(outcome.why()).contains("challenger fails 100 of 100"));
        assertThat(second.status().versions()).hasSize(1);
        assertThat(rolloutEvents(two).stream().filter("RolloutEnded"::equals)).hasSize(1);
    }

    @Test
    void promotion_ofARolloutThatAnotherNodeHasEnded_isRefused() {
        Rollout rollout = first.rollOut(challenger, PLAN);
        requests(first, 400);
        Node two = fleet.node();
        two.registry.abandonRollout("churn@champion", Actor.by("bob"), "not today");

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> rollout.promoteNow(Actor.by("ana"), "now"))
                .withMessageContaining("has ended");

        assertThat(one.registry.get("churn@champion")).isEqualTo(champion);
        one.beat();
        assertThat(rollout.outcome()).contains(new Outcome(Outcome.Kind.ROLLED_BACK, "not today"));
    }

    @Test
    void open_withAGuardThatOnlyTheOtherProcessKnew_holdsUnlessTheDeploymentKnowsIt() {
        Guard own = new Guard() {
            @Override
            public String name() {
                return "house rule";
            }

            @Override
            public Judgement judge(RolloutEvidence evidence) {
                return new Judgement(Verdict.PASS, "fine");
            }
        };
        first.rollOut(challenger, plan -> {
            PLAN.accept(plan);
            plan.guard(own);
        });
        one.close();

        Node stranger = fleet.node();
        Deployment<String, Score> without = stranger.deploy();
        requests(without, 400);
        fleet.pass(Duration.ofMinutes(5));
        assertThat(without.rollout().orElseThrow().waitsFor()).contains("settings.rolloutGuard(guard)");
        stranger.close();

        Node friend = fleet.node(settings -> settings.rolloutGuard(own));
        Deployment<String, Score> with = friend.deploy();
        requests(with, 400);
        fleet.pass(Duration.ofMinutes(5));
        assertThat(with.rollout().orElseThrow().stage().weight()).isEqualTo(0.5);
    }

    @Test
    void look_challengerThatCantBeLoadedHere_servesTheChampionAndTriesAgain() {
        Node two = fleet.node();
        ModelVersion slow = one.register("fail-inference");
        Deployment<String, Score> second = two.deploy();
        one.registry.append(
                new RegistryEvent.RolloutStarted(
                        slow.model(),
                        new UUID(1, 2),
                        "champion",
                        1,
                        3,
                        "canary 25 % for 5 m; " + "20 answers at least; within 1 h; guarded by error rate"),
                Actor.by("ana"),
                "");
        one.registry.append(
                new RegistryEvent.RolloutAdvanced(slow.model(), new UUID(1, 2), 0, "canary 25 %", 0.25),
                Actor.by("ana"),
                "");

        two.beat();

        assertThat(second.rollout()).isEmpty();
        assertThat(second.predict("x").value()).isEqualTo(new Score(1));
        assertThat(second.status().versions()).hasSize(1);
        assertThat(two.registry.rollout("churn@champion")).as("others go on").isPresent();
    }

    private static void requests(Deployment<String, Score> deployment, int number) {
        for (int request = 0; request < number; request++) {
            try {
                deployment.predict("request " + request);
            } catch (IllegalArgumentException asThrown) {
                throw new AssertionError("a caller got the challenger's error", asThrown);
            }
        }
    }

    private static Set<String> keysOfTheChallenger(Deployment<String, Score> deployment) {
        Set<String> keys = new TreeSet<>();
        for (int customer = 0; customer < 500; customer++) {
            if (deployment.predict("x", "customer-" + customer).role() == Role.CHALLENGER) {
                keys.add("customer-" + customer);
            }
        }
        return keys;
    }

    private static List<String> rolloutEvents(Node node) {
        node.registry.refresh();
        return node.registry.history("churn").stream()
                .filter(entry -> !(entry.event() instanceof RegistryEvent.Registered))
                .skip(1)
                .map(LogEntry::event)
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }
}
