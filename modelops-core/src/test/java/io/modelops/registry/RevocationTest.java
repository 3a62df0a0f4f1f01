package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {
    private static final Actor ANA = Actor.by("ana");

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion first;
    private ModelVersion second;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(Home.MEMORY, directory);
        registry = fixture.registry;
        first = fixture.register("first");
        second = fixture.register("second");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void revoke_aVersion_isKnownWithWhoAndWhyEverywhere() {
        registry.revoke(first, ANA, "trained on poisoned labels");

        LogEntry revoked = fixture.open().revocation(first).orElseThrow();
        assertThat(revoked.actor()).isEqualTo(ANA);
        assertThat(revoked.reason()).isEqualTo("trained on poisoned labels");
        assertThat(registry.revocation(second)).isEmpty();
        assertThat(registry.find("churn:1")).contains(first);
    }

    @Test
    void revoke_again_throws() {
        registry.revoke(first, ANA, "");

        assertThat(fixture.failing(() -> registry.revoke(first, ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("revoked already");
    }

    @Test
    void revoke_versionThatIsNotThere_throws() {
        registry.delete(first, ANA, "");

        assertThat(fixture.failing(() -> registry.revoke(first, ANA, ""))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void point_toARevokedVersion_isRefused() {
        registry.revoke(second, ANA, "");
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.point("champion").from(first).to(second)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("churn:2")
                .hasMessageContaining("revoked");
    }

    @Test
    void point_backFromAVersionThatWasRevoked_isAllowed() {
        registry.point("champion").to(second);
        registry.revoke(second, ANA, "");

        registry.point("champion").from(second).to(first);

        assertThat(registry.get("churn@champion")).isEqualTo(first);
    }

    @Test
    void append_rolloutOfARevokedVersion_neitherStartsNorGoesOn() {
        registry.point("champion").to(first);
        UUID rollout = new UUID(0, 1);
        RegistryEvent started = new RegistryEvent.RolloutStarted(first.model(), rollout, "champion", 1, 2, "");
        registry.append(started, ANA, "");
        registry.append(new RegistryEvent.RolloutAdvanced(first.model(), rollout, 0, "canary", 0.1), ANA, "");

        registry.revoke(second, ANA, "");

        assertThat(fixture.failing(() -> registry.append(
                        new RegistryEvent.RolloutAdvanced(first.model(), rollout, 1, "canary", 0.5), ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("revoked");
        registry.append(new RegistryEvent.RolloutEnded(first.model(), rollout, 2, false, "revoked"), ANA, "");
        assertThat(fixture.failing(() -> registry.append(started, ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("revoked");
    }
}
