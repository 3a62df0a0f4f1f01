package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.DeploymentEvent.StateChanged;
import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.LoadRefusedException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionLifecycleTest {
    @TempDir
    Path directory;

    private ServingFixture serving;
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();

    @AfterEach
    void noCrimes() {
        held.values().forEach(CountDownLatch::countDown);
        serving.close();
        await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == serving.runtime.loads.get());
        assertThat(serving.runtime.crimes).isEmpty();
        assertThat(serving.runtime.openInferences.get()).isZero();
    }

    private void synchronous() {
        start(builder -> builder.executor(Runnable::run));
    }

    private void threaded() {
        start(builder -> {});
    }

    private void start(Consumer<DeployerBuilder> details) {
        serving = new ServingFixture(directory, true, details);
        serving.runtime.onLoad = script -> {
            begun.computeIfAbsent(script, first -> new AtomicInteger()).incrementAndGet();
            CountDownLatch hold = held.get(script);
            if (hold != null) {
                awaitUninterrupted(hold);
            }
        };
    }

    private CountDownLatch hold(String script) {
        CountDownLatch hold = new CountDownLatch(1);
        held.put(script, hold);
        return hold;
    }

    private void awaitLoadOf(String script) {
        await().atMost(ONE_MINUTE).until(() -> loadsOf(script) > 0);
    }

    private int loadsOf(String script) {
        return begun.getOrDefault(script, new AtomicInteger()).get();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void awaitVersion(Deployment<?, ?> deployment, ModelVersion version) {
        await().atMost(ONE_MINUTE).until(() -> deployment.version().equals(version));
    }

    private List<String> statesOf(ModelVersion version) {
        return serving.events(StateChanged.class).stream()
                .filter(change -> change.version().equals(version))
                .map(StateChanged::to)
                .toList();
    }

    private static List<VersionState> states(List<VersionStatus> versions) {
        return versions.stream().map(VersionStatus::state).toList();
    }

    @Nested
    class States {
        @Test
        void deploy_andReplace_showsEveryStateInTurn() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            serving.deploy();

            serving.champion("value 2");

            assertThat(statesOf(first))
                    .containsExactly(
                            "VERIFYING", "LOADING", "WARMING", "READY", "ACTIVE", "DRAINING", "CLOSING", "CLOSED");
        }

        @Test
        void status_whileAVersionLoads_showsItsStateAndSinceWhen() {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            serving.now = serving.now.plusSeconds(7);
            hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");

            List<VersionStatus> versions = churn.status().versions();

            assertThat(states(versions)).containsExactly(VersionState.ACTIVE, VersionState.LOADING);
            assertThat(versions.get(0).since()).isEqualTo(serving.now.minusSeconds(7));
            assertThat(versions.get(1).since()).isEqualTo(serving.now);
            assertThat(versions.get(1).version()).isEqualTo(second);
        }

        @Test
        void status_ofAFailedVersion_keepsItAmongTheEnded() {
            synchronous();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();

            ModelVersion broken = serving.champion("fail-load");

            assertThat(churn.status().ended()).singleElement().satisfies(ended -> {
                assertThat(ended.version()).isEqualTo(broken);
                assertThat(ended.state()).isEqualTo(VersionState.FAILED);
            });
            assertThat(statesOf(broken)).containsExactly("VERIFYING", "LOADING", "FAILED");
        }

        @Test
        void status_ofAClosedVersion_saysHowManyBytesTheProcessKept() {
            AtomicLong resident = new AtomicLong(1_000);
            start(builder -> {
                builder.executor(Runnable::run);
                builder.residentMemory = () -> OptionalLong.of(resident.get());
            });
            serving.champion("value 1");
            serving.runtime.onLoad = script -> resident.addAndGet(500);
            Deployment<String, Score> churn = serving.deploy();
            assertThat(churn.status().versions().get(0).memoryBytes()).isEqualTo(500);
            serving.runtime.onLoad = script -> resident.set(1_100);

            serving.champion("value 2");

            assertThat(churn.status().ended()).singleElement().satisfies(ended -> {
                assertThat(ended.state()).isEqualTo(VersionState.CLOSED);
                assertThat(ended.retainedBytes()).hasValue(100);
            });
            assertThat(serving.events(DeploymentEvent.Retained.class))
                    .singleElement()
                    .satisfies(retained -> assertThat(retained.bytes()).isEqualTo(100));
        }

        @Test
        void rollOut_ofAChallenger_showsShadowThenDraining() {
            synchronous();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            ModelVersion second = serving.register("value 2");

            churn.rollOut(second, plan -> plan.shadow(Duration.ofMinutes(1))).abort(Actor.by("ana"), "enough");

            assertThat(statesOf(second)).containsSequence("READY", "SHADOW", "DRAINING", "CLOSING", "CLOSED");
        }
    }

    @Nested
    class Loading {
        @Test
        void load_thatHangs_isGivenUpAtTheDeadlineAndItsLateResultIsClosed() {
            threaded();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.loadTimeout(Duration.ofMinutes(3)));
            CountDownLatch hanging = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");

            serving.pass(Duration.ofMinutes(4));

            assertThat(churn.status().lastLoadFailure()).contains("was still LOADING after PT3M, the load timeout");
            assertThat(statesOf(second)).endsWith("FAILED");
            assertThat(churn.version()).isEqualTo(first);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            hanging.countDown();
            await().atMost(ONE_MINUTE).until(() -> churn.status().versions().size() == 1);
            assertThat(churn.version()).isEqualTo(first);
        }

        @Test
        void load_thatHangs_isNotBegunAgainWhileItHangs() {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.loadTimeout(Duration.ofMinutes(3)));
            CountDownLatch hanging = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");

            serving.pass(Duration.ofMinutes(4));
            serving.pass(Duration.ofMinutes(2));

            assertThat(loadsOf("value 2")).isEqualTo(1);
            assertThat(churn.status().lastLoadFailure()).contains("has still not ended");
            held.remove("value 2");
            hanging.countDown();
            await().atMost(ONE_MINUTE).until(() -> churn.status().versions().size() == 1);
            serving.pass(Duration.ofMinutes(2));
            awaitVersion(churn, second);
        }

        @Test
        void deploy_ofAVersionThatHangs_failsAfterTheLoadTimeout() {
            threaded();
            CountDownLatch hanging = hold("value 1");
            serving.champion("value 1");

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> serving.deploy(with -> with.loadTimeout(Duration.ofMillis(50))))
                    .withMessageContaining("load timeout")
                    .withMessageContaining("longer loadTimeout");

            hanging.countDown();
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
        }

        @Test
        void deploy_whenInterrupted_givesUpAndKeepsTheInterrupt() {
            threaded();
            CountDownLatch hanging = hold("value 1");
            serving.champion("value 1");
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> serving.deploy())
                    .withMessageContaining("interrupted");

            assertThat(Thread.interrupted()).isTrue();
            hanging.countDown();
        }

        @Test
        void load_thatIsSlow_delaysNoOtherDeployment() {
            start(builder -> builder.loadingThreads(2));
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            hold("value 2");
            serving.champion("value 2");
            awaitLoadOf("value 2");

            ModelVersion other = serving.register("other", "value 7");
            Score answer = serving.deployer
                    .deploy(other.ref().toString(), String.class, Score.class, with -> {})
                    .predict("x")
                    .value();

            assertThat(answer).isEqualTo(new Score(7));
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
        }

        @Test
        void request_thatHangs_delaysNoSwapOfAnyModel() throws Exception {
            threaded();
            serving.runtime.gate = new CountDownLatch(1);
            serving.champion("wait");
            Deployment<String, Score> churn = serving.deploy();
            CompletableFuture<Prediction<Score>> slow =
                    CompletableFuture.supplyAsync(() -> churn.predict("slow"), task -> new Thread(task).start());
            serving.runtime.waiting.await();
            ModelVersion old = serving.register("other", "value 7");
            serving.registry.point("champion").to(old);
            Deployment<String, Score> other =
                    serving.deployer.deploy("other@champion", String.class, Score.class, with -> {});

            ModelVersion next = serving.register("other", "value 8");
            serving.registry.point("champion").from(old).to(next);
            ModelVersion second = serving.champion("value 2");

            awaitVersion(other, next);
            awaitVersion(churn, second);
            assertThat(slow).isNotDone();
            serving.runtime.gate.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS).value()).isEqualTo(new Score(-1));
        }

        @Test
        void close_ofOneOfTwoDeploymentsOfAVersion_leavesTheOther() {
            synchronous();
            serving.champion("value 1");
            Deployment<String, Score> one = serving.deploy();
            Deployment<String, Score> two = serving.deploy();

            one.close();

            assertThat(two.predict("x").value()).isEqualTo(new Score(1));
        }

        @Test
        void alias_movedToAVersionThatLoads_routesNothingToItBefore() {
            threaded();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            CountDownLatch slow = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");

            for (int request = 0; request < 100; request++) {
                assertThat(churn.predict("x").version()).isEqualTo(first);
            }

            slow.countDown();
            awaitVersion(churn, second);
        }

        @Test
        void load_thatWasGivenUp_takesNoPlaceFromOthers() {
            start(builder -> builder.loadingThreads(1));
            serving.champion("value 1");
            serving.deploy(with -> with.loadTimeout(Duration.ofMinutes(3)));
            hold("value 2");
            serving.champion("value 2");
            awaitLoadOf("value 2");
            serving.pass(Duration.ofMinutes(4));

            ModelVersion other = serving.register("other", "value 7");
            Score answer = serving.deployer
                    .deploy(other.ref().toString(), String.class, Score.class, with -> {})
                    .predict("x")
                    .value();

            assertThat(answer).isEqualTo(new Score(7));
        }

        @Test
        void alias_movedOnWhileAVersionLoads_swapsToTheNewestWithoutWaiting() {
            start(builder -> builder.loadingThreads(1));
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            CountDownLatch slow = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");

            ModelVersion third = serving.champion("value 3");

            awaitVersion(churn, third);
            slow.countDown();
            await().atMost(ONE_MINUTE).until(() -> statesOf(second).contains("CLOSED"));
            assertThat(churn.version()).isEqualTo(third);
            assertThat(serving.events(DeploymentEvent.LoadFailed.class)).isEmpty();
        }

        @Test
        void alias_movedBackToAVersionThatStillLoads_joinsTheLoad() {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            CountDownLatch slow = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");
            ModelVersion third = serving.champion("value 3");
            awaitVersion(churn, third);

            serving.point(second);
            slow.countDown();

            awaitVersion(churn, second);
            assertThat(loadsOf("value 2")).isEqualTo(1);
        }

        @Test
        void rollOut_ofAVersionThatLoadsForTheAlias_sharesTheLoad() throws Exception {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            CountDownLatch slow = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");
            AtomicReference<Thread> asking = new AtomicReference<>();
            CompletableFuture<?> rollout = CompletableFuture.runAsync(
                    () -> churn.rollOut(second, plan -> plan.shadow(Duration.ofMinutes(1))), task -> {
                        asking.set(new Thread(task));
                        asking.get().start();
                    });
            // It waits for the load that is under way.
            await().until(() -> asking.get().getState() == Thread.State.TIMED_WAITING);

            slow.countDown();

            awaitVersion(churn, second);
            // Whoever comes second finds that it serves already.
            rollout.exceptionally(refused -> null).get(30, TimeUnit.SECONDS);
            assertThat(loadsOf("value 2")).isEqualTo(1);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(2));
        }

        @Test
        void loads_thatHangOneAfterAnother_areBounded() {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            for (int number = 2; number <= 9; number++) {
                hold("value " + number);
                serving.champion("value " + number);
                awaitLoadOf("value " + number);
            }

            ModelVersion last = serving.champion("value 10");

            assertThat(churn.status().lastLoadFailure()).contains("8 loads of this deployment");
            assertThat(loadsOf("value 10")).isZero();
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            held.values().forEach(CountDownLatch::countDown);
            await().atMost(ONE_MINUTE).until(() -> churn.status().versions().size() == 1);
            serving.pass(Duration.ofMinutes(2));
            awaitVersion(churn, last);
        }

        @Test
        void load_thatWaitsForAThread_isShownAsRegistered() {
            start(builder -> builder.loadingThreads(1));
            serving.champion("value 1");
            serving.deploy();
            ModelVersion old = serving.register("other", "value 7");
            serving.registry.point("champion").to(old);
            Deployment<String, Score> other =
                    serving.deployer.deploy("other@champion", String.class, Score.class, with -> {});
            CountDownLatch slow = hold("value 2");
            serving.champion("value 2");
            awaitLoadOf("value 2");

            ModelVersion next = serving.register("other", "value 8");
            serving.registry.point("champion").from(old).to(next);

            assertThat(states(other.status().versions())).containsExactly(VersionState.ACTIVE, VersionState.REGISTERED);
            slow.countDown();
            awaitVersion(other, next);
        }

        @Test
        void load_thatRunsOutOfMemory_keepsTheOldVersionServing() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            serving.runtime.onLoad = script -> {
                throw new OutOfMemoryError("native memory");
            };

            ModelVersion second = serving.champion("value 2");

            assertThat(churn.version()).isEqualTo(first);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            assertThat(churn.status().lastLoadFailure()).contains("native memory");
            assertThat(statesOf(second)).endsWith("FAILED");
        }

        @Test
        void settings_outOfRange_areRefused() {
            synchronous();
            serving.champion("value 1");

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> serving.deploy(with -> with.loadTimeout(Duration.ZERO)))
                    .withMessageContaining("load timeout can't be PT0S");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> serving.deploy(with -> with.keepWarm(Duration.ofSeconds(-1))))
                    .withMessageContaining("kept warm for PT-1S");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> serving.deploy(with -> with.keepWarm(ChronoUnit.FOREVER.getDuration())))
                    .withMessageContaining("at most 3650 days");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Deployer.builder(serving.registry).loadingThreads(0))
                    .withMessageContaining("0 threads");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> serving.deploy(with -> with.keepWarm(Duration.ofMinutes(1))
                            .transition(TransitionPolicy.keepWithinMemory(Duration.ZERO))))
                    .withMessageContaining("leave out keepWarm");
        }
    }

    @Nested
    class GoingBack {
        @Test
        void alias_movedBackWhileKeptWarm_swapsWithoutALoad() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            ModelVersion second = serving.champion("value 2");
            assertThat(states(churn.status().versions())).containsExactly(VersionState.ACTIVE, VersionState.READY);
            serving.runtime.onLoad = script -> {
                throw new IllegalStateException("nothing may be loaded");
            };

            serving.point(first);

            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            assertThat(churn.status().versions())
                    .extracting(VersionStatus::version)
                    .containsExactly(first, second);
            assertThat(serving.runtime.loads).hasValue(2);
            assertThat(serving.events(DeploymentEvent.Reactivated.class)).hasSize(1);
            assertThat(serving.events(DeploymentEvent.Swapped.class)).hasSize(3);
        }

        @Test
        void alias_movedBackWhileAnotherLoadHangs_swapsAtOnce() {
            start(builder -> builder.loadingThreads(1));
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            ModelVersion second = serving.champion("value 2");
            awaitVersion(churn, second);
            hold("value 3");
            serving.champion("value 3");
            awaitLoadOf("value 3");

            serving.point(first);

            assertThat(churn.version()).isEqualTo(first);
        }

        @Test
        void keepWarm_onceOver_closesTheOldVersion() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            serving.champion("value 2");

            serving.pass(Duration.ofMinutes(5));
            assertThat(serving.runtime.closes).hasValue(1);
            serving.point(first);

            assertThat(loadsOf("value 1")).isEqualTo(2);
        }

        @Test
        void keepWarm_ofSeveralVersions_keepsTheLatestAlone() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            serving.champion("value 2");
            serving.champion("value 3");

            assertThat(states(churn.status().versions())).containsExactly(VersionState.ACTIVE, VersionState.READY);
            assertThat(statesOf(first)).endsWith("CLOSED");
            churn.close();
            assertThat(serving.runtime.closes).hasValue(3);
        }

        @Test
        void alias_movedBackWhileTheOldVersionDrains_reactivatesIt() throws Exception {
            threaded();
            serving.runtime.gate = new CountDownLatch(1);
            ModelVersion first = serving.champion("wait");
            Deployment<String, Score> churn = serving.deploy();
            CompletableFuture<Prediction<Score>> slow =
                    CompletableFuture.supplyAsync(() -> churn.predict("slow"), task -> new Thread(task).start());
            serving.runtime.waiting.await();
            ModelVersion second = serving.champion("value 2");
            awaitVersion(churn, second);

            serving.point(first);

            assertThat(churn.version()).isEqualTo(first);
            serving.runtime.gate.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS).version()).isEqualTo(first);
            assertThat(churn.predict("x").version()).isEqualTo(first);
            await().atMost(ONE_MINUTE).until(() -> statesOf(second).contains("CLOSED"));
            assertThat(loadsOf("wait")).isEqualTo(1);
            assertThat(statesOf(first)).endsWith("DRAINING", "READY", "ACTIVE");
        }

        @Test
        void version_keptWarmAndRevoked_isNotUsedAgain() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            ModelVersion second = serving.champion("value 2");
            serving.registry.revoke(first, Actor.by("ana"), "it leaks");

            assertThatExceptionOfType(LoadRefusedException.class)
                    .isThrownBy(() -> churn.rollOut(first, plan -> plan.shadow(Duration.ofMinutes(1))))
                    .withMessageContaining("revoked by ana");

            assertThat(churn.version()).isEqualTo(second);
        }

        @Test
        void rollOut_ofAVersionKeptWarm_takesNoLoad() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            serving.champion("value 2");

            Rollout rollout = churn.rollOut(first, plan -> plan.shadow(Duration.ofMinutes(1)));

            assertThat(loadsOf("value 1")).isEqualTo(1);
            assertThat(states(churn.status().versions())).containsExactly(VersionState.ACTIVE, VersionState.SHADOW);
            rollout.abort(Actor.by("ana"), "enough");
            assertThat(serving.runtime.closes).hasValue(1);
        }

        @Test
        void alias_movedBackAndForthUnderLoad_answersEachRequestByTheVersionItNames() throws Exception {
            threaded();
            List<ModelVersion> versions = new ArrayList<>();
            versions.add(serving.champion("value 1"));
            versions.add(serving.register("value 2"));
            Deployment<String, Score> churn = serving.deploy(with -> with.keepWarm(Duration.ofMinutes(5)));
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong answered = new AtomicLong();
            AtomicLong wrong = new AtomicLong();
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                callers.add(CompletableFuture.runAsync(
                        () -> {
                            while (!stop.get()) {
                                Prediction<Score> prediction = churn.predict("x");
                                answered.incrementAndGet();
                                if (prediction.value().score()
                                        != prediction.version().number()) {
                                    wrong.incrementAndGet();
                                }
                            }
                        },
                        task -> new Thread(task).start()));
            }
            serving.point(versions.get(1));
            awaitVersion(churn, versions.get(1));

            for (int swap = 0; swap < 200; swap++) {
                ModelVersion next = versions.get(swap % 2);
                serving.point(next);
                // A pointer swap on the thread that moved the alias: no wait, and no answer by the other one from here
                // on.
                Prediction<Score> prediction = churn.predict("x");
                assertThat(prediction.version()).isEqualTo(next);
            }
            stop.set(true);
            CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

            assertThat(wrong).hasValue(0);
            assertThat(answered.get()).isPositive();
            assertThat(serving.runtime.loads).hasValue(2);
        }
    }

    @Nested
    class WithinMemory {
        private final TransitionPolicy within = TransitionPolicy.keepWithinMemory(Duration.ofSeconds(30));

        @Test
        void alias_moved_closesTheOldVersionBeforeTheNewIsLoaded() {
            synchronous();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));
            AtomicInteger closedBefore = new AtomicInteger();
            serving.runtime.onLoad = script -> closedBefore.set(serving.runtime.closes.get());

            ModelVersion second = serving.champion("value 2");

            assertThat(closedBefore).hasValue(1);
            assertThat(churn.version()).isEqualTo(second);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(2));
        }

        @Test
        void predict_duringTheExchange_waitsForTheNewVersion() throws Exception {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));
            CountDownLatch slow = hold("value 2");
            serving.champion("value 2");
            awaitLoadOf("value 2");

            CompletableFuture<Prediction<Score>> waiting =
                    CompletableFuture.supplyAsync(() -> churn.predict("x"), task -> new Thread(task).start());
            assertThat(waiting).isNotDone();
            slow.countDown();

            assertThat(waiting.get(30, TimeUnit.SECONDS).value()).isEqualTo(new Score(2));
        }

        @Test
        void predict_duringAnExchangeWithoutWait_failsAtOnce() {
            threaded();
            serving.champion("value 1");
            Deployment<String, Score> churn =
                    serving.deploy(with -> with.transition(TransitionPolicy.keepWithinMemory(Duration.ZERO)));
            CountDownLatch slow = hold("value 2");
            ModelVersion second = serving.champion("value 2");
            awaitLoadOf("value 2");

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> churn.predict("x"))
                    .withMessageContaining("churn@champion could not answer")
                    .withMessageContaining("is being loaded");

            slow.countDown();
            awaitVersion(churn, second);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(2));
        }

        @Test
        void alias_movedToABrokenVersion_bringsTheOldOneBack() {
            synchronous();
            ModelVersion first = serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));

            serving.champion("fail-load");

            assertThat(churn.version()).isEqualTo(first);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            assertThat(churn.status().lastLoadFailure()).contains("the file is not a model");
            assertThat(loadsOf("value 1")).isEqualTo(2);
        }

        @Test
        void alias_movedWhenNeitherVersionLoads_givesOneClearErrorAndTriesAgain() {
            synchronous();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));
            serving.runtime.onLoad = script -> {
                throw new IllegalStateException("the disk is gone");
            };

            serving.champion("value 2");

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> churn.predict("x"))
                    .withMessageContaining("not in memory")
                    .withMessageContaining("the disk is gone");
            serving.runtime.onLoad = script -> {};
            serving.now = serving.now.plusSeconds(6);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
        }

        @Test
        void alias_movedWhileTheOldVersionDoesNotDrain_keepsServingIt() throws Exception {
            threaded();
            serving.runtime.gate = new CountDownLatch(1);
            ModelVersion first = serving.champion("wait");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));
            CompletableFuture<Prediction<Score>> slow =
                    CompletableFuture.supplyAsync(() -> churn.predict("slow"), task -> new Thread(task).start());
            serving.runtime.waiting.await();
            serving.champion("value 2");

            serving.pass(Duration.ofSeconds(31));

            assertThat(churn.status().lastLoadFailure()).contains("did not end within PT30S, the drain timeout");
            assertThat(states(churn.status().versions())).containsExactly(VersionState.ACTIVE);
            serving.runtime.gate.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS).version()).isEqualTo(first);
            assertThat(churn.predict("x").version()).isEqualTo(first);
            assertThat(loadsOf("value 2")).isZero();
        }

        @Test
        void alias_movedBackWhileTheOldVersionDrains_cancelsTheExchange() throws Exception {
            threaded();
            serving.runtime.gate = new CountDownLatch(1);
            ModelVersion first = serving.champion("wait");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));
            CompletableFuture<Prediction<Score>> slow =
                    CompletableFuture.supplyAsync(() -> churn.predict("slow"), task -> new Thread(task).start());
            serving.runtime.waiting.await();
            serving.champion("value 2");

            serving.point(first);
            serving.runtime.gate.countDown();

            assertThat(slow.get(30, TimeUnit.SECONDS).version()).isEqualTo(first);
            assertThat(churn.predict("x").version()).isEqualTo(first);
            assertThat(serving.runtime.loads).hasValue(1);
        }

        @Test
        void rollOut_isRefused() {
            synchronous();
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(with -> with.transition(within));
            ModelVersion second = serving.register("value 2");

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> churn.rollOut(second, plan -> plan.shadow(Duration.ofMinutes(1))))
                    .withMessageContaining("keeps one version in memory only");
        }
    }
}
