package io.modelops.validation;

import static io.modelops.validation.Checks.accuracy;
import static io.modelops.validation.Checks.brier;
import static io.modelops.validation.Checks.logLoss;
import static io.modelops.validation.Checks.meanAbsoluteError;
import static io.modelops.validation.Checks.metric;
import static io.modelops.validation.Checks.rocAuc;
import static io.modelops.validation.Checks.rootMeanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.Inference;
import io.modelops.statistics.Metrics;
import io.modelops.validation.FakeHost.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdCheckTest {
    private final FakeHost host = new FakeHost();

    private CheckResult judge(
            Check<Object, Object> check, Inference<Row, Score> model, List<Example<Row, Score>> holdout) {
        ValidationReport report = host.validator().require(check).build().validate(host.version(1, model), holdout);
        return report.checks().get(0).result();
    }

    private double value(Check<Object, Object> check, List<Example<Row, Score>> holdout) {
        return judge(check, Holdouts.MODEL, holdout).measurements().get("value");
    }

    @Test
    void evaluate_classification_equalsScikitLearn() {
        var holdout = Holdouts.classification(Holdouts.ROWS);

        assertThat(value(rocAuc().atLeast(0), holdout))
                .isEqualTo(0.8177777777777779, within(1e-12)); // roc_auc_score(y, s)
        assertThat(value(logLoss().atMost(9), holdout)).isEqualTo(0.558699211429095, within(1e-12)); // log_loss(y, s)
        assertThat(value(brier().atMost(9), holdout))
                .isEqualTo(0.17447472470019276, within(1e-12)); // brier_score_loss(y, s)
        assertThat(value(accuracy().atLeast(0), holdout))
                .isEqualTo(0.7833333333333333, within(1e-12)); // accuracy_score(y, s >= .5)
    }

    @Test
    void evaluate_regression_equalsScikitLearn() {
        var holdout = Holdouts.regression(Holdouts.ROWS);

        assertThat(value(meanAbsoluteError().atMost(9), holdout))
                .isEqualTo(0.3120036745942636, within(1e-12)); // mean_absolute_error(t, s)
        assertThat(value(rootMeanSquaredError().atMost(9), holdout))
                .isEqualTo(0.38122132119337443, within(1e-12)); // mean_squared_error(t, s, squared=False)
    }

    @Test
    void evaluate_anyMetric_saysWhatItRestsOn() {
        CheckResult result = judge(rocAuc().atLeast(0.8), Holdouts.MODEL, Holdouts.classification(Holdouts.ROWS));

        assertThat(result.measurements())
                .containsOnlyKeys("rocAuc", "value", "low", "high", "confidence", "threshold", "rows")
                .containsEntry("threshold", 0.8)
                .containsEntry("rows", 60.0);
        assertThat(result.finding())
                .startsWith("roc auc is 0.8178 (95 % interval 0.")
                .endsWith("on 60 rows; expected at least 0.8.");
    }

    @Test
    void evaluate_interval_equalsSciPyWithinItsOwnError() {
        CheckResult result = judge(rocAuc().atLeast(0.8), Holdouts.MODEL, Holdouts.classification(Holdouts.ROWS));

        // scipy.stats.bootstrap((i,), auc, method='percentile', n_resamples=20000): low 0.6878, high 0.9289
        assertThat(result.measurements().get("low")).isEqualTo(0.6878, within(0.02));
        assertThat(result.measurements().get("high")).isEqualTo(0.9289, within(0.02));
    }

    @Test
    void evaluate_limitItself_passes() {
        var holdout = Holdouts.classification(Holdouts.ROWS);
        double accuracy = value(accuracy().atLeast(0), holdout);

        assertThat(judge(accuracy().atLeast(accuracy), Holdouts.MODEL, holdout).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge(accuracy().atMost(accuracy), Holdouts.MODEL, holdout).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge(accuracy().atLeast(accuracy + 1e-9), Holdouts.MODEL, holdout)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void atConfidence_limitInsideInterval_isInconclusive() {
        var holdout = Holdouts.classification(Holdouts.ROWS);

        assertThat(judge(rocAuc().atLeast(0.80).atConfidence(0.95), Holdouts.MODEL, holdout)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(rocAuc().atLeast(0.60).atConfidence(0.95), Holdouts.MODEL, holdout)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judge(rocAuc().atLeast(0.97).atConfidence(0.95), Holdouts.MODEL, holdout)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void evaluate_fewerThanThirtyRows_isInconclusiveWithoutRunningTheModel() {
        CheckResult result = judge(rocAuc().atLeast(0.1), Holdouts.MODEL, Holdouts.classification(29));

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).isEqualTo("The holdout has 29 rows: expected at least 30; add labelled examples.");
        assertThat(host.answers).isZero();
    }

    @Test
    void evaluate_noRows_isInconclusiveEvenIfNoneWereAskedFor() {
        assertThat(judge(accuracy().atLeast(0).minRows(1), Holdouts.MODEL, List.of())
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThatThrownBy(() -> accuracy().atLeast(0).minRows(0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void evaluate_oneClassOnly_isInconclusive() {
        CheckResult result = judge(rocAuc().atLeast(0.5), Holdouts.MODEL, Holdouts.of(60, row -> 1));

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).contains("not defined on these 60 rows");
    }

    @Test
    void evaluate_candidateGivesNoNumber_fails() {
        CheckResult result = judge(
                accuracy().atLeast(0.1),
                row -> new Score(row.index() == 7 ? Double.NaN : 0.5),
                Holdouts.classification(Holdouts.ROWS));

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding()).isEqualTo("The answer to 1 of 60 rows is no number.");
    }

    @Test
    void evaluate_labelIsNoNumber_isInconclusive() {
        CheckResult result =
                judge(accuracy().atLeast(0.1), Holdouts.MODEL, Holdouts.of(60, row -> row == 3 ? Double.NaN : 1));

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).contains("expected answer of 1 of 60 rows is no number");
    }

    @Test
    void name_anyCheck_readsLikeTheRequirement() {
        assertThat(rocAuc().atLeast(0.90).name()).isEqualTo("roc auc at least 0.9");
        assertThat(meanAbsoluteError().atMost(1.3).atConfidence(0.99).name())
                .isEqualTo("mean absolute error at most 1.3 at 99 % confidence");
        assertThat(metric(Metrics.f1()).atLeast(0.7).name()).isEqualTo("f1 at least 0.7");
    }

    @Test
    void atLeast_notFinite_throws() {
        assertThatThrownBy(() -> rocAuc().atLeast(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> rocAuc().atLeast(0.5).atConfidence(95)).isInstanceOf(InvalidInputException.class);
    }
}
