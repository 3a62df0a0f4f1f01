package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.model.ModelVersion;
import io.modelops.spi.Inference;
import io.modelops.spi.Observer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShadowIsolationTest {
    private final CountDownLatch never = new CountDownLatch(1);

    @TempDir
    Path directory;

    @Test
    void shadow_thatHangs_delaysNoCallerAndNoShadowOfAnotherModel() {
        try (FunctionServing serving = FunctionServing.threaded(directory)) {
            Deployment<String, String> stuck = shadowed(serving, "stuck", input -> {
                never.await();
                return input;
            });
            Deployment<String, String> other = shadowed(serving, "other", input -> input + 2);
            for (int request = 0; request < 300; request++) {
                assertThat(stuck.predict("x").value()).isEqualTo("x1");
            }
            for (int request = 0; request < 10; request++) {
                assertThat(other.predict("x").value()).isEqualTo("x1");
            }

            // What does not fit behind the one that hangs is dropped.
            await().until(() -> stuck.status().droppedShadows() >= 300 - 256 - 1);
            await().until(() -> answeredByShadow(other) == 10);
            never.countDown();
        }
    }

    @Test
    void shadow_thatHangs_stopsNoOtherShadowOfTheSameModel() {
        try (FunctionServing serving = FunctionServing.threaded(directory)) {
            serving.champion("model", "one", input -> input + 1);
            ModelVersion hanging = serving.register("model", "two", input -> {
                never.await();
                return input;
            });
            ModelVersion other = serving.register("model", "three", input -> input + 3);
            Deployment<String, String> deployment = serving.deploy(
                    "model",
                    with -> with.observedBy(new Observer<>() {})
                            .route(routes -> routes.shadow(hanging.toString()).shadow(other.toString())));

            for (int request = 0; request < 10; request++) {
                assertThat(deployment.predict("x").value()).isEqualTo("x1");
            }

            await().until(() -> answeredByShadow(deployment) >= 10);
            never.countDown();
        }
    }

    private static long answeredByShadow(Deployment<?, ?> deployment) {
        return deployment.status().versions().stream()
                .filter(version -> version.state() == VersionState.SHADOW)
                .mapToLong(DeploymentStatus.VersionStatus::answered)
                .sum();
    }

    private static Deployment<String, String> shadowed(
            FunctionServing serving, String model, Inference<String, String> shadow) {
        serving.champion(model, model + "-one", input -> input + 1);
        Deployment<String, String> deployment = serving.deploy(model, with -> {});
        ModelVersion challenger = serving.register(model, model + "-two", shadow);
        deployment.rollOut(challenger, plan -> plan.shadow(Duration.ofDays(1)));
        return deployment;
    }
}
