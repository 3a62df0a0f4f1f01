package io.modelops.validation;

import static io.modelops.validation.Checks.goldenExamples;
import static io.modelops.validation.Checks.latency;
import static io.modelops.validation.Checks.recorded;
import static io.modelops.validation.Checks.signatureCompatibleWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.DataType;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Score;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.validation.FakeHost.Row;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OtherChecksTest {
    private final FakeHost host = new FakeHost();

    @Nested
    class Latency {
        private long now;

        /** Row i takes i + 1 milliseconds. */
        private CheckResult judge(Check<Object, Object> check, int rows) {
            return host.validator()
                    .ticker(() -> now)
                    .require(check)
                    .build()
                    .validate(
                            host.version(1, row -> {
                                now += (row.index() + 1) * 1_000_000L;
                                return new Score(1);
                            }),
                            Holdouts.classification(rows))
                    .checks()
                    .get(0)
                    .result();
        }

        @Test
        void evaluate_quantile_equalsNumPyAfterWarmUp() {
            CheckResult result = judge(latency().p99Under(Duration.ofMillis(199)), 200);

            // np.quantile(np.arange(21, 201.), .99)
            assertThat(result.measurements().get("value")).isEqualTo(198.21, within(1e-9));
            assertThat(result.measurements()).containsEntry("rows", 180.0).containsEntry("threshold", 199.0);
            assertThat(result.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judge(latency().p50Under(Duration.ofNanos(110_500_000)), 200)
                            .verdict())
                    .as("np.quantile(np.arange(21, 201.), .5) is 110.5, and under means under")
                    .isEqualTo(Verdict.FAIL);
        }

        @Test
        void evaluate_tooFewRowsForTheTail_isInconclusive() {
            assertThat(judge(latency().p99Under(Duration.ofDays(1)), 110).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(judge(latency().p99Under(Duration.ofDays(1)), 111).verdict())
                    .isEqualTo(Verdict.PASS);
            assertThat(judge(latency().p50Under(Duration.ofDays(1)), 32).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
        }

        @Test
        void name_anyQuantile_readsLikeTheRequirement() {
            assertThat(latency().p99Under(Duration.ofMillis(20)).name()).isEqualTo("latency p99 under 20 ms");
            assertThat(latency().quantileUnder(0.999, Duration.ofSeconds(1)).name())
                    .isEqualTo("latency p99.9 under 1000 ms");
        }

        @Test
        void quantileUnder_impossible_throws() {
            assertThatThrownBy(() -> latency().quantileUnder(1, Duration.ofMillis(1)))
                    .isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> latency().p99Under(Duration.ZERO)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Nested
    class Recorded {
        private CheckResult judge(Map<String, Double> metrics) {
            return host.validator()
                    .require(recorded("auc").atLeast(0.9))
                    .build()
                    .validate(host.version(1, Holdouts.MODEL, metrics, null), Holdouts.classification(0))
                    .checks()
                    .get(0)
                    .result();
        }

        @Test
        void evaluate_recordedMetric_judgesIt() {
            assertThat(judge(Map.of("auc", 0.9)).verdict()).isEqualTo(Verdict.PASS);
            assertThat(judge(Map.of("auc", 0.89)).verdict()).isEqualTo(Verdict.FAIL);
        }

        @Test
        void evaluate_notRecorded_isInconclusive() {
            CheckResult result = judge(Map.of("f1", 0.5));

            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.finding())
                    .isEqualTo("No metric \"auc\" was recorded, only [f1]: register the version with it.");
        }
    }

    @Nested
    class Golden {
        private CheckResult judge() {
            return host.validator()
                    .require(goldenExamples())
                    .build()
                    .validate(host.version(1, Holdouts.MODEL), Holdouts.classification(0))
                    .checks()
                    .get(0)
                    .result();
        }

        private void golden(int row, double answer) {
            host.golden.add(Example.of(new Row(row, "basic", 0), new Score(answer)));
        }

        @Test
        void evaluate_sameUpToRounding_passes() {
            golden(1, Holdouts.score(1));
            golden(2, Holdouts.score(2) + 9e-6);

            assertThat(judge().verdict()).isEqualTo(Verdict.PASS);
        }

        @Test
        void evaluate_differentAnswer_failsAndShowsBoth() {
            golden(1, Holdouts.score(1));
            golden(2, 0.5);

            CheckResult result = judge();

            assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(result.finding())
                    .startsWith("1 of 2 golden examples")
                    .contains("example 1 is \"Score[score=0.7326732673267327]\", was \"Score[score=0.5]\"");
        }

        @Test
        void evaluate_none_isInconclusive() {
            CheckResult result = judge();

            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.finding()).endsWith("has no golden examples: register it with some.");
        }
    }

    @Nested
    class Compatible {
        private final Signature current = signature(2);

        private Signature signature(long outputs) {
            return Signature.of(
                    TensorSpec.of("in", DataType.FLOAT32, -1, 3), TensorSpec.of("out", DataType.FLOAT32, -1, outputs));
        }

        private CheckResult judge(SignatureCheck check, Signature offered) {
            return host.validator()
                    .require(check)
                    .build()
                    .validate(host.version(2, Holdouts.MODEL, Map.of(), offered), Holdouts.classification(0))
                    .checks()
                    .get(0)
                    .result();
        }

        @Test
        void evaluate_sameSignature_passes() {
            host.point("champion", host.version(1, Holdouts.MODEL, Map.of(), current));

            assertThat(judge(signatureCompatibleWith("champion"), signature(2)).verdict())
                    .isEqualTo(Verdict.PASS);
        }

        @Test
        void evaluate_otherOutput_failsAndSaysWhatBreaks() {
            host.point("champion", host.version(1, Holdouts.MODEL, Map.of(), current));

            CheckResult result = judge(signatureCompatibleWith("champion"), signature(3));

            assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(result.finding()).startsWith("Callers of churn:1 would break: output out FLOAT32[-1, 3]");
        }

        @Test
        void evaluate_noChampion_isInconclusiveUnlessFirstIsAllowed() {
            assertThat(judge(signatureCompatibleWith("champion"), current).verdict())
                    .isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(judge(signatureCompatibleWith("champion").unlessFirst(), current)
                            .verdict())
                    .isEqualTo(Verdict.PASS);
        }

        @Test
        void evaluate_championWithoutSignature_isInconclusive() {
            host.point("champion", host.version(1, Holdouts.MODEL));

            CheckResult result = judge(signatureCompatibleWith("champion"), current);

            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.finding()).isEqualTo("Version churn:1 has no signature: register it with one.");
        }
    }
}
