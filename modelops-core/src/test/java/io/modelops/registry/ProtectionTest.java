package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Verdict;
import java.nio.file.Path;
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
class ProtectionTest {
    private static final Actor ANA = Actor.by("ana");
    private static final Actor BEN = Actor.by("ben");
    private static final Actor REGISTRANT = Actor.by("test");

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion version;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
        version = fixture.register("a");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void protect_alias_isKeptWithWhoAndWhy() {
        registry.protect("churn@champion", AliasProtection.approvals(2).andPassedValidation(), ANA, "four eyes");

        LogEntry entry = fixture.open().head().orElseThrow();
        assertThat(entry.event()).isEqualTo(new RegistryEvent.AliasProtected(version.model(), "champion", 2, true));
        assertThat(entry.actor()).isEqualTo(ANA);
        assertThat(entry.reason()).isEqualTo("four eyes");
        assertThat(fixture.open().protection("churn@champion")).isEqualTo(new AliasProtection(2, true));
        assertThat(registry.protection("churn@other")).isEqualTo(AliasProtection.NONE);
    }

    @Test
    void point_withoutEnoughApprovals_throwsAndSaysWhoHasApproved() {
        registry.protect("churn@champion", AliasProtection.approvals(2), ANA, "");
        registry.approve(version, ANA, "");

        assertThat(fixture.failing(() -> registry.point("champion").to(version)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("2 people other than test, who registered it, and has that of [ana]");
    }

    @Test
    void point_approvalsOfThePersonWhoRegisteredItOrTwiceOfOne_doNotCount() {
        registry.protect("churn@champion", AliasProtection.approvals(2), ANA, "");
        registry.approve(version, REGISTRANT, "");
        registry.approve(version, ANA, "");
        registry.approve(version, ANA, "again");

        assertThat(fixture.failing(() -> registry.point("champion").to(version)))
                .isInstanceOf(ConflictException.class);
        registry.approve(version, BEN, "");
        registry.point("champion").to(version);

        assertThat(registry.get("churn@champion")).isEqualTo(version);
    }

    @Test
    void approve_archivedVersion_throwsAndWhatWasSaidBeforeCountsAfterRestoring() {
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        registry.approve(version, BEN, "");
        registry.archive(version, ANA, "");

        assertThat(fixture.failing(() -> registry.approve(version, ANA, "")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("restore it first");
        registry.restore(version, ANA, "");
        registry.point("champion").to(version);

        assertThat(registry.get("churn@champion")).isEqualTo(version);
    }

    @Test
    void point_takenAwayFirst_isProtectedAllTheSame() {
        registry.point("champion").to(version);
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        registry.point("champion").from(version).away();

        assertThat(fixture.failing(() -> registry.point("champion").to(version)))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void point_approvedByAnotherRegistryMeanwhile_movesIt() {
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        fixture.open().approve(version, BEN, "");

        registry.point("champion").to(version);

        assertThat(registry.get("churn@champion")).isEqualTo(version);
    }

    @Test
    void protect_modelOfAnotherRegistry_isSeen() {
        fixture.open().register("other", fixture.file("o.onnx", "o"), model -> {});

        registry.protect("other@champion", AliasProtection.approvals(1), ANA, "");

        assertThat(registry.protection("other@champion")).isEqualTo(AliasProtection.approvals(1));
    }

    @Test
    void protect_looserWithoutAReason_throws() {
        registry.protect("churn@champion", AliasProtection.approvals(2).andPassedValidation(), ANA, "");

        assertThat(fixture.failing(() -> registry.protect(
                        "churn@champion", AliasProtection.approvals(1).andPassedValidation(), ANA, " ")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("say why");
        assertThat(fixture.failing(() -> registry.protect("churn@champion", AliasProtection.approvals(3), ANA, "")))
                .isInstanceOf(InvalidInputException.class);
        registry.protect("churn@champion", AliasProtection.approvals(3).andPassedValidation(), ANA, "");

        assertThat(registry.protection("churn@champion")).isEqualTo(new AliasProtection(3, true));
    }

    @Test
    void point_newestValidationNotPassed_throws() {
        registry.protect("churn@champion", AliasProtection.NONE.andPassedValidation(), ANA, "");

        assertThat(fixture.failing(() -> registry.point("champion").to(version)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("missing");
        registry.keepValidation(version, Verdict.PASS, "", "passed");
        registry.keepValidation(version, Verdict.INCONCLUSIVE, "", "too few rows");
        assertThat(fixture.failing(() -> registry.point("champion").to(version)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("INCONCLUSIVE");
        registry.keepValidation(version, Verdict.PASS, "", "passed again");
        registry.point("champion").to(version);

        assertThat(registry.get("churn@champion")).isEqualTo(version);
    }

    @Test
    void point_protectedByAnotherRegistryMeanwhile_throws() {
        fixture.open().protect("churn@champion", AliasProtection.approvals(1), ANA, "");

        assertThatThrownBy(() -> registry.point("champion").to(version)).isInstanceOf(ConflictException.class);
        assertThat(registry.find("churn@champion")).isEmpty();
    }

    @Test
    void point_otherAliasAndOtherModel_areNotProtected() {
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        ModelVersion other = registry.register("other", fixture.file("o.onnx", "o"), model -> {});

        registry.point("challenger").to(version);
        registry.point("champion").to(other);

        assertThat(registry.get("churn@challenger")).isEqualTo(version);
        assertThat(registry.get("other@champion")).isEqualTo(other);
    }

    @Test
    void away_protectedAlias_isAllowed() {
        registry.point("champion").to(version);
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");

        registry.point("champion").from(version).away();

        assertThat(registry.find("churn@champion")).isEmpty();
    }

    @Test
    void protect_none_liftsTheProtection() {
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        registry.protect("churn@champion", AliasProtection.NONE, BEN, "the team is away");

        registry.point("champion").to(version);

        assertThat(registry.get("churn@champion")).isEqualTo(version);
    }

    @Test
    void rollout_toAProtectedAlias_beginsOnlyWithWhatItNeeds() {
        registry.point("champion").to(version);
        ModelVersion challenger = fixture.register("b");
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        RegistryEvent started = new RegistryEvent.RolloutStarted(
                version.model(), new UUID(0, 1), "champion", 1, challenger.number(), "shadow");

        assertThat(fixture.failing(() -> registry.append(started, ANA, ""))).isInstanceOf(ConflictException.class);
        registry.approve(challenger, BEN, "");

        assertThat(registry.append(started, ANA, "").event()).isEqualTo(started);
    }

    @Test
    void protect_badInput_throws() {
        assertThat(fixture.failing(() -> registry.protect("churn:1", AliasProtection.NONE, ANA, "")))
                .isInstanceOf(InvalidInputException.class);
        assertThat(fixture.failing(() -> registry.protect("unknown@a", AliasProtection.NONE, ANA, "")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> AliasProtection.approvals(-1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> AliasProtection.approvals(101)).isInstanceOf(InvalidInputException.class);
    }
}
