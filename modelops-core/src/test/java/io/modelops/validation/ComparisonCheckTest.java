package io.modelops.validation;

import static io.modelops.validation.Checks.logLoss;
import static io.modelops.validation.Checks.meanAbsoluteError;
import static io.modelops.validation.Checks.rocAuc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import io.modelops.spi.Inference;
import io.modelops.validation.FakeHost.Row;
import org.junit.jupiter.api.Test;

class ComparisonCheckTest {
    /** Answers with {@code s * 0.9 + 0.02}. */
    private static final Inference<Row, Score> SHRUNK = row -> new Score(Holdouts.score(row.index()) * 0.9 + 0.02);

    private final FakeHost host = new FakeHost();

    private CheckResult judge(ComparisonCheck check, Inference<Row, Score> candidate, Inference<Row, Score> champion) {
        host.point("champion", host.version(1, champion));
        return host.validator()
                .require(check)
                .build()
                .validate(host.version(2, candidate), Holdouts.regression(Holdouts.ROWS))
                .checks()
                .get(0)
                .result();
    }

    private static Inference<Row, Score> offBy(double error) {
        return row -> new Score(Holdouts.target(row.index()) + error);
    }

    /** Wrong by one on a share of the rows. */
    private static Inference<Row, Score> wrongOn(int rows) {
        return row -> new Score(Holdouts.target(row.index()) + (row.index() < rows ? 1 : 0));
    }

    @Test
    void evaluate_difference_equalsSciPyWithinItsOwnError() {
        CheckResult result = judge(meanAbsoluteError().noWorseThan("champion"), Holdouts.MODEL, SHRUNK);

        // d = abs(s - t) - abs(s*0.9 + 0.02 - t); d.mean()
        assertThat(result.measurements().get("difference")).isEqualTo(0.015224422442244218, within(1e-12));
        // scipy.stats.bootstrap((d,), np.mean, method='percentile', n_resamples=20000): low 0.00574, high 0.02487
        assertThat(result.measurements().get("low")).isEqualTo(0.00574, within(0.001));
        assertThat(result.measurements().get("high")).isEqualTo(0.02487, within(0.001));
        assertThat(result.measurements()).containsEntry("rows", 60.0).containsEntry("threshold", 0.0);
        assertThat(result.finding()).contains("champion (churn:1) has 0.2968");
    }

    @Test
    void evaluate_worseBeyondChance_fails() {
        assertThat(judge(meanAbsoluteError().noWorseThan("champion"), Holdouts.MODEL, SHRUNK)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void evaluate_better_passes() {
        assertThat(judge(meanAbsoluteError().noWorseThan("champion"), SHRUNK, Holdouts.MODEL)
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void evaluate_sameAnswers_passes() {
        assertThat(judge(meanAbsoluteError().noWorseThan("champion"), Holdouts.MODEL, Holdouts.MODEL)
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void evaluate_worseByWhatMayBeChance_isInconclusive() {
        CheckResult result = judge(meanAbsoluteError().noWorseThan("champion"), wrongOn(1), offBy(0));

        assertThat(result.measurements()).containsEntry("low", 0.0);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void evaluate_higherIsBetter_comparesTheOtherWayRound() {
        assertThat(judge(rocAuc().noWorseThan("champion"), offBy(0), Holdouts.MODEL)
                        .verdict())
                .as("the targets themselves, half of which are positive, have an auc of 1")
                .isEqualTo(Verdict.PASS);
        assertThat(judge(rocAuc().noWorseThan("champion"), row -> new Score(-Holdouts.target(row.index())), offBy(0))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void within_wholeIntervalInsideMargin_passesThoughWorse() {
        var check = meanAbsoluteError().noWorseThan("champion");

        assertThat(judge(check.within(0.03), Holdouts.MODEL, SHRUNK).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(check.within(0.015), Holdouts.MODEL, SHRUNK).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(check.within(0.002), Holdouts.MODEL, SHRUNK).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void within_estimateBetterButIntervalTooWide_isInconclusive() {
        Inference<Row, Score> candidate =
                row -> new Score(Holdouts.target(row.index()) + (row.index() % 3 == 0 ? 1 : 0));
        Inference<Row, Score> champion =
                row -> new Score(Holdouts.target(row.index()) + (row.index() % 3 == 1 ? 1.01 : 0));

        CheckResult result = judge(meanAbsoluteError().noWorseThan("champion").within(0.01), candidate, champion);

        assertThat(result.measurements().get("difference")).isNegative();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void evaluate_aliasAbsent_isInconclusiveUnlessFirstIsAllowed() {
        var check = logLoss().noWorseThan("champion");
        var validator = host.validator().require(check, check.unlessFirst()).build();

        ValidationReport report = validator.validate(host.version(1, Holdouts.MODEL), Holdouts.classification(60));

        assertThat(report.checks().get(0).result().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.checks().get(0).result().finding())
                .isEqualTo(
                        "There is no churn@champion: point the alias to a version, or add unlessFirst() if this may be "
                                + "the first.");
        assertThat(report.checks().get(1).result().verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.checks().get(1).name())
                .isEqualTo("log loss no worse than champion at 95 % confidence, unless first");
    }

    @Test
    void evaluate_fewRows_isInconclusive() {
        host.point("champion", host.version(1, Holdouts.MODEL));

        ValidationReport report = host.validator()
                .require(logLoss().noWorseThan("champion"))
                .build()
                .validate(host.version(2, Holdouts.MODEL), Holdouts.classification(29));

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void evaluate_baselineGivesNoNumber_isInconclusive() {
        CheckResult result =
                judge(meanAbsoluteError().noWorseThan("champion"), Holdouts.MODEL, row -> new Score(Double.NaN));

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).contains("champion (churn:1)").contains("is no number");
    }

    @Test
    void noWorseThanFunction_seasonalRule_isComparedOnTheSameRows() {
        var check =
                meanAbsoluteError().noWorseThanFunction("seasonal", (Row row) -> Holdouts.target(row.index()) + 0.05);
        var validator = host.validator().require(check, check.within(0.5)).build();

        ValidationReport worse = validator.validate(host.version(1, Holdouts.MODEL), Holdouts.regression(60));
        ValidationReport better = validator.validate(host.version(2, offBy(0.01)), Holdouts.regression(60));

        assertThat(worse.checks())
                .extracting(outcome -> outcome.result().verdict())
                .containsExactly(Verdict.FAIL, Verdict.PASS);
        assertThat(better.verdict()).isEqualTo(Verdict.PASS);
        assertThat(better.checks().get(0).name())
                .isEqualTo("mean absolute error no worse than seasonal at 95 % confidence");
        assertThat(better.checks().get(0).result().measurements().get("baseline"))
                .isEqualTo(0.05, within(1e-12));
    }

    @Test
    void within_negative_throws() {
        assertThatThrownBy(() -> logLoss().noWorseThan("champion").within(-0.1))
                .isInstanceOf(InvalidInputException.class);
    }
}
