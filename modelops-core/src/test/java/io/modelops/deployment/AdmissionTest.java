package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.deployment.Rollout.Outcome;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.Actor;
import io.modelops.model.LoadRefusedException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.registry.signing.SignaturePolicy;
import io.modelops.registry.signing.TestKeys;
import io.modelops.spi.LoadPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which versions are loaded at all. */
class AdmissionTest {
    private static final Actor ANA = Actor.by("ana");
    private static final LoadPolicy SIGNED =
            SignaturePolicy.trusting(TestKeys.ANAS).build();

    @TempDir
    Path directory;

    private ServingFixture serving;

    @AfterEach
    void everythingThatWasLoadedIsClosed() {
        serving.close();
        assertThat(serving.runtime.crimes).isEmpty();
        assertThat(serving.runtime.closes.get()).isEqualTo(serving.runtime.loads.get());
    }

    @Test
    void deploy_unsignedVersion_isRefusedBeforeTheRuntimeSeesIt() {
        serving = ServingFixture.guarded(directory, SIGNED);
        serving.champion("value 1");

        assertThatThrownBy(() -> serving.deploy()).isInstanceOf(LoadRefusedException.class);

        assertThat(serving.runtime.loads.get()).isZero();
    }

    @Test
    void deploy_signedVersion_serves() {
        serving = ServingFixture.guarded(directory, SIGNED);
        serving.registry.sign(serving.champion("value 1"), TestKeys.ANA);

        try (Deployment<String, Score> churn = serving.deploy()) {
            assertThat(churn.predict("x").value().score()).isEqualTo(1);
        }
    }

    @Test
    void follow_unsignedVersion_keepsServingTheSignedOne() {
        serving = ServingFixture.guarded(directory, SIGNED);
        ModelVersion signed = serving.champion("value 1");
        serving.registry.sign(signed, TestKeys.ANA);
        try (Deployment<String, Score> churn = serving.deploy()) {
            ModelVersion unsigned = serving.champion("value 2");

            assertThat(churn.version()).isEqualTo(signed);
            assertThat(serving.events(DeploymentEvent.LoadFailed.class))
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.cause()).isInstanceOf(LoadRefusedException.class));

            serving.registry.sign(unsigned, TestKeys.ANA);
            serving.pass(Duration.ofMinutes(2));
            assertThat(churn.version()).isEqualTo(unsigned);
        }
    }

    @Test
    void rollOut_unsignedVersion_isRefused() {
        serving = ServingFixture.guarded(directory, SIGNED);
        serving.registry.sign(serving.champion("value 1"), TestKeys.ANA);
        try (Deployment<String, Score> churn = serving.deploy()) {
            ModelVersion unsigned = serving.register("value 2");

            assertThatThrownBy(() -> churn.rollOut(unsigned, plan -> plan.canary(0.5)))
                    .isInstanceOf(LoadRefusedException.class);
            assertThat(serving.runtime.loads.get()).isEqualTo(1);
        }
    }

    @Test
    void load_forAValidation_isRefusedAsWell() {
        serving = ServingFixture.guarded(directory, SIGNED);
        ModelVersion unsigned = serving.register("value 1");

        assertThatThrownBy(() -> serving.deployer.load(unsigned, String.class, Score.class))
                .isInstanceOf(LoadRefusedException.class);
        assertThat(serving.runtime.loads.get()).isZero();
    }

    @Test
    void load_policyThatThrowsSomethingElse_isANo() {
        serving = ServingFixture.guarded(directory, (version, signatures) -> {
            throw new IllegalStateException("no connection");
        });
        ModelVersion version = serving.register("value 1");

        assertThatThrownBy(() -> serving.deployer.load(version, String.class, Score.class))
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("no connection")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(serving.runtime.loads.get()).isZero();
    }

    @Test
    void deploy_revokedVersion_isRefusedWithoutAnyPolicy() {
        serving = ServingFixture.synchronous(directory, true);
        ModelVersion version = serving.champion("value 1");
        serving.registry.revoke(version, ANA, "poisoned labels");

        assertThatThrownBy(() -> serving.deploy())
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("revoked by ana")
                .hasMessageContaining("poisoned labels");
        assertThat(serving.runtime.loads.get()).isZero();
    }

    @Test
    void deploy_revokedWhileItWasLoaded_isRefusedAndClosed() {
        serving = ServingFixture.guarded(
                directory, (version, signatures) -> serving.registry.revoke(version, ANA, "just now"));
        serving.champion("value 1");

        assertThatThrownBy(() -> serving.deploy())
                .isInstanceOf(LoadRefusedException.class)
                .hasMessageContaining("just now");
        assertThat(serving.runtime.loads.get()).isEqualTo(1);
    }

    @Test
    void revoke_versionThatServes_goesOnServingAndSaysSo() {
        serving = ServingFixture.synchronous(directory, true);
        ModelVersion version = serving.champion("value 1");
        try (Deployment<String, Score> churn = serving.deploy()) {
            serving.registry.revoke(version, ANA, "poisoned labels");

            assertThat(churn.predict("x").value().score()).isEqualTo(1);
            assertThat(serving.events(DeploymentEvent.ServesRevoked.class))
                    .containsExactly(new DeploymentEvent.ServesRevoked(serving.now, version));
        }
    }

    @Test
    void revoke_challengerOnTrial_endsTheRolloutWithTheNextBeat() {
        serving = ServingFixture.synchronous(directory, true);
        ModelVersion champion = serving.champion("value 1");
        try (Deployment<String, Score> churn = serving.deploy()) {
            ModelVersion challenger = serving.register("value 1");
            Rollout rollout = churn.rollOut(
                    challenger,
                    plan -> plan.canary(0.5).every(Duration.ofMinutes(5)).minimumAnswers(1));
            serving.registry.revoke(challenger, ANA, "");
            assertThat(serving.events(DeploymentEvent.ServesRevoked.class)).hasSize(1);

            serving.pass(Duration.ofSeconds(1));

            assertThat(rollout.outcome()).contains(new Outcome(Outcome.Kind.ROLLED_BACK, challenger + " was revoked"));
            assertThat(churn.version()).isEqualTo(champion);
        }
    }
}
