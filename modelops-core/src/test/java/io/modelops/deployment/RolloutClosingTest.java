package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.deployment.Rollout.Outcome;
import io.modelops.deployment.internal.EvidenceCollector;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutClosingTest {
    @TempDir
    Path directory;

    /** A close that comes between "attended" and "joined" must not end the rollout of the others. */
    @Test
    void abortItself_ofAJoiningRolloutWhoseDeploymentWasClosed_leavesItToOthers() {
        try (ServingFixture serving = ServingFixture.synchronous(directory, true)) {
            ModelVersion champion = serving.champion("value 1");
            ModelVersion challenger = serving.register("value 2");
            Rollout others = serving.deploy()
                    .rollOut(challenger, plan -> plan.canary(0.5).every(Duration.ofMinutes(5)));
            Rollout joining = new Rollout(
                    serving.registry,
                    new ModelRef.Aliased(champion.model(), "champion"),
                    others.id(),
                    champion,
                    challenger,
                    new RolloutPlan.Builder().canary(0.5).build(),
                    true,
                    new EvidenceCollector<String, String>(
                            champion, challenger, null, List.of(), 0.05, Runnable::run, (plugin, thrown) -> {}),
                    new GuardPanel(List.of(), Runnable::run, (plugin, thrown) -> {}),
                    new Closed());

            joining.abortItself("the deployment was closed");

            assertThat(joining.outcome()).get().extracting(Outcome::kind).isEqualTo(Outcome.Kind.LEFT);
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> joining.join(
                            serving.registry.rollout("churn@champion").orElseThrow()));
            assertThat(serving.registry.rollout("churn@champion")).isPresent();
            assertThat(others.outcome()).isEmpty();
        }
    }

    private static final class Closed implements Rollout.Steering {
        @Override
        public void weigh(double weight) {}

        @Override
        public void adopt() {}

        @Override
        public boolean isAdopted() {
            return false;
        }

        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public boolean isClosed() {
            return true;
        }

        @Override
        public void dismiss() {}
    }
}
