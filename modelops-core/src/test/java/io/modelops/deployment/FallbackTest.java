package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.Actor;
import io.modelops.model.CircuitOpenException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.model.Score;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Circuit breaker and fallback in a deployment. */
class FallbackTest {
    private static final CircuitBreaker.Settings FOUR =
            CircuitBreaker.Settings.ofDefaults().over(4, 4).tryAgain(Duration.ofSeconds(30), 2);

    @TempDir
    Path directory;

    private FunctionServing serving;
    private final List<Observation<String, String>> observed = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean broken;

    @BeforeEach
    void serve() {
        serving = FunctionServing.synchronous(directory);
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void predict_openCircuit_throwsWithoutAskingTheModelUntilItWorksAgain() {
        ModelVersion version = serving.champion("churn", "one", this::breakable);
        try (Deployment<String, String> churn = serving.deploy("churn", with -> with.circuitBreaker(FOUR))) {
            broken = true;
            for (int call = 0; call < 4; call++) {
                assertThatThrownBy(() -> churn.predict("x")).isInstanceOf(IllegalStateException.class);
            }

            assertThatExceptionOfType(CircuitOpenException.class)
                    .isThrownBy(() -> churn.predict("x"))
                    .withMessageContaining(version.toString())
                    .withMessageContaining("churn@champion");

            assertThat(asked).hasValue(4);
            assertThat(active(churn).circuit()).isEqualTo(CircuitBreaker.State.OPEN);
            assertThat(serving.events(DeploymentEvent.CircuitOpened.class))
                    .containsExactly(
                            new DeploymentEvent.CircuitOpened(serving.now, version, "4 of the latest 4 calls failed"));

            broken = false;
            serving.tick(Duration.ofSeconds(30));
            assertThat(churn.predict("x").value()).isEqualTo("one x");
            assertThat(churn.predict("x").isFallback()).isFalse();

            assertThat(active(churn).circuit()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(serving.events(DeploymentEvent.CircuitTried.class)).hasSize(1);
            assertThat(serving.events(DeploymentEvent.CircuitClosed.class)).hasSize(1);
        }
    }

    @Test
    void probe_openCircuit_asksTheModelAllTheSame() {
        serving.champion("churn", "one", this::breakable);
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.circuitBreaker(FOUR).fallback(Fallback.function("none", (input, failure) -> "none")))) {
            broken = true;
            for (int call = 0; call < 4; call++) {
                churn.predict("x");
            }
            broken = false;

            assertThat(churn.probe("x").value()).isEqualTo("one x");
            assertThat(active(churn).circuit()).isEqualTo(CircuitBreaker.State.OPEN);
        }
    }

    @Test
    void predict_newVersion_beginsWithAClosedCircuit() {
        serving.champion("churn", "one", this::breakable);
        try (Deployment<String, String> churn = serving.deploy("churn", with -> with.circuitBreaker(FOUR))) {
            broken = true;
            for (int call = 0; call < 4; call++) {
                assertThatThrownBy(() -> churn.predict("x")).isInstanceOf(IllegalStateException.class);
            }

            serving.champion("churn", "two", input -> "two " + input);

            assertThat(churn.predict("x").value()).isEqualTo("two x");
        }
    }

    @Test
    void predict_modelFails_functionAnswersAndSaysSo() {
        ModelVersion version = serving.champion("churn", "one", this::breakable);
        broken = true;
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.observedBy(observer())
                        .fallback(Fallback.function(
                                "usual", (input, failure) -> input + " after " + failure.getMessage())))) {
            Prediction<String> prediction = churn.predict("x");

            assertThat(prediction.value()).isEqualTo("x after broken");
            assertThat(prediction.isFallback()).isTrue();
            assertThat(prediction.role()).isEqualTo(Role.FALLBACK);
            assertThat(prediction.answeredBy()).isEqualTo("usual");
            assertThat(prediction.version()).isEqualTo(version);
            assertThat(prediction).hasToString("x after broken by usual");
            assertThat(churn.status().fallbackAnswers()).isEqualTo(1);
            assertThat(active(churn).failed()).isEqualTo(1);
            assertThat(observed).extracting(Observation::role).containsExactly(Role.CHAMPION, Role.FALLBACK);
            assertThat(observed.get(0).error()).hasMessage("broken");
            assertThat(observed.get(1).output()).isEqualTo("x after broken");
            assertThat(observed.get(1).id())
                    .isEqualTo(prediction.id())
                    .isNotEqualTo(observed.get(0).id());
        }
    }

    @Test
    void predict_openCircuit_functionGetsTheReasonAndTheModelIsNotSeenAsked() {
        serving.champion("churn", "one", this::breakable);
        broken = true;
        List<Throwable> reasons = new ArrayList<>();
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.circuitBreaker(FOUR)
                        .observedBy(observer())
                        .fallback(Fallback.function("usual", (input, failure) -> {
                            reasons.add(failure);
                            return "usual";
                        })))) {
            Set<Object> ids = new HashSet<>();
            for (int call = 0; call < 6; call++) {
                ids.add(churn.predict("x").id());
            }

            assertThat(ids).hasSize(6);
            assertThat(reasons.get(3)).isInstanceOf(IllegalStateException.class);
            assertThat(reasons.get(4)).isInstanceOf(CircuitOpenException.class);
            assertThat(observed)
                    .filteredOn(seen -> seen.role() == Role.CHAMPION)
                    .hasSize(4);
            assertThat(observed)
                    .filteredOn(seen -> seen.role() == Role.FALLBACK)
                    .hasSize(6);
            assertThat(active(churn).answered()).isEqualTo(4);
        }
    }

    @Test
    void predict_functionThrows_isThrownAsItIsWithTheReason() {
        serving.champion("churn", "one", this::breakable);
        broken = true;
        UnsupportedOperationException own = new UnsupportedOperationException("no");
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.fallback(Fallback.function("no", (input, failure) -> {
                    throw own;
                })))) {
            assertThatThrownBy(() -> churn.predict("x"))
                    .isSameAs(own)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void predict_functionGivesNull_saysSo() {
        serving.champion("churn", "one", this::breakable);
        broken = true;
        try (Deployment<String, String> churn = serving.deploy(
                "churn", with -> with.fallback(Fallback.function("nothing", (input, failure) -> null)))) {
            assertThatExceptionOfType(PredictionException.class)
                    .isThrownBy(() -> churn.predict("x"))
                    .withMessageContaining("nothing")
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void predict_failureThatIsLeftOut_reachesTheCaller() {
        serving.champion("churn", "one", this::breakable);
        broken = true;
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.fallback(Fallback.<String, String>function("usual", (input, failure) -> "usual")
                        .when(failure -> failure instanceof CircuitOpenException)))) {
            assertThatThrownBy(() -> churn.predict("x")).hasMessage("broken");
        }
    }

    @Test
    void predict_championFailsAfterASwap_versionThatServedBeforeAnswers() {
        ModelVersion first = serving.champion("churn", "first", input -> "first " + input);
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.observedBy(observer()).circuitBreaker(FOUR).fallback(Fallback.olderVersion()))) {
            ModelVersion second = serving.champion("churn", "second", this::breakable);
            broken = true;

            Prediction<String> prediction = churn.predict("x");

            assertThat(prediction.value()).isEqualTo("first x");
            assertThat(prediction.version()).isEqualTo(first);
            assertThat(prediction.answeredBy()).isEqualTo(first.toString());
            assertThat(prediction.isFallback()).isTrue();
            assertThat(churn.version()).isEqualTo(second);
            assertThat(observed).extracting(Observation::version).containsExactly(second, first);
            assertThat(observed.get(1).id()).isEqualTo(prediction.id());
            assertThat(churn.status().versions())
                    .extracting(VersionStatus::state)
                    .containsExactly(VersionState.ACTIVE, VersionState.READY);
            assertThat(serving.events(DeploymentEvent.Ready.class))
                    .as("nothing was loaded again")
                    .hasSize(2);
        }
        assertThat(serving.events(DeploymentEvent.Closed.class)).hasSize(2);
    }

    @Test
    void deploy_afterARestart_loadsTheVersionThatTheAliasPointedToBefore() {
        ModelVersion first = serving.champion("churn", "first", input -> "first " + input);
        ModelVersion revoked = serving.champion("churn", "revoked", input -> "revoked " + input);
        serving.champion("churn", "second", this::breakable);
        serving.registry.revoke(revoked, Actor.by("ana"), "poisoned");
        try (Deployment<String, String> churn =
                serving.deploy("churn", with -> with.fallback(Fallback.olderVersion()))) {
            broken = true;

            assertThat(churn.predict("x").version()).isEqualTo(first);
        }
        assertThat(serving.events(DeploymentEvent.Closed.class)).hasSize(2);
    }

    @Test
    void deploy_olderVersionThatDoesNotLoad_servesWithoutAndSaysSo() {
        serving.champion("churn", "first", input -> {
            throw new IllegalStateException("gone bad");
        });
        serving.champion("churn", "second", this::breakable);
        try (Deployment<String, String> churn = serving.deploy(
                "churn", with -> with.warmUpWith(List.of("warm-up")).fallback(Fallback.olderVersion()))) {
            assertThat(churn.predict("x").value()).isEqualTo("one x");
            assertThat(serving.events(DeploymentEvent.LoadFailed.class)).hasSize(1);
            broken = true;

            assertThatThrownBy(() -> churn.predict("x")).hasMessage("broken");
        }
    }

    @Test
    void swap_awayFromABadVersion_keepsTheGoodOneBefore() {
        ModelVersion first = serving.champion("churn", "first", input -> "first " + input);
        try (Deployment<String, String> churn =
                serving.deploy("churn", with -> with.circuitBreaker(FOUR).fallback(Fallback.olderVersion()))) {
            serving.champion("churn", "bad", this::breakable);
            broken = true;
            for (int call = 0; call < 5; call++) {
                churn.predict("x");
            }
            serving.champion("churn", "alsoBad", this::breakable);

            assertThat(churn.predict("x").version()).isEqualTo(first);
            assertThat(churn.status().versions()).hasSize(2);

            serving.point("churn", first);
            assertThat(churn.predict("x").isFallback()).isFalse();
            assertThat(churn.predict("x").value()).isEqualTo("first x");
        }
        assertThat(serving.events(DeploymentEvent.Closed.class))
                .hasSameSizeAs(serving.events(DeploymentEvent.Ready.class));
    }

    @Test
    void predict_bothVersionsFail_functionAnswersLast() {
        serving.champion("churn", "first", this::breakable);
        try (Deployment<String, String> churn = serving.deploy(
                "churn",
                with -> with.fallback(
                        Fallback.<String, String>olderVersion().orElse("usual", (input, failure) -> "usual")))) {
            serving.champion("churn", "second", input -> {
                throw new IllegalArgumentException("second is broken");
            });
            broken = true;

            assertThat(churn.predict("x").answeredBy()).isEqualTo("usual");
            assertThat(churn.status().fallbackAnswers()).isEqualTo(1);
        }
    }

    @Test
    void predict_bothVersionsFailAndNoFunction_throwsTheFirstFailure() {
        serving.champion("churn", "first", this::breakable);
        try (Deployment<String, String> churn =
                serving.deploy("churn", with -> with.fallback(Fallback.olderVersion()))) {
            serving.champion("churn", "second", input -> {
                throw new IllegalArgumentException("second is broken");
            });
            broken = true;

            assertThatThrownBy(() -> churn.predict("x"))
                    .hasMessage("second is broken")
                    .satisfies(thrown -> assertThat(thrown.getSuppressed())
                            .singleElement()
                            .satisfies(other -> assertThat(other).hasMessage("broken")));
        }
    }

    @Test
    void rollOut_challengerThatFails_isStoodInForByTheChampionAndStillJudgedByItsFailures() {
        ModelVersion champion = serving.champion("churn", "first", input -> "first " + input);
        ModelVersion challenger = serving.register("churn", "second", input -> {
            throw new IllegalArgumentException("second is broken");
        });
        try (Deployment<String, String> churn =
                serving.deploy("churn", with -> with.observedBy(observer()).fallback(Fallback.olderVersion()))) {
            Rollout rollout = churn.rollOut(
                    challenger,
                    plan -> plan.canary(1)
                            .every(Duration.ofMinutes(5))
                            .minimumAnswers(10)
                            .guard(Guards.errorRate()));
            for (int call = 0; call < 20; call++) {
                assertThat(churn.predict("x").version()).isEqualTo(champion);
            }

            serving.now = serving.now.plus(Duration.ofMinutes(20));
            serving.deployer.beat();

            assertThat(rollout.outcome()).isPresent();
            assertThat(rollout.outcome().orElseThrow().kind()).isEqualTo(Rollout.Outcome.Kind.ROLLED_BACK);
            assertThat(observed)
                    .filteredOn(seen -> seen.role() == Role.CHALLENGER)
                    .hasSize(20);
            assertThat(observed)
                    .filteredOn(seen -> seen.role() == Role.FALLBACK)
                    .hasSize(20);
        }
    }

    @Test
    void predict_everySecondVersionIsBrokenUnderLoad_everyRequestIsAnsweredAndNothingIsUsedAfterItsClose()
            throws Exception {
        ServingFixture scripted = ServingFixture.threaded(directory, false);
        scripted.champion("value 0");
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong requests = new AtomicLong();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (scripted;
                Deployment<String, Score> churn = scripted.deploy(with ->
                        with.workers(1).warmUpWithLatest(0).circuitBreaker(FOUR).fallback(Fallback.olderVersion()))) {
            List<CompletableFuture<Void>> calling = IntStream.range(0, 2)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> {
                                while (!done.get()) {
                                    try {
                                        Prediction<Score> prediction = churn.predict("x");
                                        int number = prediction.version().number();
                                        assertThat(prediction.value().score()).isEqualTo(number - 1);
                                    } catch (RuntimeException | Error failure) {
                                        failures.add(failure);
                                    }
                                    requests.incrementAndGet();
                                }
                            },
                            callers))
                    .toList();
            for (int swap = 1; swap <= 40; swap++) {
                ModelVersion next = scripted.champion(swap % 2 == 0 ? "value " + swap : "throw");
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> churn.version().equals(next));
                long before = requests.get();
                await().pollInterval(Duration.ofMillis(1)).until(() -> requests.get() > before + 20);
            }
            done.set(true);
            calling.forEach(CompletableFuture::join);

            assertThat(failures).isEmpty();
            assertThat(churn.status().fallbackAnswers()).isPositive();
        } finally {
            done.set(true);
            callers.shutdown();
        }
        assertThat(scripted.runtime.crimes).isEmpty();
        assertThat(scripted.runtime.closes).hasValue(scripted.runtime.loads.get());
    }

    private String breakable(String input) {
        asked.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return "one " + input;
    }

    private Observer<String, String> observer() {
        return new Observer<>() {
            @Override
            public void onPrediction(Observation<String, String> observation) {
                observed.add(observation);
            }
        };
    }

    private static VersionStatus active(Deployment<String, String> deployment) {
        return deployment.status().versions().get(0);
    }
}
