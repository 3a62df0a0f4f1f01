package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.Guard.Judgement;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guards of the application that hang or throw, on threads of the deployer's own. */
@Timeout(60)
class GuardIsolationTest {
    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    Path directory;

    @AfterEach
    void letGo() {
        never.countDown();
    }

    @Test
    void beat_guardThatHangs_holdsItsRolloutAndNoOther() {
        try (FunctionServing serving = FunctionServing.threaded(directory)) {
            Guard hangs = guard("hangs", seen -> hang());
            Deployment<String, String> stuck = served(serving, "stuck");
            Deployment<String, String> other = served(serving, "other");
            Rollout held = rollOut(serving, stuck, hangs);
            Rollout free = rollOut(serving, other, Guards.errorRate());

            await().until(() -> {
                pass(serving, stuck, other);
                return free.outcome().isPresent();
            });

            assertThat(free.outcome()).get().matches(Rollout.Outcome::promoted);
            assertThat(held.outcome()).isEmpty();
            Judgement judgement = held.judgements().get("hangs");
            assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(judgement.finding()).contains("not return");
            // Counted once, because it is asked once.
            assertThat(stuck.status().observerFailures()).isOne();

            never.countDown();
            await().until(() -> {
                pass(serving, stuck, other);
                return held.outcome().isPresent();
            });
            assertThat(held.outcome()).get().matches(Rollout.Outcome::promoted);
        }
    }

    @Test
    void beat_measureThatHangs_holdsItsRolloutWithThatReason() {
        try (FunctionServing serving = FunctionServing.threaded(directory)) {
            Guard hangs = Guards.businessMetric("margin", seen -> hang() == null ? 0 : 1, true, 1);
            Deployment<String, String> stuck = served(serving, "stuck");
            Rollout held = rollOut(serving, stuck, hangs);

            await().until(() -> {
                pass(serving, stuck);
                Judgement judgement = held.judgements().get("margin");
                return judgement != null && judgement.finding().contains("its measure has not returned for");
            });

            assertThat(held.judgements().get("margin").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(held.outcome()).isEmpty();
            assertThat(held.waitsFor()).contains("margin");
        }
    }

    @Test
    void beat_guardThatThrows_isInconclusiveAndCounted() {
        try (FunctionServing serving = FunctionServing.synchronous(directory)) {
            Deployment<String, String> churn = served(serving, "churn");
            Rollout held = rollOut(serving, churn, guard("broken", seen -> {
                throw new IllegalStateException("no");
            }));
            pass(serving, churn);

            assertThat(held.judgements().get("broken"))
                    .isEqualTo(
                            new Judgement(Verdict.INCONCLUSIVE, "the guard threw java.lang.IllegalStateException: no"));
            assertThat(churn.status().observerFailures()).isOne();
        }
    }

    private Judgement hang() {
        try {
            never.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return new Judgement(Verdict.PASS, "it came back");
    }

    private static Deployment<String, String> served(FunctionServing serving, String model) {
        serving.champion(model, model + "-one", input -> input + 1);
        return serving.deploy(model, with -> {});
    }

    private static Rollout rollOut(FunctionServing serving, Deployment<String, String> deployment, Guard guard) {
        String model = deployment.reference().model().value();
        ModelVersion challenger = serving.register(model, model + "-two", input -> input + 2);
        return deployment.rollOut(
                challenger,
                plan -> plan.canary(0.5)
                        .every(Duration.ofSeconds(1))
                        .minimumAnswers(20)
                        .deadline(Duration.ofDays(300))
                        .guard(guard));
    }

    @SafeVarargs
    private static void pass(FunctionServing serving, Deployment<String, String>... deployments) {
        for (Deployment<String, String> deployment : deployments) {
            for (int request = 0; request < 20; request++) {
                deployment.predict("x");
            }
        }
        serving.now = serving.now.plusSeconds(10);
        serving.deployer.beat();
    }

    private static Guard guard(String name, Function<RolloutEvidence, Judgement> judge) {
        return new Guard() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Judgement judge(RolloutEvidence evidence) {
                return judge.apply(evidence);
            }
        };
    }
}
