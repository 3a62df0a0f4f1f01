package io.modelops.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.DataType;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.model.ValidationException;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationReportTest {
    private final ModelVersion candidate = new FakeHost()
            .version(
                    7,
                    Holdouts.MODEL,
                    Map.of("auc", 0.912),
                    Signature.of(
                            TensorSpec.of("in", DataType.FLOAT32, -1, 3), TensorSpec.of("out", DataType.FLOAT32, -1)));

    private ValidationReport report(CheckOutcome... checks) {
        return ValidationReport.of(candidate, FakeHost.NOON, 1200, List.of(checks), 42);
    }

    private static CheckOutcome outcome(String name, Verdict verdict, String finding) {
        return new CheckOutcome(
                name,
                new CheckResult(
                        verdict, finding, Map.of("value", 0.1 + 0.2, "low", Double.NEGATIVE_INFINITY, "rows", 1200.0)),
                Duration.ofNanos(1_234_567));
    }

    private final ValidationReport mixed = report(
            outcome("roc auc at least 0.9", Verdict.PASS, "fine"),
            outcome("log loss no worse than champion", Verdict.FAIL, "worse beyond chance"),
            outcome("golden examples", Verdict.INCONCLUSIVE, "there are none"));

    @Test
    void fromJson_ofToJson_isTheSameReport() {
        assertThat(ValidationReport.fromJson(mixed.toJson())).isEqualTo(mixed);
    }

    @Test
    void fromJson_hostileText_isTheSameReport() {
        ValidationReport hostile =
                report(outcome("<script>\"'\\ \u202e\u0000\n", Verdict.FAIL, "\ud83d\ude00 </script> ${x} \ud800"));

        assertThat(ValidationReport.fromJson(hostile.toJson())).isEqualTo(hostile);
    }

    @Test
    void toJson_measurements_areSorted() {
        assertThat(mixed.toJson()).containsSubsequence("\"low\"", "\"rows\"", "\"value\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"candidate\":1}", "plain text"})
    void fromJson_somethingElse_throws(String json) {
        assertThatThrownBy(() -> ValidationReport.fromJson(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not the report of a validation");
    }

    @Test
    void verdict_noChecks_isInconclusive() {
        assertThat(report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void orElseThrow_passed_givesTheVersion() {
        assertThat(report(outcome("fine", Verdict.PASS, "fine")).orElseThrow()).isEqualTo(candidate);
    }

    @Test
    void orElseThrow_notPassed_listsEachCheckThatDidNot() {
        assertThatThrownBy(mixed::orElseThrow)
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Version churn:7 did not pass its validation on 1200 rows: log loss no worse than champion is "
                                + "FAIL (worse beyond chance); golden examples is INCONCLUSIVE (there are none). Improve the model or "
                                + "its holdout, or change the requirement.");
    }

    @Test
    void summary_anyReport_isOneLine() {
        assertThat(mixed.summary())
                .isEqualTo(
                        "FAIL: churn:7 met 1 of 3 requirements on 1200 rows; not met: log loss no worse than champion, "
                                + "golden examples");
        assertThat(report(outcome("fine", Verdict.PASS, "fine")).summary())
                .isEqualTo("PASS: churn:7 met 1 of 1 requirements on 1200 rows");
    }
}
