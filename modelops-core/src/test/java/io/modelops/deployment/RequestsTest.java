package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.modelops.model.ClosedException;
import io.modelops.model.DeadlineExceededException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.OverloadedException;
import io.modelops.model.PredictionException;
import io.modelops.model.Score;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may ask for besides an answer. */
class RequestsTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    Path directory;

    private ServingFixture serving;
    private final List<Observation<String, Score>> observed = new CopyOnWriteArrayList<>();

    @AfterEach
    void noCrimes() {
        if (serving != null) {
            serving.close();
            assertThat(serving.runtime.crimes).isEmpty();
            assertThat(serving.runtime.closes.get()).isEqualTo(serving.runtime.loads.get());
            assertThat(serving.runtime.openInferences.get()).isZero();
        }
    }

    private Deployment<String, Score> deployed(String script, Consumer<DeploymentSettings<String, Score>> settings) {
        serving = ServingFixture.threaded(directory, false);
        serving.runtime.gate = new CountDownLatch(1);
        serving.champion(script);
        return serving.deploy(told -> {
            told.workers(1).warmUpWithLatest(0).observedBy(new Observer<>() {
                @Override
                public void onPrediction(Observation<String, Score> observation) {
                    observed.add(observation);
                }
            });
            settings.accept(told);
        });
    }

    private Deployment<String, Score> deployed(String script) {
        return deployed(script, settings -> {});
    }

    /** Makes the only worker wait for the gate. */
    private CompletableFuture<Prediction<Score>> busy(Deployment<String, Score> churn) throws InterruptedException {
        CompletableFuture<Prediction<Score>> running = churn.predictAsync("runs");
        assertThat(serving.runtime.waiting.await(30, TimeUnit.SECONDS)).isTrue();
        return running;
    }

    private static long inFlight(Deployment<?, ?> churn) {
        return churn.status().versions().get(0).inFlight();
    }

    private static <T> T got(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return future.handle((value, thrown) -> thrown)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Nested
    class WithoutAThread {
        @Test
        void predictAsync_answersOnTheWorkerAndIsObservedLikePredict() throws Exception {
            Deployment<String, Score> churn = deployed("value 1");

            Prediction<Score> prediction = got(churn.predictAsync("x"));

            churn.awaitObserved();
            assertThat(prediction.value()).isEqualTo(new Score(1));
            assertThat(prediction.role()).isEqualTo(Role.CHAMPION);
            assertThat(observed).singleElement().satisfies(seen -> {
                assertThat(seen.id()).isEqualTo(prediction.id());
                assertThat(seen.version()).isEqualTo(prediction.version());
                assertThat(seen.role()).isEqualTo(Role.CHAMPION);
                assertThat(seen.input()).isEqualTo("x");
                assertThat(seen.output()).isEqualTo(new Score(1));
                assertThat(seen.error()).isNull();
                assertThat(seen.latencyNanos()).isPositive();
            });
            assertThat(inFlight(churn)).isZero();
        }

        @Test
        void predictAsync_manyWaiting_holdsNoThreads() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            CompletableFuture<?> running = busy(churn);
            int before = Thread.activeCount();

            List<CompletableFuture<Prediction<Score>>> waiting = IntStream.range(0, 500)
                    .mapToObj(request -> churn.predictAsync("x"))
                    .toList();

            assertThat(Thread.activeCount()).isLessThan(before + 10);
            assertThat(inFlight(churn)).isEqualTo(501);
            serving.runtime.gate.countDown();
            got(running);
            for (CompletableFuture<Prediction<Score>> future : waiting) {
                assertThat(got(future).value()).isEqualTo(new Score(-1));
            }
            assertThat(inFlight(churn)).isZero();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void predictAsync_byAModelThatThrows_failsWithTheSame(boolean threadSafe) {
            serving = ServingFixture.synchronous(directory, threadSafe);
            serving.champion("throw");
            Deployment<String, Score> churn = serving.deploy();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> got(churn.predictAsync("x")))
                    .withCauseExactlyInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining("bad input x");
            assertThat(churn.status().versions().get(0).failed()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "throw-checked"})
        void predictAsync_withoutAnAnswer_failsAndNamesTheVersion(String script) {
            Deployment<String, Score> churn = deployed(script);

            assertThat(failure(churn.predictAsync("x")))
                    .isInstanceOf(PredictionException.class)
                    .hasMessageContaining("churn:1");
        }

        @Test
        void predictAsync_byAModelOnTheCallersThread_hasAnsweredWhenItReturns() {
            serving = ServingFixture.synchronous(directory, true);
            serving.champion("value 1");

            CompletableFuture<Prediction<Score>> future = serving.deploy().predictAsync("x");

            assertThat(future).isCompleted();
            assertThat(serving.runtime.predictingThreads).contains(Thread.currentThread());
        }

        @Test
        void predictAsync_cancelledWhileItWaits_isNeverRunAndFreesItsPlace() throws Exception {
            Deployment<String, Score> churn = deployed("wait", settings -> settings.queueCapacity(1));
            CompletableFuture<?> running = busy(churn);
            CompletableFuture<?> waiting = churn.predictAsync("unwanted");

            assertThat(waiting.cancel(true)).isTrue();
            assertThat(inFlight(churn)).isEqualTo(1);
            CompletableFuture<?> next = churn.predictAsync("next");
            serving.runtime.gate.countDown();
            got(running);
            got(next);

            churn.awaitObserved();
            assertThat(serving.runtime.inputs).containsExactly("runs", "next");
            assertThat(observed).extracting(Observation::input).containsExactly("runs", "next");
            assertThat(failure(waiting)).isInstanceOf(CancellationException.class);
        }

        @Test
        void predictAsync_cancelledWhileItRuns_keepsTheVersionUntilTheModelIsDone() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            CompletableFuture<?> running = busy(churn);

            assertThat(running.cancel(true)).isTrue();

            assertThat(inFlight(churn)).isEqualTo(1);
            serving.point(serving.register("value 2"));
            await().atMost(ONE_MINUTE).until(() -> churn.version().number() == 2);
            assertThat(serving.runtime.closes).hasValue(0);
            serving.runtime.gate.countDown();
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
        }

        @Test
        void predictAsync_withItsOwnersTimeout_isTakenOutOfTheQueue() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            busy(churn);

            CompletableFuture<?> waiting = churn.predictAsync("unwanted").orTimeout(5, TimeUnit.MILLISECONDS);

            assertThat(failure(waiting)).isInstanceOf(TimeoutException.class);
            await().atMost(ONE_MINUTE).until(() -> inFlight(churn) == 1);
        }

        @Test
        void predictAsync_withAFullQueue_failsAtOnce() throws Exception {
            Deployment<String, Score> churn = deployed("wait", settings -> settings.queueCapacity(1));
            busy(churn);
            CompletableFuture<?> queued = churn.predictAsync("waits");

            CompletableFuture<?> refused = churn.predictAsync("too much");

            assertThat(refused).isCompletedExceptionally();
            assertThat(failure(refused))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("1 requests waiting");
            assertThat(queued).isNotDone();
            assertThat(inFlight(churn)).isEqualTo(2);
        }

        @Test
        void predictAsync_afterClose_fails() {
            Deployment<String, Score> churn = deployed("value 1");
            churn.close();

            assertThat(failure(churn.predictAsync("x"))).isInstanceOf(ClosedException.class);
        }

        @Test
        void predictAsync_whoseContinuationWaitsForItsOwnWorker_isRefusedInsteadOfHanging() {
            Deployment<String, Score> churn = deployed("wait");
            CompletableFuture<Prediction<Score>> first = churn.predictAsync("first");
            CompletableFuture<Prediction<Score>> both = first.thenApply(answer -> churn.predict("second"));
            CompletableFuture<Prediction<Score>> timed = first.thenApply(
                    answer -> churn.predict("third", PredictOptions.standard().within(Duration.ofMinutes(1))));

            serving.runtime.gate.countDown();

            for (CompletableFuture<?> refused : List.of(both, timed)) {
                assertThat(failure(refused))
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(PredictionException.class)
                        .hasMessageContaining("thenApplyAsync");
            }
        }

        @Test
        void alias_movedWhileRequestsWait_answersThemByTheVersionTheyWereGivenTo() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            List<CompletableFuture<Prediction<Score>>> waiting =
                    new ArrayList<>(List.of(busy(churn), churn.predictAsync("a"), churn.predictAsync("b")));
            serving.point(serving.register("value 2"));
            await().atMost(ONE_MINUTE).until(() -> churn.version().number() == 2);

            assertThat(got(churn.predictAsync("c")).value()).isEqualTo(new Score(2));
            assertThat(serving.runtime.closes).hasValue(0);
            serving.runtime.gate.countDown();

            for (CompletableFuture<Prediction<Score>> future : waiting) {
                assertThat(got(future).version().number()).isEqualTo(1);
            }
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
        }

        @Test
        void close_whileRequestsWait_answersAllOfThem() throws Exception {
            Deployment<String, Score> churn = deployed("wait", settings -> settings.drainTimeout(Duration.ofMillis(1)));
            List<CompletableFuture<Prediction<Score>>> waiting =
                    new ArrayList<>(List.of(busy(churn), churn.predictAsync("a"), churn.predictAsync("b")));

            churn.close();
            serving.runtime.gate.countDown();

            for (CompletableFuture<Prediction<Score>> future : waiting) {
                assertThat(got(future).value()).isEqualTo(new Score(-1));
            }
        }

        @Test
        void predictAsync_duringAShadowStage_isCopiedToTheChallenger() throws Exception {
            Deployment<String, Score> churn = deployed("value 1");
            ModelVersion challenger = serving.register("value 2");
            churn.rollOut(challenger, plan -> plan.shadow(Duration.ofMinutes(1)));

            Prediction<Score> prediction = got(churn.predictAsync("x"));

            await().atMost(ONE_MINUTE).until(() -> observed.size() == 2);
            assertThat(observed)
                    .filteredOn(seen -> seen.role() == Role.SHADOW)
                    .singleElement()
                    .satisfies(copy -> {
                        assertThat(copy.id()).isEqualTo(prediction.id());
                        assertThat(copy.version()).isEqualTo(challenger);
                        assertThat(copy.output()).isEqualTo(new Score(2));
                    });
        }
    }

    @Nested
    class Several {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void predictAll_answersInOrderWithIdsOfTheirOwn(boolean threadSafe) {
            serving = ServingFixture.synchronous(directory, threadSafe);
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy();

            List<Prediction<Score>> answers = churn.predictAll(List.of("a", "b", "c"));

            assertThat(answers)
                    .extracting(Prediction::value)
                    .containsOnly(new Score(1))
                    .hasSize(3);
            assertThat(answers).extracting(Prediction::id).doesNotHaveDuplicates();
            assertThat(inFlight(churn)).isZero();
            assertThat(churn.predictAll(List.of())).isEmpty();
        }

        @Test
        void predictAll_withBatching_fillsBatches() {
            Deployment<String, Score> churn = deployed(
                    "value 1", settings -> settings.batching(Batching.upTo(4).waiting(Duration.ofMillis(1))));

            churn.predictAll(List.of("a", "b", "c", "d", "e", "f", "g", "h"));

            assertThat(serving.runtime.batches).containsExactly(4, 4);
            churn.awaitObserved();
            assertThat(observed)
                    .extracting(Observation::input)
                    .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
        }

        @Test
        void predictAll_onTheCallersThread_fillsBatchesToo() {
            serving = ServingFixture.synchronous(directory, true);
            serving.champion("value 1");
            Deployment<String, Score> churn = serving.deploy(
                    settings -> settings.batching(Batching.upTo(4).paddedTo(1, 2, 4)));

            assertThat(churn.predictAll(List.of("a", "b", "c", "d", "e", "f", "g")))
                    .hasSize(7);

            assertThat(serving.runtime.batches).containsExactly(4, 4);
        }

        @Test
        void predictAll_duringACanary_answersAllByOneVersion() {
            Deployment<String, Score> churn = deployed("value 1");
            churn.rollOut(serving.register("value 2"), plan -> plan.canary(0.5).every(Duration.ofMinutes(5)));

            for (int request = 0; request < 50; request++) {
                assertThat(churn.predictAll(List.of("a", "b", "c", "d")).stream()
                                .map(Prediction::version)
                                .distinct())
                        .hasSize(1);
            }
        }

        @Test
        void predictAll_withABadInput_throwsWhatTheModelThrewAndAnswersTheOthers() {
            Deployment<String, Score> churn = deployed("throw", settings -> settings.batching(Batching.upTo(4)));

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> churn.predictAll(List.of("a", "b", "c")))
                    .withMessage("bad input a");
            churn.awaitObserved();
            assertThat(observed)
                    .hasSize(3)
                    .allSatisfy(seen -> assertThat(seen.error()).isNotNull());
            assertThat(inFlight(churn)).isZero();
        }

        @Test
        void predictAll_moreThanFit_isRefusedWholly() throws Exception {
            Deployment<String, Score> churn = deployed("wait", settings -> settings.queueCapacity(3));
            busy(churn);
            churn.predictAsync("waits");

            assertThatExceptionOfType(OverloadedException.class)
                    .isThrownBy(() -> churn.predictAll(List.of("a", "b", "c")));

            assertThat(inFlight(churn)).isEqualTo(2);
        }

        @Test
        void predictAll_withNull_isRefused() {
            Deployment<String, Score> churn = deployed("value 1");

            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> churn.predictAll(Arrays.asList("a", null)));
            assertThat(serving.runtime.inputs).isEmpty();
        }
    }

    @Nested
    class Deadlines {
        @Test
        void predict_whoseDeadlinePassesInTheQueue_isNotRun() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            CompletableFuture<?> running = busy(churn);

            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() ->
                            churn.predict("late", PredictOptions.standard().within(SOON)))
                    .withMessageContaining("churn:1")
                    .withMessageContaining("was not run");

            assertThat(inFlight(churn)).isEqualTo(1);
            serving.runtime.gate.countDown();
            got(running);
            churn.awaitObserved();
            assertThat(serving.runtime.inputs).containsExactly("runs");
            assertThat(observed)
                    .filteredOn(seen -> seen.input().equals("late"))
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.error()).isInstanceOf(DeadlineExceededException.class));
        }

        @Test
        void predict_whoseDeadlinePassesWhileItRuns_keepsTheVersionUntilTheModelIsDone() {
            Deployment<String, Score> churn = deployed("wait");

            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() ->
                            churn.predict("runs", PredictOptions.standard().within(Duration.ofMillis(500))))
                    .withMessageContaining("the model was at work");

            assertThat(inFlight(churn)).isEqualTo(1);
            serving.point(serving.register("value 2"));
            await().atMost(ONE_MINUTE).until(() -> churn.version().number() == 2);
            assertThat(serving.runtime.closes).hasValue(0);
            serving.runtime.gate.countDown();
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == 1);
            churn.awaitObserved();
            assertThat(observed)
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.error()).isInstanceOf(DeadlineExceededException.class));
        }

        @Test
        void predictAsync_whoseDeadlinePasses_failsAlthoughAllWorkersHang() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            CompletableFuture<?> running = busy(churn);

            CompletableFuture<?> late =
                    churn.predictAsync("late", PredictOptions.standard().within(SOON));

            assertThat(failure(late))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("was not run");
            assertThat(inFlight(churn)).isEqualTo(1);
            assertThat(running).isNotDone();
        }

        @Test
        void predict_answeredInTime_isAnswered() {
            Deployment<String, Score> churn = deployed("value 1");

            Prediction<Score> prediction = churn.predict(
                    "x", PredictOptions.standard().within(Duration.ofMinutes(1)).atPriority(PredictOptions.FIRST));

            assertThat(prediction.value()).isEqualTo(new Score(1));
            assertThat(churn.predictAll(
                            List.of("a", "b"), PredictOptions.standard().within(Duration.ofMinutes(1))))
                    .hasSize(2);
        }

        @Test
        void predictAll_whoseDeadlinePasses_takesAllThatWaitOutOfTheQueue() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            busy(churn);

            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() -> churn.predictAll(
                            List.of("a", "b", "c"), PredictOptions.standard().within(SOON)));

            assertThat(inFlight(churn)).isEqualTo(1);
        }

        @Test
        void predict_whenInterrupted_answersAndKeepsTheInterrupt() {
            Deployment<String, Score> churn = deployed("value 1");
            Thread.currentThread().interrupt();

            assertThat(churn.predict("x", PredictOptions.standard().within(Duration.ofMinutes(1)))
                            .value())
                    .isEqualTo(new Score(1));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class Priorities {
        @Test
        void predictAsync_ofSeveralPriorities_areTakenInTheirOrder() throws Exception {
            Deployment<String, Score> churn = deployed("wait");
            busy(churn);
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (String request : List.of("5a", "9a", "1a", "5b", "1b", "9b")) {
                int priority = request.charAt(0) - '0';
                all.add(churn.predictAsync(request, PredictOptions.standard().atPriority(priority)));
            }

            serving.runtime.gate.countDown();
            for (CompletableFuture<?> future : all) {
                got(future);
            }

            assertThat(serving.runtime.inputs).containsExactly("runs", "1a", "1b", "5a", "5b", "9a", "9b");
        }

        @Test
        void options_forAKey_stickToAVersion() {
            Deployment<String, Score> churn = deployed("value 1");
            churn.rollOut(serving.register("value 2"), plan -> plan.canary(0.5).every(Duration.ofMinutes(5)));

            for (String key : List.of("ana", "bo", "cy", "di", "ed")) {
                ModelVersion version = churn.predict("x", key).version();
                assertThat(churn.predict("x", PredictOptions.standard().forKey(key))
                                .version())
                        .isEqualTo(version);
                assertThat(churn.predictAsync("x", PredictOptions.standard().forKey(key))
                                .join()
                                .version())
                        .isEqualTo(version);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 10})
        void options_priorityThatIsNone_isRefused(int priority) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> PredictOptions.standard().atPriority(priority))
                    .withMessageContaining("expected 1");
        }

        @Test
        void options_deadlineThatIsNotPositive_isRefused() {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> PredictOptions.standard().within(Duration.ZERO));
        }
    }

    @Nested
    class Limits {
        @Test
        void predict_aboveTheLimit_isRefusedAtOnce() throws Exception {
            Deployment<String, Score> churn = deployed("wait", settings -> settings.limit(ConcurrencyLimit.fixed(2)));
            CompletableFuture<?> running = busy(churn);
            CompletableFuture<?> waiting = churn.predictAsync("waits");

            assertThatExceptionOfType(OverloadedException.class)
                    .isThrownBy(() -> churn.predict("too much"))
                    .withMessageContaining("2 inputs under way");
            assertThatExceptionOfType(OverloadedException.class)
                    .isThrownBy(() -> churn.predictAll(List.of("too", "much")));
            assertThat(failure(churn.predictAsync("too much"))).isInstanceOf(OverloadedException.class);

            waiting.cancel(false);
            CompletableFuture<?> next = churn.predictAsync("fits again");
            serving.runtime.gate.countDown();
            got(running);
            got(next);
            for (int request = 0; request < 10; request++) {
                churn.predict("x");
            }
        }

        @Test
        void predict_refusedOrFailedInAnyWay_leavesTheLimitAsItWas() {
            Deployment<String, Score> churn = deployed("throw", settings -> settings.limit(ConcurrencyLimit.fixed(1)));

            for (int request = 0; request < 3; request++) {
                assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> churn.predict("x"));
                assertThat(failure(churn.predictAsync("x"))).isInstanceOf(IllegalArgumentException.class);
            }
            churn.close();
            for (int request = 0; request < 3; request++) {
                assertThat(failure(churn.predictAsync("x"))).isInstanceOf(ClosedException.class);
                assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> churn.predict("x"));
            }
        }

        @Test
        void predict_abandonedAtItsDeadline_countsUntilTheModelIsDone() {
            Deployment<String, Score> churn = deployed("wait", settings -> settings.limit(ConcurrencyLimit.fixed(1)));

            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() ->
                            churn.predict("runs", PredictOptions.standard().within(Duration.ofMillis(300))));

            assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> churn.predict("too much"));
            serving.runtime.gate.countDown();
            await().atMost(ONE_MINUTE).until(() -> inFlight(churn) == 0);
            assertThat(churn.predict("fits again").value()).isEqualTo(new Score(-1));
        }
    }

    @Test
    void requests_ofAllKindsWhileVersionsAreSwapped_allEndAndFreeEverything() throws Exception {
        Deployment<String, Score> churn = deployed(
                "value 1",
                settings -> settings.workers(2)
                        .batching(Batching.upTo(8).paddedTo(1, 4, 8))
                        .limit(ConcurrencyLimit.fixed(200)));
        Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
        AtomicBoolean swapping = new AtomicBoolean(true);
        Thread swaps = new Thread(() -> {
            List<ModelVersion> versions = List.of(serving.register("value 2"), serving.register("value 3"));
            for (int swap = 0; swapping.get(); swap++) {
                serving.point(versions.get(swap % 2));
            }
        });
        swaps.start();
        Thread[] callers = new Thread[4];
        for (int index = 0; index < callers.length; index++) {
            int seed = index;
            callers[index] = new Thread(() -> {
                Random random = new Random(seed);
                for (int request = 0; request < 1_500; request++) {
                    try {
                        anyRequest(churn, random);
                    } catch (DeadlineExceededException | OverloadedException | CancellationException expected) {
                        // What was asked for.
                    } catch (Throwable surprise) {
                        surprises.add(surprise);
                    }
                }
            });
            callers[index].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        swapping.set(false);
        swaps.join();

        assertThat(surprises).isEmpty();
        await().atMost(ONE_MINUTE)
                .until(() -> churn.status().versions().stream().allMatch(version -> version.inFlight() == 0));
        assertThat(churn.predictAll(
                        IntStream.range(0, 200).mapToObj(input -> "x").toList()))
                .as("the limit is free again")
                .hasSize(200);
    }

    private static void anyRequest(Deployment<String, Score> churn, Random random) {
        PredictOptions options = PredictOptions.standard().atPriority(1 + random.nextInt(9));
        PredictOptions hurried = options.within(Duration.ofNanos(1 + random.nextInt(200_000)));
        switch (random.nextInt(6)) {
            case 0 -> churn.predict("x", options);
            case 1 -> churn.predict("x", hurried);
            case 2 -> churn.predictAll(List.of("a", "b", "c", "d", "e"), options);
            case 3 -> churn.predictAll(List.of("a", "b", "c"), hurried);
            case 4 -> churn.predictAsync("x", hurried).cancel(true);
            default -> asThrown(churn.predictAsync("x", random.nextBoolean() ? hurried : options));
        }
    }

    private static void asThrown(CompletableFuture<?> future) {
        Throwable thrown = failure(future);
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Nested
    class Settings {
        @Test
        void batching_thatContradictsItself_isRefused() {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Batching.upTo(0));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Batching.upTo(8).paddedTo(1, 4))
                    .withMessageContaining("do not end with the maximum 8");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Batching.upTo(8).preferring(4, 2));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Batching.upTo(8).preferring(16));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Batching.upTo(8).waiting(Duration.ofMillis(-1)));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Batching.upTo(8).within(Duration.ZERO));
        }

        @Test
        void limit_thatIsNone_isRefused() {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ConcurrencyLimit.fixed(0));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ConcurrencyLimit.gradient(5, 4));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> ConcurrencyLimit.aimd(1, 4, Duration.ZERO));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> new ConcurrencyLimit.Aimd(1, 4, SOON, 1));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> new ConcurrencyLimit.Gradient(1, 4, 0.5));
        }

        @Test
        void deploy_withBatching_warmsUpEveryWorkerWithEverySize() {
            deployed(
                    "value 1",
                    settings -> settings.workers(2)
                            .warmUpWith(List.of("warm-up"))
                            .batching(Batching.upTo(8).paddedTo(2, 8)));

            // Each of two workers: one input padded to two, then two, then eight.
            assertThat(serving.runtime.batches).containsExactlyInAnyOrder(2, 2, 8, 2, 2, 8);
            assertThat(serving.runtime.warmedUp).hasValue(24);
        }
    }
}
