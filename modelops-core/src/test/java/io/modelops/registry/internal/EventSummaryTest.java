package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSummaryTest {
    static List<Change> samples() {
        return EventSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void summary_anyEvent_isOneLineThatNamesItsModel(Change change) {
        assertThat(summary(change.event(), change.reason()))
                .contains(change.event().model().value())
                .doesNotContain("\n", "null", "\u2028")
                .doesNotContainPattern("^[a-z.]+: [A-Z]");
    }

    @Test
    void summary_changesOfAVersion_sayWhatAndWhy() {
        assertThat(summary(EventSamples.BARE.event(), "first try"))
                .isEqualTo("churn:1 registered, onnx with content 5a103b98: first try");
        assertThat(summary(new RegistryEvent.Approved(EventSamples.CHURN, 2), "meets the target"))
                .isEqualTo("churn:2 approved: meets the target");
        assertThat(summary(new RegistryEvent.Archived(EventSamples.CHURN, 2), ""))
                .isEqualTo("churn:2 archived");
        assertThat(summary(new RegistryEvent.Tagged(EventSamples.CHURN, 2, "team", "growth"), ""))
                .isEqualTo("churn:2 tagged, \"team\" is \"growth\"");
        assertThat(summary(new RegistryEvent.Tagged(EventSamples.CHURN, 2, "team", null), ""))
                .isEqualTo("churn:2 tagged, \"team\" removed");
    }

    @Test
    void summary_movesOfAnAlias_sayFromWhereToWhere() {
        assertThat(summary(new RegistryEvent.AliasMoved(EventSamples.CHURN, "champion", null, 1), ""))
                .isEqualTo("churn@champion pointed to version 1");
        assertThat(summary(new RegistryEvent.AliasMoved(EventSamples.CHURN, "champion", 1, 2), "better"))
                .isEqualTo("churn@champion moved from version 1 to 2: better");
        assertThat(summary(new RegistryEvent.AliasMoved(EventSamples.CHURN, "champion", 2, null), ""))
                .isEqualTo("churn@champion taken away from version 2");
    }

    @Test
    void summary_trust_saysWhichKeyAndWhatWasRevoked() {
        assertThat(summary(new RegistryEvent.Signed(EventSamples.CHURN, 2, Digest.of("bundle"), Digest.of("key")), ""))
                .isEqualTo("churn:2 signed, key 2c70e12b");
        assertThat(summary(new RegistryEvent.Signed(EventSamples.CHURN, 2, Digest.of("bundle"), null), ""))
                .isEqualTo("churn:2 signed");
        assertThat(summary(new RegistryEvent.Revoked(EventSamples.CHURN, 2), "poisoned labels"))
                .isEqualTo("churn:2 revoked: poisoned labels");
    }

    @Test
    void summary_rules_sayWhatIsNeededAndWhoWasDenied() {
        assertThat(summary(new RegistryEvent.AliasProtected(EventSamples.CHURN, "champion", 2, true), "four eyes"))
                .isEqualTo("churn@champion protected by 2 approvals and a passed validation: four eyes");
        assertThat(summary(new RegistryEvent.AccessDenied(EventSamples.CHURN, "MOVE_ALIAS", "champion", 0), "no role"))
                .isEqualTo("churn: move alias denied for @champion: no role");
    }

    @Test
    void summary_repair_saysWhatWasDamagedAndWhereItIs() {
        assertThat(summary(
                        new RegistryEvent.Repaired(RegistryEvent.REGISTRY, 1, 2, "00021", "Log file 21 is torn."),
                        "disk failed"))
                .isEqualTo("modelops.registry repaired, 1 entries brought back, 2 files set aside in quarantine 00021:"
                        + " Log file 21 is torn.");
    }

    @Test
    void summary_hostileText_staysOnItsLine() {
        String summary = summary(
                new RegistryEvent.Commented(
                        EventSamples.CHURN, 2, "fine\n2026-01-01 churn:9 approved\r\u202e\u0007" + "x".repeat(1000)),
                "");

        assertThat(summary)
                .startsWith("churn:2 commented on: fine\\u000a2026")
                .contains("\\u000d\\u202e\\u0007")
                .hasSizeLessThan(400)
                .endsWith("…");
    }

    @Test
    void summary_unknownEvent_namesItsType() {
        assertThat(summary(new RegistryEvent.Unrecognized(EventSamples.CHURN, "Blessed"), ""))
                .isEqualTo("churn: Blessed");
    }

    private static String summary(RegistryEvent event, String reason) {
        return new LogEntry(
                        1,
                        LogEntry.BEFORE_FIRST,
                        LogEntry.BEFORE_FIRST,
                        new UUID(0, 1),
                        EventSamples.AT,
                        Actor.by("ana"),
                        reason,
                        event)
                .summary();
    }
}
