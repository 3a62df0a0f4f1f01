package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.modelops.event.DeploymentEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.DeadlineExceededException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.OverloadedException;
import io.modelops.model.Score;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three models of 40 bytes each and a budget of 100. */
class MemoryBudgetTest {
    private static final Duration RESIDENCY = Duration.ofSeconds(10);
    private static final MemoryBudget BUDGET =
            MemoryBudget.of(100).factors(1, 0).minimumResidency(RESIDENCY);

    @TempDir
    Path directory;

    private ServingFixture serving;
    private CountDownLatch hold = new CountDownLatch(0);

    @AfterEach
    void noCrimes() {
        if (serving != null) {
            hold.countDown();
            serving.close();
            await().atMost(ONE_MINUTE).until(() -> serving.runtime.closes.get() == serving.runtime.loads.get());
            assertThat(serving.runtime.crimes).isEmpty();
        }
    }

    private void synchronous() {
        start(builder -> builder.executor(Runnable::run).memoryBudget(BUDGET));
    }

    private void threaded() {
        start(builder -> builder.memoryBudget(BUDGET));
    }

    private void start(Consumer<DeployerBuilder> details) {
        serving = new ServingFixture(directory, true, details.andThen(builder -> {
            builder.residentMemory = OptionalLong::empty;
        }));
    }

    private Deployment<String, Score> deploy(String name, String script) {
        return deploy(name, script, with -> {});
    }

    private Deployment<String, Score> deploy(
            String name, String script, Consumer<DeploymentSettings<String, Score>> settings) {
        ModelVersion version = serving.register(name, script);
        serving.registry.point("champion").to(version);
        return serving.deployer.deploy(name + "@champion", String.class, Score.class, with -> {
            with.memoryBytes(40);
            settings.accept(with);
        });
    }

    private static VersionState stateOf(Deployment<?, ?> deployment) {
        return deployment.status().versions().get(0).state();
    }

    @Test
    void deploy_withoutRoom_evictsTheModelThatWasNotUsedForLongest() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        Deployment<String, Score> second = deploy("second", "value 2");
        serving.pass(RESIDENCY);
        first.predict("x");
        serving.pass(RESIDENCY);

        deploy("third", "value 3");

        assertThat(serving.events(DeploymentEvent.Evicted.class))
                .singleElement()
                .satisfies(evicted -> {
                    assertThat(evicted.version()).isEqualTo(second.version());
                    assertThat(evicted.inFavourOf()).hasToString("third:1");
                });
        assertThat(stateOf(first)).isEqualTo(VersionState.ACTIVE);
        assertThat(stateOf(second)).isEqualTo(VersionState.CLOSED);
        assertThat(serving.runtime.closes).hasValue(1);
    }

    @Test
    void predict_byAnEvictedModel_loadsItAgain() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        Deployment<String, Score> second = deploy("second", "value 2");
        serving.pass(RESIDENCY);
        second.predict("x");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        serving.pass(RESIDENCY);

        Prediction<Score> prediction = first.predict("x");

        assertThat(prediction.value()).isEqualTo(new Score(1));
        assertThat(stateOf(first)).isEqualTo(VersionState.ACTIVE);
        assertThat(stateOf(second)).isEqualTo(VersionState.CLOSED);
        assertThat(serving.runtime.loads).hasValue(4);
    }

    @Test
    void predict_byManyOnAnEvictedModel_sharesOneLoad() throws Exception {
        threaded();
        Deployment<String, Score> first = deploy("first", "value 1");
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        await().atMost(ONE_MINUTE).until(() -> stateOf(first) == VersionState.CLOSED);
        serving.pass(RESIDENCY);
        int before = serving.runtime.loads.get();
        hold = new CountDownLatch(1);
        CountDownLatch loading = new CountDownLatch(1);
        serving.runtime.onLoad = script -> {
            loading.countDown();
            awaited(hold);
        };

        List<CompletableFuture<Prediction<Score>>> requests = new ArrayList<>();
        for (int request = 0; request < 8; request++) {
            requests.add(CompletableFuture.supplyAsync(() -> first.predict("x"), task -> new Thread(task).start()));
        }
        loading.await();
        hold.countDown();

        for (CompletableFuture<Prediction<Score>> request : requests) {
            assertThat(request.get(30, TimeUnit.SECONDS).value()).isEqualTo(new Score(1));
        }
        assertThat(serving.runtime.loads.get() - before).isEqualTo(1);
    }

    @Test
    void predict_withADeadlineOnAnEvictedModel_failsInTimeWithThatError() throws Exception {
        threaded();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.limit(ConcurrencyLimit.fixed(1)));
        evict(first);
        int before = serving.runtime.loads.get();
        hold = new CountDownLatch(1);
        serving.runtime.onLoad = script -> awaited(hold);
        PredictOptions soon = PredictOptions.standard().within(Duration.ofMillis(50));

        long began = System.nanoTime();
        // The first of them begins the load, the second finds it under way.
        for (int request = 0; request < 2; request++) {
            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() -> first.predict("x", soon))
                    .withMessageContaining("first@champion")
                    .withMessageContaining("was being loaded");
        }
        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> first.predictAll(List.of("x"), soon));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));

        hold.countDown();
        // Nor do they keep a place of the limit.
        assertThat(first.predict("x", PredictOptions.standard().within(ONE_MINUTE))
                        .value())
                .isEqualTo(new Score(1));
        assertThat(serving.runtime.loads.get() - before).isEqualTo(1);
    }

    @Test
    void predictAsync_onAnEvictedModel_holdsNoThreadUntilItIsBack() throws Exception {
        threaded();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.limit(ConcurrencyLimit.fixed(3)));
        evict(first);
        int before = serving.runtime.loads.get();
        holdLoads();

        // This thread goes on, although nothing can be loaded before it opens the latch.
        List<CompletableFuture<Prediction<Score>>> requests =
                List.of(first.predictAsync("x"), first.predictAsync("x"), first.predictAsync("x"));
        assertThat(requests).noneMatch(CompletableFuture::isDone);
        hold.countDown();

        for (CompletableFuture<Prediction<Score>> request : requests) {
            assertThat(request.get(1, TimeUnit.MINUTES).value()).isEqualTo(new Score(1));
        }
        assertThat(serving.runtime.loads.get() - before).isEqualTo(1);
        await().atMost(ONE_MINUTE)
                .untilAsserted(() ->
                        assertThat(first.status().versions().get(0).inFlight()).isZero());
    }

    @Test
    void predictAsync_withADeadlineOnAnEvictedModel_failsInTimeAndLeavesItsPlace() {
        threaded();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.limit(ConcurrencyLimit.fixed(1)));
        evict(first);
        holdLoads();

        assertThat(failure(first.predictAsync("x", PredictOptions.standard().within(Duration.ofMillis(50)))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("was being loaded");

        CompletableFuture<Prediction<Score>> next = first.predictAsync("x");
        hold.countDown();
        assertThat(next.join().value()).isEqualTo(new Score(1));
    }

    @Test
    void predictAsync_cancelledWhileTheModelIsLoaded_leavesItsPlaceToAnother() {
        threaded();
        Deployment<String, Score> first =
                deploy("first", "value 1", with -> with.queueCapacity(1).limit(ConcurrencyLimit.fixed(2)));
        evict(first);
        holdLoads();

        CompletableFuture<Prediction<Score>> unwanted = first.predictAsync("unwanted");
        assertThat(failure(first.predictAsync("too much")))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("until its version is back in memory");
        unwanted.cancel(false);
        CompletableFuture<Prediction<Score>> wanted = first.predictAsync("wanted");
        hold.countDown();

        assertThat(wanted.join().value()).isEqualTo(new Score(1));
        assertThat(unwanted).isCancelled();
        assertThat(first.predictAsync("x").join().value()).isEqualTo(new Score(1));
    }

    @Test
    void predictAsync_onAnEvictedModelThatCanNotBeLoaded_failsWithTheReason() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.limit(ConcurrencyLimit.fixed(1)));
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        serving.pass(RESIDENCY);
        serving.runtime.onLoad = script -> {
            throw new IllegalStateException("the disk is gone");
        };

        // The first one begins the load, the second one comes after its failure.
        for (int request = 0; request < 2; request++) {
            assertThat(failure(first.predictAsync("x")))
                    .isInstanceOf(ModelLoadException.class)
                    .hasMessageContaining("the disk is gone");
        }
    }

    @Test
    void close_whileAsynchronousRequestsWaitForAReload_failsThem() {
        threaded();
        Deployment<String, Score> first = deploy("first", "value 1");
        evict(first);
        holdLoads();
        CompletableFuture<Prediction<Score>> waiting = first.predictAsync("x");

        first.close();

        assertThat(failure(waiting)).isInstanceOf(ClosedException.class);
    }

    @Test
    void deploy_whenAllAreNeeded_saysWhatIsThereAndWhatToDo() {
        synchronous();
        deploy("first", "value 1");
        deploy("second", "value 2", DeploymentSettings::pinned);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> deploy("third", "value 3"))
                .withMessageContaining("third:1 does not fit into the memory budget: it needs 40 bytes")
                .withMessageContaining("of 100 bytes there are 20 bytes free")
                .withMessageContaining("first:1 with 40 bytes as the deployment declares; second:1")
                .withMessageContaining("Raise the budget");
        assertThat(serving.runtime.loads).hasValue(2);
        assertThat(serving.runtime.closes).hasValue(0);
    }

    @Test
    void deploy_ofAVersionGreaterThanTheBudget_isRefusedWithoutEvictingAnybody() {
        synchronous();
        deploy("first", "value 1");
        serving.pass(RESIDENCY);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> deploy("second", "value 2", with -> with.memoryBytes(101)))
                .withMessageContaining("needs 101 bytes")
                .withMessageContaining("the whole budget is 100 bytes");
        assertThat(serving.events(DeploymentEvent.Evicted.class)).isEmpty();
    }

    @Test
    void models_thatDoNotFitTogether_doNotPushEachOtherOutBeforeTheMinimumResidency() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        Deployment<String, Score> second = deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        assertThat(stateOf(first)).isEqualTo(VersionState.CLOSED);
        serving.pass(Duration.ofSeconds(1));
        assertThat(first.predict("x").value()).isEqualTo(new Score(1));
        assertThat(stateOf(second)).isEqualTo(VersionState.CLOSED);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> second.predict("x"))
                .withMessageContaining("loaded less than PT10S ago");
        assertThat(serving.events(DeploymentEvent.Evicted.class)).hasSize(2);
        serving.pass(RESIDENCY);
        assertThat(second.predict("x").value()).isEqualTo(new Score(2));
    }

    @Test
    void evicted_whoseCloseFails_givesItsBytesBack() {
        synchronous();
        deploy("first", "fail-close 1", with -> with.memoryBytes(100));
        serving.pass(RESIDENCY);

        Deployment<String, Score> second = deploy("second", "value 2", with -> with.memoryBytes(100));

        assertThat(second.predict("x").value()).isEqualTo(new Score(2));
    }

    @Test
    void pinned_isNeverEvicted() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1", DeploymentSettings::pinned);
        Deployment<String, Score> second = deploy("second", "value 2");
        serving.pass(RESIDENCY);
        second.predict("x");

        deploy("third", "value 3");

        assertThat(stateOf(first)).isEqualTo(VersionState.ACTIVE);
        assertThat(stateOf(second)).isEqualTo(VersionState.CLOSED);
    }

    @Test
    void evicted_whileItAnswers_isClosedAfterItsLastRequestAndItsBytesCountUntilThen() throws Exception {
        threaded();
        serving.runtime.gate = new CountDownLatch(1);
        Deployment<String, Score> first = deploy("first", "wait", with -> with.memoryBytes(100));
        CompletableFuture<Prediction<Score>> slow =
                CompletableFuture.supplyAsync(() -> first.predict("slow"), task -> new Thread(task).start());
        serving.runtime.waiting.await();
        serving.pass(RESIDENCY);

        CompletableFuture<Deployment<String, Score>> second =
                CompletableFuture.supplyAsync(() -> deploy("second", "value 2"), task -> new Thread(task).start());
        await().atMost(ONE_MINUTE)
                .until(() -> !serving.events(DeploymentEvent.Evicted.class).isEmpty());
        assertThat(serving.runtime.closes).hasValue(0);
        assertThat(serving.runtime.loads).hasValue(1);
        serving.runtime.gate.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS).value()).isEqualTo(new Score(-1));
        assertThat(second.get(30, TimeUnit.SECONDS).predict("x").value()).isEqualTo(new Score(2));
        assertThat(serving.runtime.closes).hasValue(1);
    }

    @Test
    void reload_thatFails_givesOneClearErrorAndIsTriedAgainLater() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        serving.pass(RESIDENCY);
        AtomicInteger attempts = new AtomicInteger();
        serving.runtime.onLoad = script -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("the disk is gone");
        };

        for (int request = 0; request < 3; request++) {
            assertThatExceptionOfType(ModelLoadException.class)
                    .isThrownBy(() -> first.predict("x"))
                    .withMessageContaining("first@champion could not answer")
                    .withMessageContaining("the disk is gone");
        }

        assertThat(attempts).hasValue(1);
        serving.runtime.onLoad = script -> {};
        serving.pass(RESIDENCY);
        assertThat(first.predict("x").value()).isEqualTo(new Score(1));
    }

    @Test
    void reload_thatIsSlow_isWaitedForOnlySoLong() {
        threaded();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.reloadWait(Duration.ofMillis(20)));
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        await().atMost(ONE_MINUTE).until(() -> stateOf(first) == VersionState.CLOSED);
        serving.pass(RESIDENCY);
        hold = new CountDownLatch(1);
        serving.runtime.onLoad = script -> awaited(hold);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> first.predict("x"))
                .withMessageContaining("not ready after the PT0.02S");

        hold.countDown();
        await().atMost(ONE_MINUTE).until(() -> stateOf(first) == VersionState.ACTIVE);
        assertThat(first.predict("x").value()).isEqualTo(new Score(1));
    }

    @Test
    void alias_movedWhileEvicted_loadsTheNewVersion() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        serving.pass(RESIDENCY);

        ModelVersion next = serving.register("first", "value 9");
        serving.registry.point("champion").from(first.version()).to(next);

        assertThat(first.predict("x").value()).isEqualTo(new Score(9));
        assertThat(first.version()).isEqualTo(next);
    }

    @Test
    void close_whileEvicted_closesNothingTwice() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");

        first.close();

        assertThat(serving.runtime.closes).hasValue(1);
    }

    @Test
    void versionKeptWarm_goesBeforeAnyThatServes() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.keepWarm(Duration.ofHours(1)));
        ModelVersion next = serving.register("first", "value 9");
        serving.registry.point("champion").from(first.version()).to(next);
        assertThat(first.status().versions()).hasSize(2);

        deploy("second", "value 2");

        assertThat(first.status().versions()).hasSize(1);
        assertThat(first.predict("x").value()).isEqualTo(new Score(9));
        assertThat(serving.events(DeploymentEvent.Evicted.class)).isEmpty();
    }

    @Test
    void modelAsBigAsTheBudget_isExchangedWithinMemory() {
        synchronous();
        Deployment<String, Score> first = deploy(
                "first",
                "value 1",
                with -> with.memoryBytes(100).transition(TransitionPolicy.keepWithinMemory(Duration.ZERO)));
        ModelVersion next = serving.register("first", "value 9");

        serving.registry.point("champion").from(first.version()).to(next);

        assertThat(first.predict("x").value()).isEqualTo(new Score(9));
    }

    @Test
    void modelAsBigAsTheBudget_keptAvailable_keepsTheOldVersionAndSaysWhy() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.memoryBytes(100));
        ModelVersion next = serving.register("first", "value 9");
        serving.pass(RESIDENCY);

        serving.registry.point("champion").from(first.version()).to(next);

        assertThat(first.predict("x").value()).isEqualTo(new Score(1));
        assertThat(first.status().lastLoadFailure()).contains("TransitionPolicy.keepWithinMemory");
    }

    @Test
    void onTrial_nothingIsEvicted() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1");
        ModelVersion challenger = serving.register("first", "value 9");
        first.rollOut(challenger, plan -> plan.shadow(Duration.ofHours(1)));
        serving.pass(RESIDENCY);

        assertThatExceptionOfType(ModelLoadException.class).isThrownBy(() -> deploy("second", "value 2"));

        assertThat(stateOf(first)).isEqualTo(VersionState.ACTIVE);
    }

    @Test
    void deploy_thatWouldNotFitEvenThen_evictsNobody() {
        synchronous();
        deploy("first", "value 1", DeploymentSettings::pinned);
        Deployment<String, Score> second = deploy("second", "value 2");
        serving.pass(RESIDENCY);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> deploy("third", "value 3", with -> with.memoryBytes(70)))
                .withMessageContaining("it needs 70 bytes");

        assertThat(serving.events(DeploymentEvent.Evicted.class)).isEmpty();
        assertThat(stateOf(second)).isEqualTo(VersionState.ACTIVE);
    }

    @Test
    void rollOut_onAnEvictedModel_bringsItsChampionBack() {
        synchronous();
        Deployment<String, Score> first = deploy("first", "value 1", with -> with.memoryBytes(30));
        Deployment<String, Score> second = deploy("second", "value 2");
        serving.pass(RESIDENCY);
        second.predict("x");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        assertThat(stateOf(first)).isEqualTo(VersionState.CLOSED);
        serving.pass(RESIDENCY);
        ModelVersion challenger = serving.register("first", "value 9");

        first.rollOut(challenger, plan -> plan.shadow(Duration.ofHours(1)));

        assertThat(first.status().versions())
                .extracting(DeploymentStatus.VersionStatus::state)
                .containsExactly(VersionState.ACTIVE, VersionState.SHADOW);
        assertThat(first.predict("x").value()).isEqualTo(new Score(1));
    }

    @Test
    void load_thatWaitsForRoom_takesNoPlaceFromOthers() throws Exception {
        start(builder -> builder.memoryBudget(BUDGET).loadingThreads(1));
        serving.runtime.gate = new CountDownLatch(1);
        Deployment<String, Score> first = deploy("first", "wait", with -> with.memoryBytes(80));
        CompletableFuture<Prediction<Score>> slow =
                CompletableFuture.supplyAsync(() -> first.predict("slow"), task -> new Thread(task).start());
        serving.runtime.waiting.await();
        serving.pass(RESIDENCY);
        CompletableFuture<Deployment<String, Score>> second =
                CompletableFuture.supplyAsync(() -> deploy("second", "value 2"), task -> new Thread(task).start());
        await().atMost(ONE_MINUTE)
                .until(() -> !serving.events(DeploymentEvent.Evicted.class).isEmpty());

        Deployment<String, Score> third = deploy("third", "value 3", with -> with.memoryBytes(10));

        assertThat(third.predict("x").value()).isEqualTo(new Score(3));
        assertThat(second).isNotDone();
        serving.runtime.gate.countDown();
        slow.get(30, TimeUnit.SECONDS);
        assertThat(second.get(30, TimeUnit.SECONDS).predict("x").value()).isEqualTo(new Score(2));
    }

    @Test
    void requests_onMoreModelsThanFit_whileAliasesMove_areAllAnsweredByTheVersionTheyName() throws Exception {
        start(builder -> builder.memoryBudget(BUDGET.minimumResidency(Duration.ZERO)));
        List<Deployment<String, Score>> models = List.of(
                deploy("first", "value 1", with -> with.keepWarm(Duration.ofHours(1))),
                deploy("second", "value 1"),
                deploy(
                        "third",
                        "value 1",
                        with -> with.transition(TransitionPolicy.keepWithinMemory(Duration.ofSeconds(30)))));
        List<ModelVersion> next = new ArrayList<>();
        models.forEach(
                model -> next.add(serving.register(model.reference().model().value(), "value 2")));
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            int seed = caller;
            callers.add(CompletableFuture.runAsync(
                    () -> {
                        Random random = new Random(seed);
                        while (!stop.get()) {
                            Prediction<Score> prediction =
                                    models.get(random.nextInt(3)).predict("x");
                            answered.incrementAndGet();
                            if (prediction.value().score()
                                    != prediction.version().number()) {
                                wrong.incrementAndGet();
                            }
                        }
                    },
                    task -> new Thread(task).start()));
        }

        for (int move = 0; move < 30; move++) {
            int before = answered.get();
            await().atMost(ONE_MINUTE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() ->
                            answered.get() >= before + 20 || callers.stream().anyMatch(CompletableFuture::isDone));
            ModelVersion target = next.get(move % 3);
            ModelVersion current =
                    serving.registry.find(target.model() + "@champion").orElseThrow();
            ModelVersion other = serving.registry.get(target.model() + ":" + (3 - current.number()));
            serving.registry.point("champion").from(current).to(other);
            serving.pass(Duration.ofMinutes(2));
        }
        stop.set(true);
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);

        assertThat(wrong).hasValue(0);
        assertThat(answered.get()).isGreaterThanOrEqualTo(600);
        assertThat(serving.events(DeploymentEvent.Evicted.class)).isNotEmpty();
    }

    @Test
    void budget_outOfRange_isRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> MemoryBudget.of(0))
                .withMessageContaining("can't be 0 bytes");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> BUDGET.factors(0, 1))
                .withMessageContaining("size factor above 0");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> BUDGET.longestWait(Duration.ofSeconds(-1)))
                .withMessageContaining("PT-1S");
    }

    /** Has others need the room of a deployment. */
    private void evict(Deployment<?, ?> idle) {
        deploy("second", "value 2");
        serving.pass(RESIDENCY);
        deploy("third", "value 3");
        await().atMost(ONE_MINUTE).until(() -> stateOf(idle) == VersionState.CLOSED);
        serving.pass(RESIDENCY);
    }

    private void holdLoads() {
        hold = new CountDownLatch(1);
        serving.runtime.onLoad = script -> awaited(hold);
    }

    private static Throwable failure(CompletableFuture<?> request) {
        return catchThrowableOfType(CompletionException.class, request::join).getCause();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
