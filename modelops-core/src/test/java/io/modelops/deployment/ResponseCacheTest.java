package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.DeploymentStatus.CacheStatus;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseCacheTest {
    @TempDir
    Path directory;

    private FunctionServing serving;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Observation<String, String>> observed = new CopyOnWriteArrayList<>();

    record Vector(String id, float[] values) {}

    @AfterEach
    void close() {
        if (serving != null) {
            serving.close();
        }
    }

    @Test
    void predict_equalInput_asksTheModelOnceAndMakesTwoPredictions() {
        Deployment<String, String> churn = deployed(ResponseCache.ofSize(10));

        Prediction<String> first = churn.predict("x");
        Prediction<String> second = churn.predict(new String("x"));
        churn.predict("y");

        assertThat(asked).hasValue(2);
        assertThat(second.value()).isEqualTo("1 x");
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.isFallback()).isFalse();
        assertThat(churn.status().responseCache()).isEqualTo(new CacheStatus(1, 2, 2));
        assertThat(churn.status().versions().get(0).answered()).isEqualTo(3);
        assertThat(observed).hasSize(3).extracting(Observation::output).containsExactly("1 x", "1 x", "2 y");
        assertThat(observed.get(1).id()).isEqualTo(second.id());
    }

    @Test
    void predict_afterASwap_givesNoAnswerOfTheOldVersion() {
        Deployment<String, String> churn = deployed(ResponseCache.ofSize(10));
        churn.predict("x");

        ModelVersion next = serving.champion("churn", "next", input -> "next " + input);
        Prediction<String> prediction = churn.predict("x");

        assertThat(prediction.value()).isEqualTo("next x");
        assertThat(prediction.version()).isEqualTo(next);
        assertThat(churn.status().responseCache().entries())
                .as("answers of the closed version are gone")
                .isEqualTo(1);
    }

    @Test
    void predict_sameVersionLoadedAgain_isAskedAgain() {
        Deployment<String, String> churn = deployed(ResponseCache.ofSize(10));
        ModelVersion first = churn.version();
        churn.predict("x");
        serving.champion("churn", "next", input -> "next " + input);

        serving.point("churn", first);

        assertThat(churn.version()).isEqualTo(first);
        assertThat(churn.predict("x").value()).as("other memory, other answers").isNotEqualTo("1 x");
    }

    @Test
    void predict_swappedOverAndOverUnderLoad_everyAnswerIsOfItsVersion() throws Exception {
        serving = FunctionServing.threaded(directory);
        serving.champion("churn", "v0", input -> "churn:1");
        AtomicBoolean done = new AtomicBoolean();
        List<String> stale = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (Deployment<String, String> churn =
                serving.deploy("churn", with -> with.responseCache(ResponseCache.ofSize(4)))) {
            List<CompletableFuture<Void>> calling = IntStream.range(0, 2)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> {
                                for (int call = 0; !done.get(); call++) {
                                    Prediction<String> prediction = churn.predict("input " + call % 8);
                                    if (!prediction
                                            .value()
                                            .equals(prediction.version().toString())) {
                                        stale.add(prediction.toString());
                                    }
                                }
                            },
                            callers))
                    .toList();
            for (int swap = 2; swap < 60; swap++) {
                String name = "churn:" + swap;
                serving.champion("churn", "v" + swap, input -> name);
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> churn.version().toString().equals(name));
            }
            done.set(true);
            calling.forEach(CompletableFuture::join);

            assertThat(stale).isEmpty();
            assertThat(churn.status().responseCache().hits()).isPositive();
        } finally {
            done.set(true);
            callers.shutdown();
        }
    }

    @Test
    void predict_equalInputsAtOnce_areAnsweredByOneCall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "slow", input -> {
            asked.incrementAndGet();
            entered.countDown();
            gate.await();
            return "slow " + input;
        });
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (Deployment<String, String> churn = serving.deploy("churn", cached(ResponseCache.ofSize(10)))) {
            List<Thread> waiting = new CopyOnWriteArrayList<>();
            List<CompletableFuture<Prediction<String>>> calls = IntStream.range(0, 4)
                    .mapToObj(call -> CompletableFuture.supplyAsync(
                            () -> {
                                waiting.add(Thread.currentThread());
                                return churn.predict("x");
                            },
                            callers))
                    .toList();
            entered.await();
            await().until(() -> waiting.size() == 4
                    && waiting.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
            gate.countDown();

            assertThat(calls).allSatisfy(call -> assertThat(call.join().value()).isEqualTo("slow x"));
            assertThat(asked).hasValue(1);
            assertThat(churn.status().responseCache()).isEqualTo(new CacheStatus(3, 1, 1));
        } finally {
            gate.countDown();
            callers.shutdown();
        }
    }

    @Test
    void predict_leaderFails_eachOfTheOthersAsksForItself() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "flaky", input -> {
            int call = asked.incrementAndGet();
            if (call == 1) {
                entered.countDown();
                gate.await();
                throw new IllegalStateException("the first call fails");
            }
            return call + " " + input;
        });
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (Deployment<String, String> churn = serving.deploy("churn", cached(ResponseCache.ofSize(10)))) {
            CompletableFuture<Prediction<String>> leader =
                    CompletableFuture.supplyAsync(() -> churn.predict("x"), callers);
            entered.await();
            AtomicReference<Thread> following = new AtomicReference<>();
            CompletableFuture<Prediction<String>> follower = CompletableFuture.supplyAsync(
                    () -> {
                        following.set(Thread.currentThread());
                        return churn.predict("x");
                    },
                    callers);
            await().until(() -> following.get() != null && following.get().getState() == Thread.State.WAITING);
            gate.countDown();

            assertThatThrownBy(leader::join).hasRootCauseMessage("the first call fails");
            assertThat(follower.join().value()).isEqualTo("2 x");
            assertThat(churn.predict("x").value())
                    .as("the failure is not remembered")
                    .isEqualTo("3 x");
            assertThat(churn.predict("x").value()).isEqualTo("3 x");
        } finally {
            gate.countDown();
            callers.shutdown();
        }
    }

    @Test
    void predict_answerOfAFallback_isNotRemembered() {
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "flaky", input -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("the first call fails");
            }
            return "model";
        });
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.responseCache(ResponseCache.ofSize(10))
                        .fallback(Fallback.function("usual", (input, failure) -> "usual")))) {
            assertThat(churn.predict("x").value()).isEqualTo("usual");
            assertThat(churn.predict("x").value()).isEqualTo("model");
        }
    }

    @Test
    void predict_fallbackThatAsksTheSameAgain_doesNotWaitForItself() {
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "flaky", input -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("the first call fails");
            }
            return "model";
        });
        AtomicReference<Deployment<String, String>> self = new AtomicReference<>();
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.responseCache(ResponseCache.ofSize(10))
                        .fallback(Fallback.function(
                                "again",
                                (input, failure) -> self.get().predict(input).value())))) {
            self.set(churn);

            assertThat(churn.predict("x").value()).isEqualTo("model");
        }
    }

    @Test
    void predict_openCircuit_stillGivesWhatIsKnown() {
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "flaky", input -> {
            if (input.equals("bad")) {
                throw new IllegalStateException("bad");
            }
            return "good";
        });
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.responseCache(ResponseCache.ofSize(10))
                        .circuitBreaker(CircuitBreaker.Settings.ofDefaults().over(2, 2)))) {
            churn.predict("x");
            assertThatThrownBy(() -> churn.predict("bad")).hasMessage("bad");

            assertThat(churn.status().versions().get(0).circuit()).isEqualTo(CircuitBreaker.State.OPEN);
            assertThat(churn.predict("x").value()).isEqualTo("good");
        }
    }

    @Test
    void probe_knownInput_asksTheModel() {
        Deployment<String, String> churn = deployed(ResponseCache.ofSize(10));
        churn.predict("x");

        assertThat(churn.probe("x").value()).isEqualTo("2 x");
    }

    @Test
    void predict_afterTheExpiry_asksAgain() {
        Deployment<String, String> churn =
                deployed(ResponseCache.<String, String>ofSize(10).expiringAfter(Duration.ofMinutes(10)));
        churn.predict("x");
        serving.tick(Duration.ofMinutes(10).minusNanos(1));
        assertThat(churn.predict("x").value()).isEqualTo("1 x");

        serving.tick(Duration.ofNanos(1));

        assertThat(churn.predict("x").value()).isEqualTo("2 x");
    }

    @Test
    void predict_moreThanTheCacheMayHold_staysWithinItsSize() {
        Deployment<String, String> churn = deployed(ResponseCache.ofSize(10));
        IntStream.range(0, 1_000).forEach(input -> churn.predict("input " + input));

        assertThat(churn.status().responseCache().entries()).isLessThanOrEqualTo(10);
    }

    @Test
    void predict_answersOfAWeight_staysWithinIt() {
        Deployment<String, String> churn =
                deployed(ResponseCache.ofWeight(100, (input, answer) -> input.length() + answer.length()));
        churn.predict("x".repeat(200));
        IntStream.range(0, 100).forEach(input -> churn.predict("input " + input));

        assertThat(churn.status().responseCache().entries()).isBetween(1L, 10L);
        assertThat(churn.predict("x".repeat(200)).value()).startsWith("102 ");
    }

    @Test
    void predict_ownKey_recognisesInputsByIt() {
        Deployment<String, String> churn =
                deployed(ResponseCache.<String, String>ofSize(10).keyedBy(input -> input.toLowerCase(Locale.ROOT)));
        churn.predict("Hello");

        assertThat(churn.predict("HELLO").value()).isEqualTo("1 Hello");
    }

    @Test
    void predict_arrays_areKnownByTheirContentAtThatTime() {
        FunctionServing arrays = new FunctionServing(
                directory,
                builder -> builder.executor(Runnable::run)
                        .runtime(FunctionRuntime.of("function", int[].class, Integer.class, files -> input -> {
                            asked.incrementAndGet();
                            return input[0];
                        })));
        try (arrays) {
            arrays.champion("arrays", "first", input -> input);
            try (Deployment<int[], Integer> first = arrays.deployer.deploy(
                    "arrays@champion",
                    int[].class,
                    Integer.class,
                    with -> with.responseCache(ResponseCache.ofSize(10)))) {
                int[] input = {1, 2};
                first.predict(input);
                assertThat(first.predict(new int[] {1, 2}).value()).isEqualTo(1);
                assertThat(asked).hasValue(1);

                input[0] = 7;
                assertThat(first.predict(input).value()).isEqualTo(7);
                assertThat(first.predict(new int[] {1, 2}).value()).isEqualTo(1);
                assertThat(asked).hasValue(2);
            }
        }
    }

    @Test
    void deploy_inputsThatCantBeRecognised_throwsAndSaysWhatToDo() {
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "one", input -> input);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> serving.deployer.deploy(
                        "churn@champion",
                        Vector.class,
                        String.class,
                        with -> with.responseCache(ResponseCache.ofSize(10))))
                .withMessageContaining("Vector")
                .withMessageContaining("keyedBy");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> serving.deployer.deploy(
                        "churn@champion",
                        Thread.class,
                        String.class,
                        with -> with.responseCache(ResponseCache.ofSize(10))))
                .withMessageContaining("equals");
        assertThat(serving.events(DeploymentEvent.Loading.class)).isEmpty();
    }

    @Test
    void settings_thatMakeNoSense_throw() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ResponseCache.ofSize(0));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ResponseCache.ofWeight(0, (input, answer) -> 1));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ResponseCache.ofSize(1).expiringAfter(Duration.ZERO));
    }

    @Test
    void predict_manyHits_haveIdsOfTheirOwn() {
        Deployment<String, String> churn = deployed(ResponseCache.ofSize(10));
        Set<PredictionId> ids = new HashSet<>();
        List<Prediction<String>> all = new ArrayList<>();
        for (int call = 0; call < 1_000; call++) {
            Prediction<String> prediction = churn.predict("x");
            all.add(prediction);
            ids.add(prediction.id());
        }

        assertThat(ids).hasSameSizeAs(all);
        assertThat(asked).hasValue(1);
    }

    private Deployment<String, String> deployed(ResponseCache<String, String> cache) {
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "counting", input -> asked.incrementAndGet() + " " + input);
        return serving.deploy("churn", cached(cache));
    }

    private Consumer<DeploymentSettings<String, String>> cached(ResponseCache<String, String> cache) {
        return with -> with.responseCache(cache).observedBy(new Observer<>() {
            @Override
            public void onPrediction(Observation<String, String> observation) {
                observed.add(observation);
            }
        });
    }
}
