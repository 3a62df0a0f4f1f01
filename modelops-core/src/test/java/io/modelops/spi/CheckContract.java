package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Example;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import io.modelops.validation.ValidationReport;
import io.modelops.validation.Validator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Check} has to do.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public abstract class CheckContract<I, O> {
    /** Makes the check under test. */
    protected abstract Check<I, O> createCheck();

    /** Starts a validator over a host that has the candidate. */
    protected abstract Validator.Builder<I, O> validator();

    /** A version that meets the check on the holdout. */
    protected abstract ModelVersion candidate();

    /** Enough labelled examples to judge by. */
    protected abstract List<Example<I, O>> holdout();

    /** Whether the check can be judged without examples, as one of recorded metrics or signatures can. */
    protected boolean needsExamples() {
        return true;
    }

    @Test
    void name_isOneLine() {
        assertThat(createCheck().name()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void evaluate_onEnoughExamples_passesAndSaysWhatItMeasured() {
        ValidationReport report = validate(holdout());

        assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.PASS);
        assertThat(report.checks())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.result().finding()).isNotBlank());
    }

    @Test
    void evaluate_withoutExamples_neverPassesForWantOfData() {
        Verdict verdict = validate(List.of()).verdict();

        assertThat(verdict).isEqualTo(needsExamples() ? Verdict.INCONCLUSIVE : Verdict.PASS);
    }

    @Test
    void evaluate_twice_findsTheSame() {
        assertThat(validate(holdout()).checks().get(0).result().verdict())
                .isEqualTo(validate(holdout()).checks().get(0).result().verdict());
    }

    private ValidationReport validate(List<Example<I, O>> examples) {
        return validator().require(createCheck()).build().validate(candidate(), examples);
    }
}
