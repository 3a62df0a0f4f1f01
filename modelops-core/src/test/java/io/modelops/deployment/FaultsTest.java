package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.FaultyRuntime.Answer;
import io.modelops.deployment.FaultyRuntime.Fault;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.stress.FaultyModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault that a runtime can have: callers are answered by the old version, or get one clear error if there is none. */
@Timeout(60)
class FaultsTest {
    @TempDir
    Path directory;

    private FaultyModels models;
    private final Queue<DeploymentEvent> events = new ConcurrentLinkedQueue<>();

    private FaultyModels models(boolean threadSafe) {
        models = new FaultyModels(directory, threadSafe);
        models.tell(event -> events.add((DeploymentEvent) event));
        return models;
    }

    @AfterEach
    void nothingIsLeftOpenOrUsedAfterClose() {
        models.close();
        await().untilAsserted(() -> {
            assertThat(models.runtime.openModels()).isZero();
            assertThat(models.runtime.openInferences()).isZero();
        });
        assertThat(models.runtime.crimes()).isEmpty();
    }

    /** What keeps a version from being ready, and what callers are told where it was to be the first. */
    static Stream<Arguments> faultsOfAVersionThatIsNotReady() {
        return Stream.of(true, false)
                .flatMap(threadSafe -> Stream.of(
                        Arguments.of(Fault.FAILING_LOAD, threadSafe, ModelLoadException.class, "not a model"),
                        Arguments.of(Fault.OUT_OF_MEMORY_LOAD, threadSafe, OutOfMemoryError.class, "for the model"),
                        Arguments.of(
                                Fault.OUT_OF_MEMORY_INFERENCE, threadSafe, OutOfMemoryError.class, "for an inference"),
                        Arguments.of(Fault.FAILING_WARM_UP, threadSafe, ModelLoadException.class, "cold"),
                        Arguments.of(
                                Fault.WRONG_TYPE,
                                threadSafe,
                                ModelLoadException.class,
                                "gave an answer of type java.lang.String: expected " + Answer.class.getName()),
                        Arguments.of(Fault.NO_ANSWER, threadSafe, ModelLoadException.class, "gave null")));
    }

    @ParameterizedTest
    @MethodSource("faultsOfAVersionThatIsNotReady")
    void alias_movedToAVersionWithAFault_isAnsweredByTheOldOne(
            Fault fault, boolean threadSafe, Class<? extends Throwable> error, String why) {
        ModelVersion old = pointed(models(threadSafe), Fault.NONE, 0);
        Deployment<Long, Answer> churn = models.deploy("churn", settings -> {});

        ModelVersion faulty = pointed(models, fault, 0);

        await().untilAsserted(() -> assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(DeploymentEvent.LoadFailed.class, failed -> {
                            assertThat(failed.version()).isEqualTo(faulty);
                            assertThat(failed.cause()).isInstanceOf(error);
                        })));
        assertThat(churn.predict(1L).version()).isEqualTo(old);
        assertThat(churn.status().lastLoadFailure()).contains(why);
        assertThat(models.runtime.openModels()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("faultsOfAVersionThatIsNotReady")
    void deploy_ofAVersionWithAFault_saysWhichInOneError(
            Fault fault, boolean threadSafe, Class<? extends Throwable> error, String why) {
        pointed(models(threadSafe), fault, 0);

        assertThatThrownBy(() -> models.deploy("churn", settings -> {}))
                .isInstanceOf(error)
                .hasMessageContaining(why);

        assertThat(models.runtime.openModels()).isZero();
    }

    @Test
    void alias_movedToAVersionThatLoadsSlowly_isAnsweredByTheOldOneUntilThen() {
        ModelVersion old = pointed(models(false), Fault.NONE, 0);
        Deployment<Long, Answer> churn = models.deploy("churn", settings -> {});

        ModelVersion slow = pointed(models, Fault.SLOW_LOAD, 200);

        assertThat(churn.predict(1L).version()).isEqualTo(old);
        await().until(() -> churn.predict(1L).version().equals(slow));
    }

    @Test
    void alias_movedToAVersionThatHangsWhileItIsLoaded_isAnsweredByTheOldOne() throws InterruptedException {
        ModelVersion old = pointed(models(false), Fault.NONE, 0);
        Deployment<Long, Answer> churn = models.deploy("churn", settings -> {});

        ModelVersion hanging = pointed(models, Fault.HANGING_LOAD, 0);
        models.runtime.awaitHanging();

        assertThat(churn.predict(1L).version()).isEqualTo(old);
        models.runtime.endHanging();
        await().until(() -> churn.predict(1L).version().equals(hanging));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void predict_byAVersionThatThrowsOnce_failsThatOneAlone(boolean threadSafe) {
        pointed(models(threadSafe), Fault.THROW_AT, 6);
        Deployment<Long, Answer> churn = models.deploy("churn", settings -> settings.workers(1));

        assertAnswers(churn, 4);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> churn.predict(1L))
                .withMessage("input 6 is too much");
        assertAnswers(churn, 4);
        assertThat(churn.status().versions().get(0).failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void predict_byAVersionThatRunsOutOfMemoryOnce_failsThatOneAlone(boolean threadSafe) {
        pointed(models(threadSafe), Fault.OUT_OF_MEMORY_AT, 6);
        Deployment<Long, Answer> churn = models.deploy("churn", settings -> settings.workers(1));

        assertAnswers(churn, 4);
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> churn.predict(1L))
                .withMessage("no memory for input 6");
        assertAnswers(churn, 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void predict_byAVersionThatHangs_delaysThatOneAloneAndNoSwap(boolean threadSafe) throws Exception {
        ModelVersion hanging = pointed(models(threadSafe), Fault.HANG_AT, 10);
        Deployment<Long, Answer> churn =
                models.deploy("churn", settings -> settings.workers(2).drainTimeout(Duration.ofSeconds(30)));
        assertAnswers(churn, 9 - warmUps(threadSafe));

        CompletableFuture<Prediction<Answer>> hung =
                CompletableFuture.supplyAsync(() -> churn.predict(1L), task -> new Thread(task).start());
        models.runtime.awaitHanging();
        assertAnswers(churn, 4);
        ModelVersion next = pointed(models, Fault.NONE, 0);
        await().until(() -> churn.predict(1L).version().equals(next));

        assertThat(hung).isNotDone();
        assertThat(models.runtime.openModels())
                .as("the one that is in use stays")
                .isEqualTo(2);
        models.runtime.endHanging();
        assertThat(hung.get(30, TimeUnit.SECONDS).version()).isEqualTo(hanging);
        await().untilAsserted(() -> assertThat(models.runtime.openModels()).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"WRONG_TYPE", "NO_ANSWER"})
    void predict_byAVersionThatNobodyWarmedUp_saysWhatIsWrongWithItsAnswer(Fault fault) {
        pointed(models(false), fault, 0);
        Deployment<Long, Answer> churn =
                models.deployer.deploy("churn@champion", Long.class, Answer.class, settings -> {});

        assertThatExceptionOfType(PredictionException.class)
                .isThrownBy(() -> churn.predict(1L))
                .withMessageContaining("Version churn:1 gave")
                .withMessageContaining("mend its runtime");
        assertThat(churn.status().versions().get(0).failed()).isEqualTo(1);
        churn.close();
    }

    @Test
    void load_ofAModelThatGivesTooFewAnswers_saysSo() throws Exception {
        ModelVersion faulty = models(false).register("churn", Fault.TOO_FEW_ANSWERS, 0);

        try (var model = models.deployer.load(faulty, Long.class, Answer.class);
                var inference = model.newInference()) {
            assertThatExceptionOfType(PredictionException.class)
                    .isThrownBy(() -> inference.predictAll(List.of(1L, 2L, 3L)))
                    .withMessageContaining("churn:1 gave 2 answers to 3 inputs");
        }
    }

    @Test
    void deploy_withBatchingOfAModelThatGivesTooFewAnswers_isRefusedBeforeTraffic() {
        pointed(models(false), Fault.TOO_FEW_ANSWERS, 0);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> models.deploy(
                        "churn",
                        settings ->
                                settings.workers(1).batching(Batching.upTo(4).preferring(4))))
                .withMessageContaining("3 answers to a batch of 4 inputs");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILING_CLOSE", "OUT_OF_MEMORY_CLOSE"})
    void alias_movedAwayFromAVersionThatCanNotBeClosed_servesTheNext(Fault fault) {
        pointed(models(false), fault, 0);
        Deployment<Long, Answer> churn = models.deploy("churn", settings -> {});

        for (int swap = 0; swap < 3; swap++) {
            ModelVersion next = pointed(models, fault, 0);
            await().until(() -> churn.predict(1L).version().equals(next));
        }

        await().untilAsserted(() -> assertThat(models.runtime.openModels()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(churn.status().versions()).hasSize(1));
    }

    @Test
    void alias_movedAwayFromAVersionWhoseCloseHangs_closesTheNextOnesAndIsQuarantined() {
        ModelVersion first = pointed(models(false), Fault.HANGING_CLOSE, 0);
        Deployment<Long, Answer> churn =
                models.deploy("churn", settings -> settings.drainTimeout(Duration.ofMillis(50)));

        for (int swap = 0; swap < 3; swap++) {
            ModelVersion next = pointed(models, Fault.NONE, 0);
            await().until(() -> churn.predict(1L).version().equals(next));
        }

        await().untilAsserted(() -> {
            models.deployer.beat();
            assertThat(churn.status().versions())
                    .extracting(DeploymentStatus.VersionStatus::state)
                    .containsExactly(VersionState.ACTIVE, VersionState.QUARANTINED);
            // The one that serves and the one that hangs.
            assertThat(models.runtime.openModels()).isEqualTo(2);
        });
        assertThat(churn.status().versions().get(1).version()).isEqualTo(first);
    }

    private static ModelVersion pointed(FaultyModels models, Fault fault, long number) {
        ModelVersion version = models.register("churn", fault, number);
        models.point(version);
        return version;
    }

    private static void assertAnswers(Deployment<Long, Answer> churn, int times) {
        for (int request = 0; request < times; request++) {
            Prediction<Answer> prediction = churn.predict(1L);
            assertThat(prediction.value().mark()).isEqualTo(prediction.version().number());
        }
    }

    /** Each worker answers the one warm-up input. */
    private static int warmUps(boolean threadSafe) {
        return threadSafe ? 1 : 2;
    }
}
