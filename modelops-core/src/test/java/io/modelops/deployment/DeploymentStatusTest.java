package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a deployment from outside. */
class DeploymentStatusTest {
    @TempDir
    Path directory;

    @Test
    void status_callsOfKnownLength_saysHowLongTheyTook() {
        try (FunctionServing serving = FunctionServing.synchronous(directory)) {
            serving.champion("churn", "one", input -> {
                serving.tick(Duration.ofMillis(Integer.parseInt(input)));
                if (input.equals("100")) {
                    throw new IllegalStateException("the last one fails");
                }
                return input;
            });
            try (Deployment<String, String> churn = serving.deploy("churn", with -> {})) {
                for (int millis = 1; millis <= 99; millis++) {
                    churn.predict(String.valueOf(millis));
                }
                try {
                    churn.predict("100");
                } catch (IllegalStateException expected) {
                    assertThat(expected).hasMessage("the last one fails");
                }

                VersionStatus active = churn.status().versions().get(0);
                assertThat(active.p50().toMillis()).isCloseTo(50, within(1L));
                assertThat(active.p99().toMillis()).isCloseTo(99, within(1L));
                assertThat(active.answered()).isEqualTo(100);
                assertThat(active.failed()).isEqualTo(1);
                assertThat(active.circuit()).isNull();
                assertThat(active.weight()).isEqualTo(1);
                assertThat(churn.status().responseCache()).isNull();
                assertThat(churn.status().fallbackAnswers()).isZero();
            }
        }
    }

    @Test
    void status_versionsComeAndGo_saysSinceWhen() {
        try (FunctionServing serving = FunctionServing.synchronous(directory)) {
            Instant start = serving.now;
            serving.champion("churn", "one", input -> input);
            try (Deployment<String, String> churn = serving.deploy("churn", with -> {})) {
                serving.now = start.plusSeconds(10);
                ModelVersion challenger = serving.register("churn", "two", input -> input);
                churn.rollOut(
                        challenger,
                        plan -> plan.shadow(Duration.ofMinutes(1))
                                .canary(0.5)
                                .every(Duration.ofMinutes(1))
                                .minimumAnswers(1));

                List<VersionStatus> versions = churn.status().versions();
                assertThat(versions).extracting(VersionStatus::since).containsExactly(start, start.plusSeconds(10));
                assertThat(versions)
                        .extracting(VersionStatus::state)
                        .containsExactly(VersionState.ACTIVE, VersionState.SHADOW);

                serving.now = start.plusSeconds(20);
                serving.point("churn", challenger);
                assertThat(churn.status().versions())
                        .singleElement()
                        .satisfies(active -> assertThat(active.since()).isEqualTo(start.plusSeconds(20)));
            }
        }
    }

    @Test
    void status_moreRequestsThanWorkers_saysHowManyWait() {
        ServingFixture serving = ServingFixture.threaded(directory, false);
        serving.champion("wait");
        serving.runtime.gate = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try (serving;
                Deployment<String, Score> churn = serving.deploy(settings -> settings.workers(1))) {
            List<CompletableFuture<?>> calls = List.of(
                    CompletableFuture.supplyAsync(() -> churn.predict("x"), callers),
                    CompletableFuture.supplyAsync(() -> churn.predict("x"), callers),
                    CompletableFuture.supplyAsync(() -> churn.predict("x"), callers));

            Awaitility.await().untilAsserted(() -> {
                VersionStatus active = churn.status().versions().get(0);
                assertThat(active.inFlight()).isEqualTo(3);
                assertThat(active.queued()).isEqualTo(2);
            });
            serving.runtime.gate.countDown();
            calls.forEach(CompletableFuture::join);
            assertThat(churn.status().versions().get(0).queued()).isZero();
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void status_listenerThatThrows_isCountedAndTheOthersAreTold() {
        try (FunctionServing serving = new FunctionServing(
                directory,
                builder -> builder.executor(Runnable::run).listener(event -> {
                    throw new IllegalStateException("broken listener");
                }))) {
            serving.champion("churn", "one", input -> input);
            try (Deployment<String, String> churn = serving.deploy("churn", with -> {})) {
                assertThat(serving.events(DeploymentEvent.Swapped.class)).hasSize(1);
                assertThat(churn.status().listenerFailures()).isEqualTo(serving.events.size());
                assertThat(churn.predict("x").value()).isEqualTo("x");
            }
        }
    }
}
