package io.modelops.validation;

import static io.modelops.validation.Checks.rocAuc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Example;
import io.modelops.model.Features;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import io.modelops.validation.FakeHost.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceCheckTest {
    private final FakeHost host = new FakeHost();

    private CheckResult judge(SliceCheck check, List<Example<Row, Score>> holdout) {
        return host.validator()
                .require(check)
                .build()
                .validate(host.version(1, Holdouts.MODEL), holdout)
                .checks()
                .get(0)
                .result();
    }

    @Test
    void evaluate_eachSlice_equalsScikitLearn() {
        CheckResult result = judge(rocAuc().onEverySliceOf("plan").atLeast(0.75), Holdouts.classification(60));

        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        // roc_auc_score(y[i % 2 == 0], s[i % 2 == 0]) and of the odd rows
        assertThat(result.measurements().get("value[basic]")).isEqualTo(0.8533333333333334, within(1e-12));
        assertThat(result.measurements().get("value[pro]")).isEqualTo(0.7822222222222224, within(1e-12));
        assertThat(result.measurements().get("value")).isEqualTo(0.7822222222222224, within(1e-12));
        assertThat(result.measurements()).containsEntry("slices", 2.0).containsEntry("undecided", 0.0);
        assertThat(result.finding()).contains("on the worst of 2 slices of plan, \"pro\"");
    }

    @Test
    void evaluate_oneSliceBelow_failsAndNamesIt() {
        CheckResult result = judge(rocAuc().onEverySliceOf("plan").atLeast(0.80), Holdouts.classification(60));

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding()).contains("1 of 2 slices").contains("\"pro\" has 0.7822 on 30 rows");
    }

    @Test
    void evaluate_smallSlice_isReportedAndDoesNotDecide() {
        List<Example<Row, Score>> holdout = new ArrayList<>(Holdouts.classification(60));
        holdout.add(Example.of(new Row(3, null, 1), new Score(1)));

        CheckResult result = judge(rocAuc().onEverySliceOf("plan").atLeast(0.75), holdout);

        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.finding()).endsWith("Too little to tell in \"(missing)\" (1 row).");
        assertThat(result.measurements()).containsEntry("undecided", 1.0);
    }

    @Test
    void evaluate_allSlicesSmall_isInconclusive() {
        CheckResult result = judge(rocAuc().onEverySliceOf("plan").atLeast(0.1), Holdouts.classification(58));

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).contains("No slice of plan decides: expected at least 30 rows");
    }

    @Test
    void evaluate_noRows_isInconclusive() {
        assertThat(judge(rocAuc().onEverySliceOf("plan").atLeast(0.1), List.of())
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void evaluate_metricNotDefinedOnAnySlice_isInconclusive() {
        CheckResult result = judge(rocAuc().onEverySliceOf("plan").atLeast(0.1), Holdouts.of(60, row -> 1));

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.finding()).contains("\"basic\" (not defined on 30 rows)");
    }

    @Test
    void atConfidence_limitInsideAnInterval_isInconclusive() {
        var check = rocAuc().onEverySliceOf("plan").atLeast(0.75).atConfidence(0.95);

        assertThat(judge(check, Holdouts.classification(60)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void evaluate_numericFeatureOfFewValues_slicesByValue() {
        CheckResult result = judge(rocAuc().onEverySliceOf("half").atLeast(0.75), Holdouts.classification(60));

        assertThat(result.measurements()).containsKeys("value[0]", "value[1]");
    }

    @Test
    void evaluate_numericFeatureOfManyValues_failsWithTheNextStep() {
        CheckResult result = judge(rocAuc().onEverySliceOf("index").atLeast(0.75), Holdouts.classification(60));

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding()).contains("has 60 distinct values").contains("slice by a categorical feature");
    }

    @Test
    void evaluate_unknownFeature_failsAndListsTheKnown() {
        CheckResult result = judge(rocAuc().onEverySliceOf("region").atLeast(0.75), Holdouts.classification(60));

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.finding()).contains("\"region\" is not among [index, plan, half]");
    }

    @Test
    void features_ofTheValidator_replaceThoseOfTheRecord() {
        CheckResult result = host.validator()
                .features(Features.<Row>builder()
                        .categorical("third", row -> "t" + row.index() % 3)
                        .build())
                .require(rocAuc().onEverySliceOf("third").atLeast(0.1).minRows(20))
                .build()
                .validate(host.version(1, Holdouts.MODEL), Holdouts.classification(60))
                .checks()
                .get(0)
                .result();

        assertThat(result.measurements()).containsKeys("value[t0]", "value[t1]", "value[t2]");
    }
}
