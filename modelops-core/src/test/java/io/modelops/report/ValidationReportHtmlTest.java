package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import io.modelops.spi.Report;
import io.modelops.validation.CheckOutcome;
import io.modelops.validation.ValidationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidationReportHtmlTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456789Z");

    static ValidationReport report(CheckResult result) {
        ModelVersion version = new ModelVersion(
                ModelName.of("churn"),
                7,
                new ModelDescription(
                        "onnx",
                        new Manifest(List.of(new Manifest.File("churn.onnx", Digest.of("bytes"), 5))),
                        null,
                        Map.of("auc", 0.912),
                        Map.of(),
                        new Lineage("git:9f2c1d7", List.of(), null, null),
                        Map.of(),
                        "growth <team>",
                        ""),
                NOON,
                Actor.by("ana"));
        return new ValidationReport(
                version,
                NOON,
                1200,
                result.verdict(),
                List.of(new CheckOutcome("roc auc on every slice of plan", result, Duration.ofMillis(12))),
                42);
    }

    @Test
    void toHtml_anyReport_showsVerdictFindingAndVersion() {
        String html = report(new CheckResult(Verdict.FAIL, "pro has 0.78", Map.of("value", 0.78123, "rows", 1200.0)))
                .toHtml();

        assertThat(html)
                .contains("Validation of churn:7", "badge bad", "FAIL", "pro has 0.78", "0.7812", "0 of 1")
                .contains("growth &lt;team&gt;", "git:9f2c1d7", "12:00 UTC");
    }

    @Test
    void toHtml_slices_areDrawnAsBars() {
        String html = report(new CheckResult(
                        Verdict.PASS,
                        "fine",
                        Map.of(
                                "threshold",
                                0.75,
                                "value[pro]",
                                0.78,
                                "low[pro]",
                                0.7,
                                "high[pro]",
                                0.8,
                                "rows[pro]",
                                30.0,
                                "value[<b>]",
                                0.9,
                                "rows[<b>]",
                                31.0)))
                .toHtml();

        assertThat(html)
                .contains("&lt;b> (31 rows): 0.9; pro (30 rows): 0.78 (0.7 to 0.8)".replace(">", "&gt;"))
                .contains("threshold 0.75");
    }

    @Test
    void toHtml_hostileFinding_isShownAndNotRun() {
        assertThat(report(CheckResult.of(Verdict.FAIL, "<script>alert(1)</script>"))
                        .toHtml())
                .doesNotContain("<script")
                .contains("&lt;script&gt;");
    }

    @Test
    void html_reportOfAnotherKind_throws() {
        Report other = new Report() {};

        assertThat(new HtmlReports().renders(other)).isFalse();
        assertThatThrownBy(() -> new HtmlReports().html(other)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(other::toHtml)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("META-INF/services");
    }
}
