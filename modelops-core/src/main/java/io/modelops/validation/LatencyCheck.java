package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.statistics.Quantiles;
import java.time.Duration;
import java.util.Arrays;

/**
 * Requires that a share of the answers take less than a time, one after another on one thread. The first tenth of the
 * rows, at most 100, is warm-up and not counted. Inconclusive if fewer rows remain than the share needs to have one on its
 * far side, such as 100 for a share of 0.99, and below 30 in any case. Immutable.
 *
 * <p>Measurements: {@code value} and {@code threshold} in milliseconds, {@code rows}.
 */
public final class LatencyCheck implements Check<Object, Object> {
    private static final int LONGEST_WARM_UP = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private final double quantile;
    private final Duration limit;

    LatencyCheck(double quantile, Duration limit) {
        if (!(quantile > 0 && quantile < 1)) {
            throw new InvalidInputException("Share " + quantile
                    + " of answers is not allowed: expected a number above 0 and below 1, such as 0.99.");
        }
        if (limit.isZero() || limit.isNegative()) {
            throw new InvalidInputException("Latency limit " + limit + " is not allowed: expected more than zero.");
        }
        this.quantile = quantile;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "latency p" + Words.of(quantile * 100) + " under " + Words.of(limitMillis()) + " ms";
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        int rows = subject.holdout().size();
        int warmUp = Math.min(LONGEST_WARM_UP, rows / 10);
        int needed = Math.max(Evidence.DEFAULT_MIN_ROWS, (int) Math.ceil(1 / (1 - quantile) - 1e-9));
        if (rows - warmUp < needed) {
            return new CheckResult(
                    Verdict.INCONCLUSIVE,
                    "The holdout has " + Words.rows(rows) + ", " + warmUp + " of them for warm-up: expected at least "
                            + needed + " others; add examples.",
                    new Measurements().put("rows", rows - warmUp).asMap());
        }
        double[] millis = Arrays.stream(subject.answers().latenciesNanos())
                .skip(warmUp)
                .mapToDouble(nanos -> nanos / NANOS_PER_MILLI)
                .toArray();
        double value = Quantiles.of(millis, quantile)[0];
        return new CheckResult(
                value < limitMillis() ? Verdict.PASS : Verdict.FAIL,
                "Latency p" + Words.of(quantile * 100) + " is " + Words.of(value) + " ms over "
                        + Words.rows(millis.length) + "; expected under " + Words.of(limitMillis()) + " ms.",
                new Measurements()
                        .put("value", value)
                        .put("threshold", limitMillis())
                        .put("rows", millis.length)
                        .asMap());
    }

    private double limitMillis() {
        return limit.toNanos() / NANOS_PER_MILLI;
    }
}
