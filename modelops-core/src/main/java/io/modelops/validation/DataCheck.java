package io.modelops.validation;

import io.modelops.constraint.ConstraintReport;
import io.modelops.constraint.Constraints;
import io.modelops.model.Features;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import java.util.stream.Collectors;

/**
 * Requires that the inputs of the holdout follow rules, so that what is measured on them means something. Immutable.
 *
 * <p>Measurements: {@code value} (the number of broken rules), {@code threshold} (0), {@code rows}.
 */
public final class DataCheck implements Check<Object, Object> {
    private final Constraints constraints;

    DataCheck(Constraints constraints) {
        this.constraints = constraints;
    }

    @Override
    public String name() {
        return "data follow " + constraints.all().size() + " constraints";
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        ConstraintReport report = checked(subject);
        Verdict verdict = report.verdict();
        String finding = verdict == Verdict.PASS
                ? "The holdout follows all " + constraints.all().size() + " constraints."
                : report.results().stream()
                        .filter(result -> result.verdict() != Verdict.PASS)
                        .map(result -> result.verdict() + " " + result.finding())
                        .collect(Collectors.joining("; ", "", "."));
        return new CheckResult(
                verdict,
                finding,
                new Measurements()
                        .put("value", report.broken().size())
                        .put("threshold", 0)
                        .put("rows", subject.holdout().size())
                        .asMap());
    }

    private <I> ConstraintReport checked(ValidationSubject<I, ?> subject) {
        Features<I> features = subject.features();
        return constraints.check(
                features,
                subject.holdout().stream().map(example -> example.input()).toList());
    }
}
