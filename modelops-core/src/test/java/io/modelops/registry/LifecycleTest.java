package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Verdict;
import io.modelops.spi.GarbagePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class LifecycleTest {
    private static final Actor ANA = Actor.by("ana");

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion first;
    private ModelVersion second;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
        first = fixture.register("a");
        second = fixture.register("b");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void comment_version_isKeptWithWhoAndWhen() {
        registry.comment(first, ANA, "Reviewed with the risk team.");
        registry.comment(first, Actor.by("ben"), "So did we.");

        List<LogEntry> comments = fixture.open().comments(first);

        assertThat(comments)
                .extracting(LogEntry::event)
                .containsExactly(
                        new RegistryEvent.Commented(first.model(), 1, "Reviewed with the risk team."),
                        new RegistryEvent.Commented(first.model(), 1, "So did we."));
        assertThat(comments.get(0).actor()).isEqualTo(ANA);
        assertThat(comments.get(0).at()).isEqualTo(RegistryFixture.START);
        assertThat(registry.comments(second)).isEmpty();
    }

    @Test
    void comment_blank_throws() {
        assertThat(fixture.failing(() -> registry.comment(first, ANA, " "))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void archive_version_cantBePointedToUntilItIsRestored() {
        registry.archive(first, ANA, "superseded");

        assertThat(registry.isArchived(first)).isTrue();
        assertThat(fixture.open().isArchived(first)).isTrue();
        assertThat(registry.get("churn:1")).isEqualTo(first);
        assertThat(fixture.failing(() -> registry.point("champion").to(first)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("archived")
                .hasMessageContaining("restore it first");

        registry.restore(first, ANA, "needed again");
        registry.point("champion").to(first);

        assertThat(registry.isArchived(first)).isFalse();
        assertThat(registry.get("churn@champion")).isEqualTo(first);
    }

    @Test
    void archive_versionThatAnAliasPointsTo_throws() {
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.archive(first, ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("@champion");
    }

    @Test
    void archiveAndRestore_twice_throw() {
        assertThat(fixture.failing(() -> registry.restore(first, ANA, ""))).isInstanceOf(ConflictException.class);
        registry.archive(first, ANA, "");
        assertThat(fixture.failing(() -> registry.archive(first, ANA, ""))).isInstanceOf(ConflictException.class);
    }

    @Test
    void archive_versionThatAnotherRegistryArchivedMeanwhile_throws() {
        fixture.open().archive(first, ANA, "");

        assertThatThrownBy(() -> registry.point("champion").to(first)).isInstanceOf(ConflictException.class);
    }

    @Test
    void archiveAndDelete_versionsOfAnOpenRollout_throw() {
        registry.point("champion").to(first);
        UUID rollout = new UUID(0, 1);
        registry.append(new RegistryEvent.RolloutStarted(first.model(), rollout, "champion", 1, 2, "shadow"), ANA, "");

        for (ModelVersion version : List.of(first, second)) {
            assertThat(fixture.failing(() -> registry.archive(version, ANA, "")))
                    .isInstanceOf(ConflictException.class);
            assertThat(fixture.failing(() -> registry.delete(version, ANA, ""))).isInstanceOf(ConflictException.class);
        }
        registry.append(new RegistryEvent.RolloutEnded(first.model(), rollout, 2, false, ""), ANA, "");

        registry.delete(second, ANA, "it failed");

        assertThat(registry.versions("churn")).containsExactly(first);
    }

    @Test
    void rollout_ofAnArchivedVersion_throws() {
        registry.point("champion").to(first);
        registry.archive(second, ANA, "");

        assertThat(fixture.failing(() -> registry.append(
                        new RegistryEvent.RolloutStarted(first.model(), new UUID(0, 1), "champion", 1, 2, "shadow"),
                        ANA,
                        "")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void delete_version_isGoneAndItsNumberIsNotGivenAgain() {
        registry.delete(second, ANA, "trained on data that had to be erased");

        assertThat(registry.find("churn:2")).isEmpty();
        assertThat(fixture.open().versions("churn")).containsExactly(first);
        assertThat(fixture.failing(() -> registry.get("churn:2")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("was deleted");
        assertThat(fixture.register("c").number()).isEqualTo(3);
        assertThat(registry.history("churn"))
                .extracting(LogEntry::event)
                .contains(new RegistryEvent.Deleted(first.model(), 2));
    }

    @Test
    void delete_versionThatAnAliasPointsTo_throws() {
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.delete(first, ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("@champion");
    }

    @Test
    void delete_parentOfALiveVersion_throwsUntilThatIsDeleted() {
        ModelVersion child = registry.register("other", fixture.file("o.onnx", "o"), model -> model.derivedFrom(first));

        assertThat(fixture.failing(() -> registry.delete(first, ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("other:1 was derived from it");
        registry.delete(child, ANA, "");
        registry.delete(first, ANA, "");

        assertThat(registry.versions("churn")).containsExactly(second);
    }

    @Test
    void delete_thenAnything_throwsAndChangesNothing() {
        ModelRegistry another = fixture.open();
        registry.delete(first, ANA, "");

        for (ModelRegistry each : List.of(registry, another)) {
            assertThat(fixture.failing(() -> each.approve(first, ANA, ""))).isInstanceOf(NotFoundException.class);
            assertThat(fixture.failing(() -> each.tag(first, "a", "b"))).isInstanceOf(NotFoundException.class);
            assertThat(fixture.failing(() -> each.comment(first, ANA, "x"))).isInstanceOf(NotFoundException.class);
            assertThat(fixture.failing(() -> each.archive(first, ANA, ""))).isInstanceOf(NotFoundException.class);
            assertThat(fixture.failing(() -> each.delete(first, ANA, ""))).isInstanceOf(NotFoundException.class);
            assertThat(fixture.failing(() -> each.point("champion").to(first))).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void asOf_versionThatWasDeletedSince_isStillAnswered() {
        registry.point("champion").to(first);
        fixture.now = RegistryFixture.START.plusSeconds(60);
        registry.point("champion").from(first).to(second);
        registry.delete(first, ANA, "");

        assertThat(registry.asOf("churn@champion", RegistryFixture.START)).contains(first);
    }

    @Test
    void collectGarbage_afterADeletion_takesWhatNoOtherVersionShares() {
        ModelVersion shared = fixture.register("a");
        registry.keepValidation(second, Verdict.FAIL, "", "report");
        registry.delete(shared, ANA, "");
        registry.delete(second, ANA, "");

        assertThat(registry.collectGarbage(GarbagePlan.removing().olderThan(Duration.ZERO))
                        .content())
                .containsExactly(Digest.of("b"));
        assertThat(registry.verify().isWhole()).isTrue();
    }
}
