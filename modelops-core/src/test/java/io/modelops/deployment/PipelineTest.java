package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.Pipeline.Answer;
import io.modelops.deployment.Pipeline.StepAnswer;
import io.modelops.deployment.PipelineStatus.StepStatus;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    @TempDir
    Path directory;

    private FunctionServing serving;
    private Deployment<String, String> embed;
    private Deployment<String, String> classify;
    private Pipeline<Integer, String> pipeline;

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
        }
        serving.close();
        await().untilAsserted(() -> assertThat(serving.events(DeploymentEvent.Closed.class))
                .as("all that was loaded is closed")
                .hasSameSizeAs(serving.events(DeploymentEvent.Ready.class)));
    }

    @Test
    void predict_threeSteps_answersAndSaysWhoDid() {
        synchronous();

        Answer<String> answer = pipeline.predict(7);

        assertThat(answer.value()).isEqualTo("c1(e1(7))");
        assertThat(answer.steps()).extracting(StepAnswer::step).containsExactly("text", "embed", "classify");
        assertThat(answer.steps())
                .extracting(StepAnswer::version)
                .containsExactly(null, embed.version(), classify.version());
        assertThat(answer.steps().get(0).id()).isNull();
        assertThat(answer.steps().get(1).id())
                .isNotNull()
                .isNotEqualTo(answer.steps().get(2).id());
        assertThat(pipeline.status())
                .isEqualTo(new PipelineStatus(
                        "triage",
                        List.of(
                                new StepStatus("text", null, null, false),
                                new StepStatus("embed", embed.version(), embed.version(), false),
                                new StepStatus("classify", classify.version(), classify.version(), false)),
                        0,
                        1,
                        0));
    }

    @Test
    void predict_oneDeploymentSwaps_usesItAtOnceAndLetsTheOldOneGo() {
        synchronous();

        version("embed", 2);

        assertThat(pipeline.predict(7).value()).isEqualTo("c1(e2(7))");
        assertThat(embed.status().versions()).hasSize(1);
    }

    @Test
    void changeTogether_twoAliases_noRequestSeesHalfOfIt() {
        synchronous();
        List<String> seen = new ArrayList<>();

        pipeline.changeTogether(() -> {
            version("embed", 2);
            seen.add(pipeline.predict(7).value());
            assertThat(embed.predict("7").value()).as("its own callers").isEqualTo("e2(7)");
            assertThat(pipeline.status().isChanging()).isTrue();
            version("classify", 2);
            seen.add(pipeline.predict(7).value());
        });
        seen.add(pipeline.predict(7).value());

        assertThat(seen).containsExactly("c1(e1(7))", "c1(e1(7))", "c2(e2(7))");
        assertThat(pipeline.status().isChanging()).isFalse();
        assertThat(embed.status().versions()).hasSize(1);
        assertThat(classify.status().versions()).hasSize(1);
    }

    @Test
    void changeTogether_actionThatThrows_goesOnWithWhatServes() {
        synchronous();

        assertThatThrownBy(() -> pipeline.changeTogether(() -> {
                    version("embed", 2);
                    throw new IllegalStateException("half-way");
                }))
                .hasMessage("half-way");

        assertThat(pipeline.predict(7).value()).isEqualTo("c1(e2(7))");
    }

    @Test
    void changeTogether_oneVersionDoesNotLoad_staysWithTheOldSetAndSaysWhatIsMissing() {
        serve(FunctionServing.synchronous(directory), "typical");
        ModelVersion good = classify.version();

        pipeline.changeTogether(() -> {
            version("embed", 2);
            serving.champion("classify", "bad", input -> {
                throw new IllegalStateException("cold");
            });
        });

        assertThat(pipeline.predict(7).value()).isEqualTo("c1(e1(7))");
        assertThat(pipeline.status().steps()).extracting(StepStatus::isAwaited).containsExactly(false, false, true);
        assertThat(pipeline.status().isChanging()).isTrue();
        assertThat(embed.status().versions())
                .as("the old version stays for the pipeline")
                .hasSize(2);

        serving.point("classify", good);
        serving.deployer.beat();

        assertThat(pipeline.predict(7).value()).isEqualTo("c1(e2(7))");
        assertThat(embed.status().versions()).hasSize(1);
    }

    @Test
    void predict_oneOfTwoStillLoads_isAnsweredByTheOldSetUntilBothAreReady() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        serve(FunctionServing.threaded(directory), "typical");
        try {
            pipeline.changeTogether(() -> {
                serving.champion("classify", "c2", input -> {
                    loading.countDown();
                    gate.await();
                    return "c2(" + input + ")";
                });
                version("embed", 2);
            });
            loading.await();

            assertThat(pipeline.predict(7).value()).isEqualTo("c1(e1(7))");
            gate.countDown();
            await().untilAsserted(() -> assertThat(pipeline.predict(7).value()).isEqualTo("c2(e2(7))"));
        } finally {
            gate.countDown();
        }
    }

    @Test
    void predict_swapsUnderLoad_everyAnswerIsOfOneSet() throws Exception {
        serve(FunctionServing.threaded(directory), "typical");
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong requests = new AtomicLong();
        List<String> mixed = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            List<CompletableFuture<Void>> calling = IntStream.range(0, 2)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> {
                                while (!done.get()) {
                                    Answer<String> answer = pipeline.predict(7);
                                    requests.incrementAndGet();
                                    int number = answer.steps().get(1).version().number();
                                    if (!answer.value().equals("c" + number + "(e" + number + "(7))")
                                            || answer.steps().get(2).version().number() != number) {
                                        mixed.add(answer.toString());
                                    }
                                }
                            },
                            callers))
                    .toList();
            for (int number = 2; number <= 60; number++) {
                int next = number;
                long before = requests.get();
                pipeline.changeTogether(() -> {
                    version("embed", next);
                    version("classify", next);
                });
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> !pipeline.status().isChanging() && requests.get() > before + 10);
            }
            done.set(true);
            calling.forEach(CompletableFuture::join);

            assertThat(mixed).isEmpty();
            assertThat(pipeline.predict(7).value()).isEqualTo("c60(e60(7))");
            await().until(() -> embed.status().versions().size() == 1);
            await().until(() -> classify.status().versions().size() == 1);
        } finally {
            done.set(true);
            callers.shutdown();
        }
    }

    @Test
    void predict_requestOnTheOldSet_keepsItsVersionsOpen() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        serving = FunctionServing.synchronous(directory);
        serving.champion("embed", "e1", input -> {
            entered.countDown();
            gate.await();
            return "e1(" + input + ")";
        });
        version("classify", 1);
        build(serving.deploy("embed", with -> {}), serving.deploy("classify", with -> {}));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Answer<String>> slow = CompletableFuture.supplyAsync(() -> pipeline.predict(7), caller);
            entered.await();
            pipeline.changeTogether(() -> {
                version("embed", 2);
                version("classify", 2);
            });
            assertThat(pipeline.predict(8).value()).isEqualTo("c2(e2(8))");
            assertThat(serving.events(DeploymentEvent.Closed.class)).isEmpty();

            gate.countDown();

            assertThat(slow.join().value())
                    .as("its second step was not reached before the swap")
                    .isEqualTo("c1(e1(7))");
            await().until(() -> serving.events(DeploymentEvent.Closed.class).size() == 2);
        } finally {
            gate.countDown();
            caller.shutdown();
        }
    }

    @Test
    void predict_stepFails_namesItAndKeepsTheCause() {
        synchronous();
        serving.champion("classify", "bad", input -> {
            throw new IllegalArgumentException("no such class");
        });

        assertThatExceptionOfType(PredictionException.class)
                .isThrownBy(() -> pipeline.predict(7))
                .withMessageContaining("Step classify of pipeline triage")
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThat(pipeline.status().failed()).isEqualTo(1);
        assertThat(pipeline.status().answered()).isZero();
    }

    @Test
    void predict_functionFailsOrGivesNull_namesIt() {
        serving = FunctionServing.synchronous(directory);
        pipeline = Pipeline.<Integer>builder("odd")
                .then("halve", (Integer input) -> input % 2 == 0 ? "half" : null)
                .build();

        assertThat(pipeline.predict(2).value()).isEqualTo("half");
        assertThatExceptionOfType(PredictionException.class)
                .isThrownBy(() -> pipeline.predict(1))
                .withMessageContaining("Step halve of pipeline odd");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> pipeline.predict(null));
    }

    @Test
    void predict_stepWithFallback_saysThatItAnswered() {
        serving = FunctionServing.synchronous(directory);
        version("embed", 1);
        serving.champion("classify", "bad", input -> {
            throw new IllegalArgumentException("no such class");
        });
        build(
                serving.deploy("embed", with -> {}),
                serving.deploy("classify", with -> with.fallback(Fallback.function("none", (input, why) -> "none"))));

        Answer<String> answer = pipeline.predict(7);

        assertThat(answer.value()).isEqualTo("none");
        assertThat(answer.steps()).extracting(StepAnswer::isFallback).containsExactly(false, false, true);
    }

    @Test
    void predict_stepWithCacheAndObserver_isSeenByItsDeployment() {
        serving = FunctionServing.synchronous(directory);
        version("embed", 1);
        version("classify", 1);
        List<Observation<String, String>> observed = new ArrayList<>();
        build(
                serving.deploy(
                        "embed",
                        with -> with.responseCache(ResponseCache.ofSize(10)).observedBy(new Observer<>() {
                            @Override
                            public void onPrediction(Observation<String, String> observation) {
                                observed.add(observation);
                            }
                        })),
                serving.deploy("classify", with -> {}));

        Answer<String> first = pipeline.predict(7);
        Answer<String> second = pipeline.predict(7);

        assertThat(embed.status().responseCache().hits()).isEqualTo(1);
        assertThat(observed)
                .extracting(Observation::id)
                .containsExactly(
                        first.steps().get(1).id(), second.steps().get(1).id());
    }

    @Test
    void close_ofADeployment_endsThePipelineAndDoesNotWaitForIt() {
        synchronous();

        classify.close();

        assertThat(serving.events(DeploymentEvent.Closed.class)).hasSize(1);
        assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(() -> pipeline.predict(7))
                .withMessageContaining("classify");
        assertThat(embed.predict("7").value()).isEqualTo("e1(7)");
    }

    @Test
    void close_ofADeploymentWithinAChange_endsThePipelineWithoutAnError() {
        synchronous();

        pipeline.changeTogether(() -> {
            version("embed", 2);
            classify.close();
        });

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> pipeline.predict(7));
        assertThat(pipeline.status().steps()).extracting(StepStatus::used).containsOnlyNulls();
        assertThat(embed.status().versions()).hasSize(1);
    }

    @Test
    void close_ofThePipeline_leavesDeploymentsOpen() {
        synchronous();

        pipeline.close();
        pipeline.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> pipeline.predict(7));
        assertThat(embed.predict("7").value()).isEqualTo("e1(7)");
        version("embed", 2);
        assertThat(embed.status().versions()).hasSize(1);
    }

    @Test
    void build_closedDeployment_throwsAndHoldsNothing() {
        synchronous();
        classify.close();

        assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(() -> Pipeline.<String>builder("late")
                        .then("embed", embed)
                        .then("classify", classify)
                        .build())
                .withMessageContaining("classify");
        version("embed", 2);
        assertThat(embed.status().versions()).hasSize(1);
    }

    @Test
    void builder_noStepsOrSameNameTwice_throws() {
        synchronous();

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Pipeline.<String>builder("empty").build());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() ->
                        Pipeline.<String>builder("twice").then("embed", embed).then("embed", embed))
                .withMessageContaining("embed");
    }

    private void synchronous() {
        serve(FunctionServing.synchronous(directory), null);
    }

    private void serve(FunctionServing fixture, String typical) {
        serving = fixture;
        version("embed", 1);
        version("classify", 1);
        List<String> warmUp = typical == null ? List.of() : List.of(typical);
        build(
                serving.deploy("embed", with -> with.warmUpWith(warmUp)),
                serving.deploy("classify", with -> with.warmUpWith(warmUp)));
    }

    private void build(Deployment<String, String> first, Deployment<String, String> second) {
        embed = first;
        classify = second;
        pipeline = Pipeline.<Integer>builder("triage")
                .then("text", String::valueOf)
                .then("embed", embed)
                .then("classify", classify)
                .build();
    }

    private void version(String model, int number) {
        String name = model.charAt(0) + "" + number;
        serving.champion(model, name, input -> name + "(" + input + ")");
    }
}
