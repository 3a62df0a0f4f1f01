package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.modelops.event.DeploymentEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.OverloadedException;
import io.modelops.model.PredictionException;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
    @TempDir
    Path directory;

    private ServingFixture serving;

    @AfterEach
    void noCrimes() {
        if (serving != null) {
            serving.close();
            assertThat(serving.runtime.crimes).isEmpty();
            assertThat(serving.runtime.closes.get()).isEqualTo(serving.runtime.loads.get());
            assertThat(serving.runtime.openInferences.get()).isZero();
        }
    }

    private ServingFixture synchronous() {
        return serving = ServingFixture.synchronous(directory, true);
    }

    @Nested
    class Predicting {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void predict_byAChampion_namesTheVersionThatAnswered(boolean threadSafe) {
            serving = ServingFixture.synchronous(directory, threadSafe);
            ModelVersion first = serving.champion("value 1");

            Prediction<Score> prediction = serving.deploy().predict("anybody");

            assertThat(prediction.value()).isEqualTo(new Score(1));
            assertThat(prediction.version()).isEqualTo(first);
            assertThat(prediction.role()).isEqualTo(Role.CHAMPION);
        }

        @Test
        void deploy_warmUpWithGenerated_warmsUpEveryWorkerAndIgnoresItsFailure() {
            record Input(double spend) {}
            try (ServingFixture serving = ServingFixture.threaded(directory, false)) {
                serving.champion("value 1");
                try (Deployment<Input, Score> churn = serving.deployer.deploy(
                        "churn@champion",
                        Input.class,
                        Score.class,
                        with -> with.workers(2).warmUpWithGenerated())) {
                    assertThat(serving.runtime.inputs).containsExactly(new Input(0), new Input(0));
                    assertThat(churn.status().versions().get(0).failed()).isZero();
                }

                serving.champion("throw");
                try (Deployment<Input, Score> churn = serving.deployer.deploy(
                        "churn@champion", Input.class, Score.class, DeploymentSettings::warmUpWithGenerated)) {
                    assertThat(churn.version().number()).isEqualTo(2);
                }
            }
        }

        @Test
        void deploy_modelOnSeveralDevices_hasItsWorkersOnEach() {
            try (ServingFixture serving = ServingFixture.threaded(directory, false)) {
                serving.runtime.devices = 3;
                serving.champion("value 1");

                try (Deployment<String, Score> churn = serving.deploy(with -> with.workers(2))) {
                    assertThat(serving.runtime.openInferences).hasValue(6);
                    assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
                }
            }
        }

        @Test
        void predict_manyTimes_givesEachPredictionItsOwnId() {
            synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            Set<Object> ids = new HashSet<>();

            for (int request = 0; request < 1_000; request++) {
                ids.add(churn.predict("x").id());
            }

            assertThat(ids).hasSize(1_000);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void predict_byAModelThatThrows_throwsTheSame(boolean threadSafe) {
            serving = ServingFixture.synchronous(directory, threadSafe);
            serving.champion("throw");
            Deployment<String, Score> churn = serving.deploy();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> churn.predict("x"))
                    .withMessage("bad input x");
            assertThat(churn.status().versions().get(0).failed()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void predict_byAModelThatThrowsAnError_throwsTheSameAndServesOn(boolean threadSafe) {
            serving = ServingFixture.synchronous(directory, threadSafe);
            serving.champion("error");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.workers(1));

            for (int request = 0; request < 3; request++) {
                assertThatExceptionOfType(StackOverflowError.class)
                        .isThrownBy(() -> churn.predict("x"))
                        .withMessage("too deep");
            }
        }

        @Test
        void predict_byAModelThatThrowsAChecked_namesTheVersion() {
            synchronous().champion("throw-checked");

            assertThatExceptionOfType(PredictionException.class)
                    .isThrownBy(() -> serving.deploy().predict("x"))
                    .withMessageContaining("churn:1")
                    .withCauseInstanceOf(IOException.class);
        }

        @Test
        void predict_byAModelThatGivesNull_throws() {
            synchronous().champion("null");

            assertThatExceptionOfType(PredictionException.class)
                    .isThrownBy(() -> serving.deploy().predict("x"))
                    .withMessageContaining("churn:1 gave null");
        }

        @Test
        void predict_afterClose_throws() {
            synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            churn.close();
            churn.close();

            assertThatExceptionOfType(ClosedException.class)
                    .isThrownBy(() -> churn.predict("x"))
                    .withMessageContaining("churn@champion is closed");
            assertThat(serving.runtime.closes.get()).isEqualTo(1);
        }

        @Test
        void predict_withAFullQueue_isRefusedAtOnce() throws Exception {
            serving = ServingFixture.threaded(directory, false);
            serving.champion("wait");
            serving.runtime.gate = new CountDownLatch(1);
            Deployment<String, Score> churn =
                    serving.deploy(settings -> settings.workers(1).queueCapacity(1));
            CompletableFuture<?> running =
                    CompletableFuture.runAsync(() -> churn.predict("runs"), task -> new Thread(task).start());
            serving.runtime.waiting.await();
            CompletableFuture<?> queued =
                    CompletableFuture.runAsync(() -> churn.predict("waits"), task -> new Thread(task).start());
            await().atMost(ONE_MINUTE)
                    .until(() -> churn.status().versions().get(0).inFlight() == 2);

            assertThatExceptionOfType(OverloadedException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            churn.predict("too much");
                        }
                    })
                    .withMessageContaining("1 requests waiting");

            serving.runtime.gate.countDown();
            CompletableFuture.allOf(running, queued).get(30, TimeUnit.SECONDS);
        }

        @Test
        void predict_byManyThreadsOnConfinedInferences_usesOnlyTheWorkers() {
            serving = ServingFixture.threaded(directory, false);
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.workers(2));

            IntStream.range(0, 500).parallel().forEach(request -> churn.predict("x"));

            assertThat(new HashSet<>(serving.runtime.predictingThreads))
                    .hasSizeBetween(1, 2)
                    .allSatisfy(thread -> assertThat(thread.getName()).startsWith("modelops-churn:1-"));
        }

        @Test
        void predict_whenInterrupted_answersAndKeepsTheInterrupt() {
            serving = ServingFixture.threaded(directory, false);
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            Thread.currentThread().interrupt();

            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class Deploying {
        @Test
        void deploy_ofAnUnknownAlias_saysWhatThereIs() {
            synchronous().champion("value 1");

            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(
                            () -> serving.deployer.deploy("churn@canary", String.class, Score.class, settings -> {}))
                    .withMessageContaining("churn@canary")
                    .withMessageContaining("[champion]");
        }

        @Test
        void deploy_ofAFormatWithoutRuntime_saysWhichRuntimesThereAre() throws IOException {
            synchronous();
            ModelVersion version = serving.registry.register(
                    "other", Files.writeString(directory.resolve("other"), "x"), model -> model.format("pmml"));
            serving.registry.point("champion").to(version);

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(
                            () -> serving.deployer.deploy("other@champion", String.class, Score.class, settings -> {}))
                    .withMessageContaining("No runtime for format pmml")
                    .withMessageContaining("scripted for [scripted]")
                    .withMessageContaining("META-INF/services");
        }

        @ParameterizedTest
        @ValueSource(strings = {"fail-load", "fail-inference", "fail-warm-up"})
        void deploy_ofAVersionThatIsNotReady_throwsAndReleasesAll(String script) {
            synchronous().champion(script);

            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> serving.deploy(settings -> settings.warmUpWith(List.of("warm-up"))))
                    .withMessageContaining("churn:1 is not ready");
            assertThat(serving.runtime.closes.get()).isEqualTo(serving.runtime.loads.get());
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void deploy_thatRunsOutOfMemory_throwsAndReleasesAll(boolean threadSafe) {
            serving = ServingFixture.synchronous(directory, threadSafe);
            serving.champion("out-of-memory");

            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> serving.deploy());

            assertThat(serving.runtime.closes).hasValue(1);
        }

        @Test
        void deploy_thatOverflowsTheStackInItsWarmUp_throwsAndReleasesAll() {
            serving = ServingFixture.synchronous(directory, false);
            serving.champion("error");

            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> serving.deploy(settings -> settings.warmUpWith(List.of("warm-up"))));

            assertThat(serving.runtime.closes).hasValue(1);
        }

        @Test
        void deploy_withAGoldenExampleWithoutInput_isRefused() throws IOException {
            serving = ServingFixture.synchronous(directory, false);
            Path file = Files.writeString(directory.resolve("model"), "value 1");
            ModelVersion odd = serving.registry.register(
                    "churn",
                    file,
                    model -> model.format(ScriptedRuntime.FORMAT)
                            .goldenExamples(Collections.singletonList(Example.of(null, new Score(1)))));

            CompletableFuture<Void> deploying = CompletableFuture.runAsync(
                            () -> serving.deployer.deploy(odd.ref().toString(), String.class, Score.class, with -> {}),
                            task -> new Thread(task).start())
                    .orTimeout(2, TimeUnit.SECONDS);

            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(deploying::join)
                    .withCauseInstanceOf(ModelLoadException.class);
        }

        @Test
        void deploy_withConfinedInferences_warmsUpEveryWorker() {
            serving = ServingFixture.threaded(directory, false);
            serving.champion("value 1");

            serving.deploy(settings -> settings.workers(3).warmUpWith(List.of("warm-up", "warm-up")));

            assertThat(serving.runtime.warmedUp.get()).isEqualTo(6);
            assertThat(new HashSet<>(serving.runtime.predictingThreads)).hasSize(3);
        }

        @Test
        void deploy_byNumber_staysThere() {
            synchronous().champion("value 1");
            Deployment<String, Score> pinned =
                    serving.deployer.deploy("churn:1", String.class, Score.class, settings -> {});

            serving.champion("value 2");
            serving.deployer.beat();

            assertThat(pinned.predict("x").value()).isEqualTo(new Score(1));
        }
    }

    @Nested
    class Swapping {
        @Test
        void alias_moved_swapsAndClosesTheOldVersionOnce() {
            ModelVersion first = synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy();

            ModelVersion second = serving.champion("value 2");

            assertThat(churn.predict("x").value()).isEqualTo(new Score(2));
            assertThat(churn.version()).isEqualTo(second);
            assertThat(serving.events(DeploymentEvent.Closed.class))
                    .extracting(DeploymentEvent.Closed::version)
                    .containsExactly(first);
            assertThat(serving.events(DeploymentEvent.Swapped.class))
                    .last()
                    .satisfies(swap -> assertThat(swap.replaced()).isEqualTo(first));
        }

        @ParameterizedTest
        @ValueSource(strings = {"fail-load", "fail-inference", "fail-warm-up"})
        void alias_movedToAVersionThatIsNotReady_keepsServingTheOld(String script) {
            synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.warmUpWith(List.of("warm-up")));

            ModelVersion broken = serving.champion(script);

            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            assertThat(churn.status().lastLoadFailure()).contains(broken + " is not ready");
            assertThat(serving.events(DeploymentEvent.LoadFailed.class)).hasSize(1);
            assertThat(serving.runtime.closes.get()).isEqualTo(serving.runtime.loads.get() - 1);
        }

        @Test
        void alias_movedToAVersionThatCanNotAnswerWhatCallersSend_keepsServingTheOld() {
            ModelVersion first = synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.observedBy(new Observer<>() {}));
            churn.predict("what callers send");

            serving.champion("throw");

            assertThat(churn.version()).isEqualTo(first);
            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
            assertThat(churn.status().lastLoadFailure()).contains("bad input what callers send");
        }

        @Test
        void alias_movedWithoutWarmUpWithLatest_swapsUntried() {
            synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy(
                    settings -> settings.observedBy(new Observer<>() {}).warmUpWithLatest(0));
            churn.predict("what callers send");

            ModelVersion second = serving.champion("throw");

            assertThat(churn.version()).isEqualTo(second);
        }

        @Test
        void alias_movedToABrokenVersion_isTriedAgainAfterAMinute() {
            synchronous().champion("value 1");
            serving.deploy();
            serving.champion("fail-load");

            serving.pass(Duration.ofSeconds(30));
            assertThat(serving.events(DeploymentEvent.LoadFailed.class)).hasSize(1);
            serving.pass(Duration.ofSeconds(31));

            assertThat(serving.events(DeploymentEvent.LoadFailed.class)).hasSize(2);
        }

        @Test
        void alias_movedOnFromABrokenVersion_recovers() {
            ModelVersion first = synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            serving.champion("fail-load");

            serving.point(first);

            assertThat(churn.version()).isEqualTo(first);
            assertThat(churn.status().lastLoadFailure()).isNull();
            serving.champion("value 3");
            assertThat(churn.predict("x").value()).isEqualTo(new Score(3));
            assertThat(churn.status().lastLoadFailure()).isNull();
        }

        @Test
        void alias_movedWhileTheFirstVersionLoads_isFollowed() {
            synchronous().champion("value 1");
            ModelVersion second = serving.register("value 2");
            serving.reaction = event -> {
                if (event instanceof DeploymentEvent.Loading loading
                        && loading.version().number() == 1) {
                    serving.point(second);
                }
            };

            Deployment<String, Score> churn = serving.deploy();

            assertThat(churn.version()).isEqualTo(second);
        }

        @Test
        void listener_ofASwapThatWaitsForAnotherThread_isNotWaitedForByIt() {
            synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy();
            ModelVersion third = serving.register("value 3");
            AtomicBoolean began = new AtomicBoolean();
            serving.reaction = event -> {
                if (event instanceof DeploymentEvent.Swapped) {
                    CompletableFuture.runAsync(
                                    () -> churn.rollOut(third, plan -> plan.shadow(Duration.ofMinutes(1))),
                                    task -> new Thread(task).start())
                            .orTimeout(2, TimeUnit.SECONDS)
                            .join();
                    began.set(true);
                }
            };

            serving.champion("value 2");

            assertThat(began).isTrue();
        }

        @Test
        void alias_takenAway_keepsServing() {
            ModelVersion first = synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy();

            serving.registry.point("champion").from(first).away();
            serving.deployer.beat();

            assertThat(churn.predict("x").value()).isEqualTo(new Score(1));
        }

        @Test
        void alias_movedWhileARequestRuns_closesTheOldVersionAfterIt() throws Exception {
            serving = ServingFixture.threaded(directory, true);
            serving.champion("wait");
            serving.runtime.gate = new CountDownLatch(1);
            Deployment<String, Score> churn = serving.deploy(settings -> settings.drainTimeout(Duration.ofSeconds(10)));
            CompletableFuture<Prediction<Score>> slow =
                    CompletableFuture.supplyAsync(() -> churn.predict("slow"), task -> new Thread(task).start());
            serving.runtime.waiting.await();

            ModelVersion second = serving.champion("value 2");
            await().atMost(ONE_MINUTE).until(() -> churn.version().equals(second));
            assertThat(churn.predict("x").value()).isEqualTo(new Score(2));
            assertThat(serving.runtime.closes.get()).isZero();
            serving.pass(Duration.ofSeconds(11));
            assertThat(churn.status().versions())
                    .extracting(DeploymentStatus.VersionStatus::state)
                    .containsExactly(VersionState.ACTIVE, VersionState.QUARANTINED);
            assertThat(serving.events(DeploymentEvent.Quarantined.class)).hasSize(1);

            serving.runtime.gate.countDown();
            assertThat(slow.get(30, TimeUnit.SECONDS).value()).isEqualTo(new Score(-1));
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void alias_movedAllTheTimeUnderLoad_failsNoRequest(boolean threadSafe) throws Exception {
            serving = ServingFixture.threaded(directory, threadSafe);
            List<ModelVersion> versions = new ArrayList<>();
            versions.add(serving.champion("value 1"));
            versions.add(serving.register("value 2"));
            Deployment<String, Score> churn = serving.deploy();
            AtomicLong answered = new AtomicLong();
            AtomicLong wrong = new AtomicLong();
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            AtomicBoolean stop = new AtomicBoolean();
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

            for (int swap = 1; swap <= 60; swap++) {
                ModelVersion next = versions.get(swap % 2);
                long before = answered.get();
                serving.point(next);
                await().atMost(ONE_MINUTE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> churn.version().equals(next) && answered.get() > before);
            }
            stop.set(true);
            CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

            assertThat(wrong).hasValue(0);
            assertThat(serving.events(DeploymentEvent.Swapped.class)).hasSize(61);
            // A version that still drained when the alias came back to it was not loaded again.
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == serving.runtime.loads.get() - 1);
        }

        @Test
        void close_ofAModelThatThrows_isReportedAndTheRestGoesOn() {
            synchronous().champion("fail-close 1");
            Deployment<String, Score> churn = serving.deploy();

            serving.champion("value 2");

            assertThat(churn.predict("x").value()).isEqualTo(new Score(2));
            assertThat(serving.events(DeploymentEvent.Closed.class)).hasSize(1);
        }
    }

    @Nested
    class Observing {
        private final List<Observation<String, Score>> seen = new CopyOnWriteArrayList<>();

        private final Observer<String, Score> recorder = new Observer<>() {
            @Override
            public void onPrediction(Observation<String, Score> observation) {
                seen.add(observation);
            }
        };

        @Test
        void predict_isObservedWithItsId() {
            synchronous().champion("value 1");

            Prediction<Score> prediction =
                    serving.deploy(settings -> settings.observedBy(recorder)).predict("x");

            assertThat(seen).singleElement().satisfies(observation -> {
                assertThat(observation.id()).isEqualTo(prediction.id());
                assertThat(observation.input()).isEqualTo("x");
                assertThat(observation.output()).isEqualTo(new Score(1));
                assertThat(observation.error()).isNull();
                assertThat(observation.latencyNanos()).isNotNegative();
            });
        }

        @Test
        void predict_thatFails_isObservedWithItsError() {
            synchronous().champion("throw");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.observedBy(recorder));

            assertThatIllegalArgumentException().isThrownBy(() -> churn.predict("x"));

            assertThat(seen).singleElement().satisfies(observation -> {
                assertThat(observation.output()).isNull();
                assertThat(observation.error()).hasMessage("bad input x");
            });
        }

        @Test
        void probe_isNotObserved() {
            synchronous().champion("value 1");

            Score answer = serving.deploy(settings -> settings.observedBy(recorder))
                    .probe("x")
                    .value();

            assertThat(answer).isEqualTo(new Score(1));
            assertThat(seen).isEmpty();
        }

        @Test
        void observer_thatThrows_isCountedAndHarmless() {
            synchronous().champion("value 1");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.observedBy(new Observer<>() {
                        @Override
                        public void onPrediction(Observation<String, Score> observation) {
                            throw new IllegalStateException("broken monitor");
                        }
                    })
                    .observedBy(recorder));

            churn.predict("x");

            assertThat(seen).hasSize(1);
            assertThat(churn.status().observerFailures()).isEqualTo(1);
            assertThat(serving.events(DeploymentEvent.PluginFailed.class)).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void observer_thatThrowsOnTheFirstVersion_isCountedAndSeesWhatFollows(boolean synchronous) {
            serving = synchronous
                    ? ServingFixture.synchronous(directory, true)
                    : ServingFixture.threaded(directory, true);
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(settings -> settings.observedBy(new Observer<>() {
                        @Override
                        public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
                            throw new IllegalStateException("broken monitor");
                        }

                        @Override
                        public String name() {
                            throw new IllegalStateException("nameless");
                        }
                    })
                    .observedBy(recorder));

            churn.predict("x");

            await().atMost(ONE_MINUTE).until(() -> seen.size() == 1);
            assertThat(churn.status().observerFailures()).isEqualTo(1);
        }

        @Test
        void observer_thatIsBehind_missesNoSwapAndNoOutcome() throws Exception {
            serving = ServingFixture.threaded(directory, true);
            serving.champion("value 1");
            CountDownLatch hanging = new CountDownLatch(1);
            List<String> news = new CopyOnWriteArrayList<>();
            Deployment<String, Score> churn =
                    serving.deploy(settings -> settings.observationCapacity(4).observedBy(new Observer<>() {
                        @Override
                        public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
                            news.add("serving " + version);
                        }

                        @Override
                        public void onLabel(LabelledObservation<String, Score> labelled) {
                            news.add("label");
                        }

                        @Override
                        public void onPrediction(Observation<String, Score> observation) {
                            seen.add(observation);
                            try {
                                hanging.await();
                            } catch (InterruptedException stopped) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    }));
            IntStream.range(0, 50).forEach(request -> churn.predict("x"));
            await().atMost(ONE_MINUTE).until(() -> !seen.isEmpty());

            ModelVersion second = serving.champion("value 2");
            await().atMost(ONE_MINUTE).until(() -> churn.version().equals(second));
            churn.onLabel(new LabelledObservation<>(seen.get(0), new Score(1), serving.now));
            hanging.countDown();

            await().atMost(ONE_MINUTE)
                    .untilAsserted(
                            () -> assertThat(news).containsExactly("serving churn:1", "serving churn:2", "label"));
            assertThat(churn.status().droppedObservations()).isPositive();
        }

        @Test
        void observer_thatHangs_delaysNobodyAndLosesOnlyWhatDoesNotFit() throws Exception {
            serving = ServingFixture.threaded(directory, true);
            serving.champion("value 1");
            CountDownLatch hanging = new CountDownLatch(1);
            Deployment<String, Score> churn =
                    serving.deploy(settings -> settings.observationCapacity(10).observedBy(new Observer<>() {
                        @Override
                        public void onPrediction(Observation<String, Score> observation) {
                            try {
                                hanging.await();
                            } catch (InterruptedException stopped) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    }));

            for (int request = 0; request < 100; request++) {
                churn.predict("x");
            }

            assertThat(churn.status().droppedObservations()).isBetween(85L, 95L);
            hanging.countDown();
        }
    }

    @Nested
    class Closing {
        @Test
        void close_whileARequestRuns_leavesTheVersionToItsLastRequest() throws Exception {
            serving = ServingFixture.threaded(directory, true);
            serving.champion("wait");
            serving.runtime.gate = new CountDownLatch(1);
            Deployment<String, Score> churn = serving.deploy(settings -> settings.drainTimeout(Duration.ofMillis(20)));
            CompletableFuture<Prediction<Score>> slow =
                    CompletableFuture.supplyAsync(() -> churn.predict("slow"), task -> new Thread(task).start());
            serving.runtime.waiting.await();

            serving.deployer.close();
            assertThat(serving.runtime.closes).hasValue(0);
            serving.runtime.gate.countDown();

            assertThat(slow.get(30, TimeUnit.SECONDS).value()).isEqualTo(new Score(-1));
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
        }

        @Test
        void close_whileAVersionLoads_releasesItToo() throws Exception {
            serving = ServingFixture.threaded(directory, false);
            serving.champion("value 1");
            serving.deploy();
            serving.runtime.gate = new CountDownLatch(1);
            serving.champion("wait-load");
            serving.runtime.waiting.await();

            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(serving.deployer::close, task -> new Thread(task).start());
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
            serving.runtime.gate.countDown();
            closing.get(30, TimeUnit.SECONDS);

            assertThat(serving.runtime.closes).hasValue(2);
            assertThat(serving.runtime.openInferences).hasValue(0);
        }

        @Test
        void close_withAnActionThatThrows_closesTheRest() {
            synchronous().champion("value 1");
            serving.deploy(settings -> settings.onClose(() -> {
                throw new IllegalStateException("broken action");
            }));
            serving.deploy();

            serving.deployer.close();

            assertThat(serving.runtime.closes).hasValue(2);
        }

        @Test
        void deploy_afterClose_isRefused() {
            synchronous().champion("value 1");
            serving.deployer.close();

            assertThatExceptionOfType(ClosedException.class)
                    .isThrownBy(() -> serving.deploy())
                    .withMessageContaining("is closed");
            assertThat(serving.runtime.loads).hasValue(0);
        }
    }

    @Test
    void feedback_withoutAChannel_saysHowToGetOne() {
        synchronous().champion("value 1");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> serving.deploy().feedback())
                .withMessageContaining("settings.feedback(channel)");
    }

    @Test
    void version_digest_isTheManifests() {
        ModelVersion version = synchronous().champion("value 1");

        assertThat(version.description().manifest().files().get(0).digest()).isEqualTo(Digest.of("value 1"));
    }
}
