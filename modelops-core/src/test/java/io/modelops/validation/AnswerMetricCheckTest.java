package io.modelops.validation;

import static io.modelops.validation.Checks.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.ClassMetrics;
import io.modelops.statistics.ClassMetrics.Average;
import io.modelops.validation.FakeHost.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerMetricCheckTest {
    private static final AnswerMetric<Score> F1 =
            ClassMetrics.f1(Average.MACRO, answer -> answer.score() >= 0.5 ? "bad" : "good");

    private final FakeHost host = new FakeHost();

    @Test
    void evaluate_classes_isJudgedByTheLimit() {
        CheckResult passed = judge(metric(F1).atLeast(0.7), Holdouts.ROWS);

        assertThat(passed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(passed.measurements().get("macroF1"))
                .isEqualTo(passed.measurements().get("value"));
        assertThat(passed.measurements().get("value")).isCloseTo(0.78, within(0.02));
        assertThat(passed.measurements().get("low")).isLessThan(0.78);
        assertThat(judge(metric(F1).atLeast(0.9), Holdouts.ROWS).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judge(metric(F1).atMost(0.7), Holdouts.ROWS).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void evaluate_intervalOnBothSides_isInconclusive() {
        CheckResult result = judge(metric(F1).atLeast(0.77).atConfidence(0.99), Holdouts.ROWS);

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(metric(F1).atLeast(0.77).atConfidence(0.99).name())
                .isEqualTo("macroF1 at least 0.77 at 99 % confidence");
    }

    @Test
    void evaluate_tooFewRowsOrNoClass_isInconclusive() {
        AnswerMetric<Score> nothing = ClassMetrics.f1(Average.MACRO, answer -> null);

        assertThat(judge(metric(F1).atLeast(0.1), 20).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(metric(F1).atLeast(0.1).minRows(20), 20).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judge(metric(nothing).atLeast(0.1), Holdouts.ROWS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> metric(F1).atLeast(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> metric(F1).atLeast(0.5).minRows(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> metric(F1).atLeast(0.5).atConfidence(0.4)).isInstanceOf(InvalidInputException.class);
    }

    private CheckResult judge(AnswerMetricCheck<Score> check, int rows) {
        List<Example<Row, Score>> holdout = Holdouts.classification(rows);
        return host.validator()
                .require(check)
                .build()
                .validate(host.version(1, Holdouts.MODEL), holdout)
                .checks()
                .get(0)
                .result();
    }
}
