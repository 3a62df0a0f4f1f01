package io.modelops.constraint;

import io.modelops.model.ValidationException;
import io.modelops.model.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of some rules on one data set.
 *
 * @param results one for each rule, in their order
 */
public record ConstraintReport(List<ConstraintResult> results) {
    /**
     * Copies and keeps the results.
     *
     * @param results one for each rule
     */
    public ConstraintReport {
        results = List.copyOf(results);
    }

    /**
     * What it comes to.
     *
     * @return FAIL if a rule is broken, INCONCLUSIVE if none is but the data do not tell of one, or if there is no rule;
     *     PASS if all are followed
     */
    public Verdict verdict() {
        return results.stream()
                .map(ConstraintResult::verdict)
                .reduce(Verdict::and)
                .orElse(Verdict.INCONCLUSIVE);
    }

    /**
     * The rules that are broken.
     *
     * @return their results, in order
     */
    public List<ConstraintResult> broken() {
        return results.stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .toList();
    }

    /**
     * Insists on PASS.
     *
     * @return this report
     * @throws ValidationException if a rule is broken or the data do not tell, with a line for each
     */
    public ConstraintReport orElseThrow() {
        if (verdict() != Verdict.PASS) {
            throw new ValidationException("The data do not follow their constraints: "
                    + results.stream()
                            .filter(result -> result.verdict() != Verdict.PASS)
                            .map(result -> result.verdict() + " " + result.finding())
                            .collect(Collectors.joining("; ")));
        }
        return this;
    }

    /** A line for each rule. */
    @Override
    public String toString() {
        return results.stream()
                .map(result -> result.verdict() + " " + result.finding())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
