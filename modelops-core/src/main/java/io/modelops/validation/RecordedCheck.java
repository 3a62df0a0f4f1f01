package io.modelops.validation;

import io.modelops.model.Quoted;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;

/**
 * Requires that a metric recorded at registration keeps a limit. Inconclusive if it was not recorded. Immutable.
 *
 * <p>Measurements: {@code value}, {@code threshold}.
 */
public final class RecordedCheck implements Check<Object, Object> {
    private final String metric;
    private final Bound bound;

    RecordedCheck(String metric, Bound bound) {
        this.metric = metric;
        this.bound = bound;
    }

    @Override
    public String name() {
        return "recorded " + metric + " " + bound;
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        double value = subject.candidate().metrics().getOrDefault(metric, Double.NaN);
        String finding = Double.isNaN(value)
                ? "No metric " + Quoted.of(metric) + " was recorded, only "
                        + subject.candidate().metrics().keySet() + ": register the version with it."
                : "Recorded " + metric + " is " + Words.of(value) + "; expected " + bound + ".";
        return new CheckResult(
                bound.judge(value),
                finding,
                new Measurements()
                        .put("value", value)
                        .put("threshold", bound.threshold())
                        .asMap());
    }
}
