package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.ValidationException;
import io.modelops.model.Verdict;
import io.modelops.spi.Report;
import io.modelops.validation.internal.ReportJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a validation came to. Immutable.
 *
 * @param candidate the version that was judged
 * @param at when it was judged
 * @param rows how many examples the holdout had
 * @param verdict the worst verdict of all checks; inconclusive if there are none
 * @param checks what each check came to, in the order of the validator
 * @param seed the seed of all resampling; the same version, holdout and seed give the same numbers
 */
public record ValidationReport(
        ModelVersion candidate, Instant at, int rows, Verdict verdict, List<CheckOutcome> checks, long seed)
        implements Report {
    /**
     * Copies and keeps the parts.
     *
     * @param candidate the version that was judged
     * @param at when it was judged
     * @param rows how many examples the holdout had
     * @param verdict the worst verdict of all checks
     * @param checks what each check came to
     * @param seed the seed of all resampling
     */
    public ValidationReport {
        checks = List.copyOf(checks);
    }

    static ValidationReport of(ModelVersion candidate, Instant at, int rows, List<CheckOutcome> checks, long seed) {
        Verdict verdict = checks.stream()
                .map(check -> check.result().verdict())
                .reduce(Verdict::and)
                .orElse(Verdict.INCONCLUSIVE);
        return new ValidationReport(candidate, at, rows, verdict, checks, seed);
    }

    /**
     * Reads a report from the JSON that {@link #toJson} writes and the registry keeps.
     *
     * @param json the JSON
     * @return the report
     * @throws InvalidInputException if it is not the JSON of a report
     */
    public static ValidationReport fromJson(String json) {
        return ReportJson.read(json);
    }

    /**
     * Whether the version met every requirement.
     *
     * @return true if every check passed, and there was at least one
     */
    public boolean passed() {
        return verdict == Verdict.PASS;
    }

    /**
     * The checks that did not pass, whether they failed or were inconclusive.
     *
     * @return an immutable list in the order of the validator, empty if all passed
     */
    public List<CheckOutcome> failures() {
        return checks.stream()
                .filter(check -> check.result().verdict() != Verdict.PASS)
                .toList();
    }

    /**
     * Insists that the version passed.
     *
     * @return the version
     * @throws ValidationException if any check failed or was inconclusive; the message names each of them
     */
    public ModelVersion orElseThrow() {
        if (passed()) {
            return candidate;
        }
        throw new ValidationException("Version " + candidate + " did not pass its validation on " + rows + " rows: "
                + failures().stream()
                        .map(check -> check.name() + " is " + check.result().verdict() + " ("
                                + check.result().finding() + ")")
                        .collect(Collectors.joining("; "))
                + ". Improve the model or its holdout, or change the requirement.");
    }

    /**
     * The report in one line.
     *
     * @return the verdict, the version and the names of the checks that did not pass
     */
    public String summary() {
        List<CheckOutcome> failures = failures();
        String head = verdict + ": " + candidate + " met " + (checks.size() - failures.size()) + " of " + checks.size()
                + " requirements on " + rows + " rows";
        return failures.isEmpty()
                ? head
                : head + "; not met: "
                        + failures.stream().map(CheckOutcome::name).collect(Collectors.joining(", "));
    }

    /**
     * What the version was measured to be worth on the whole holdout.
     *
     * @param metric the name of a metric, such as {@code mae}
     * @return the value that the first check of this metric found, or empty if no check measured it
     */
    public OptionalDouble measured(String metric) {
        return checks.stream()
                .map(check -> check.result().measurements().get(metric))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    @Override
    public String toJson() {
        return ReportJson.of(this);
    }

    @Override
    public String toString() {
        return summary();
    }
}
