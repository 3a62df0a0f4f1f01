package io.modelops.validation;

import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import java.util.List;

/**
 * Requires that the version answers its golden examples as it did when they were registered, up to the validator's
 * tolerance. Inconclusive if it has none. Immutable.
 *
 * <p>Measurements: {@code value} (the number of differences), {@code threshold} (0), {@code rows}.
 */
public final class GoldenExamplesCheck implements Check<Object, Object> {
    static final GoldenExamplesCheck INSTANCE = new GoldenExamplesCheck();

    private static final int SHOWN_DIFFERENCES = 3;

    private GoldenExamplesCheck() {}

    @Override
    public String name() {
        return "golden examples";
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        ValidationSubject.GoldenOutcome golden = subject.golden();
        if (golden.examples() == 0) {
            return CheckResult.of(
                    Verdict.INCONCLUSIVE,
                    "Version " + subject.candidate() + " has no golden examples: register it with some.");
        }
        List<String> differences = golden.differences();
        String finding = differences.isEmpty()
                ? "All " + golden.examples() + " golden examples are answered as when they were registered."
                : differences.size() + " of " + golden.examples()
                        + " golden examples are answered differently than when they were registered: "
                        + String.join("; ", differences.subList(0, Math.min(SHOWN_DIFFERENCES, differences.size())))
                        + (differences.size() > SHOWN_DIFFERENCES ? "; …" : ".");
        return new CheckResult(
                differences.isEmpty() ? Verdict.PASS : Verdict.FAIL,
                finding,
                new Measurements()
                        .put("value", differences.size())
                        .put("threshold", 0)
                        .put("rows", golden.examples())
                        .asMap());
    }
}
