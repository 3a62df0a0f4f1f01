package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What keeps the rows of a holdout from deciding anything. */
final class Evidence {
    /** Below some thirty rows neither a mean nor a bootstrap interval says much. */
    static final int DEFAULT_MIN_ROWS = 30;

    private Evidence() {}

    static int minRows(int rows) {
        if (rows < 1) {
            throw new InvalidInputException("Minimum number of rows " + rows
                    + " is not allowed: expected 1 or more, since nothing passes on no data.");
        }
        return rows;
    }

    static double confidence(double confidence) {
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new InvalidInputException("Confidence " + confidence
                    + " is not allowed: expected a number above 0.5 and below 1, such as 0.95.");
        }
        return confidence;
    }

    /** The objection to a holdout that is too small, or null. */
    static @Nullable CheckResult tooFew(ValidationSubject<?, ?> subject, int minRows) {
        int rows = subject.holdout().size();
        if (rows >= minRows) {
            return null;
        }
        return new CheckResult(
                Verdict.INCONCLUSIVE,
                "The holdout has " + Words.rows(rows) + ": expected at least " + minRows + "; add labelled examples.",
                Map.of("rows", (double) rows));
    }

    /** The objection to true outcomes that are no numbers, or null. */
    static @Nullable CheckResult unlabelled(double[] labels) {
        long missing = missing(labels);
        if (missing == 0) {
            return null;
        }
        return new CheckResult(
                Verdict.INCONCLUSIVE,
                "The expected answer of " + missing + " of " + Words.rows(labels.length)
                        + " is no number: leave those out of the holdout.",
                Map.of("rows", (double) labels.length));
    }

    /** The objection to answers of the candidate that are no numbers, or null. */
    static @Nullable CheckResult unanswered(double[] scores) {
        long missing = missing(scores);
        if (missing == 0) {
            return null;
        }
        return new CheckResult(
                Verdict.FAIL,
                "The answer to " + missing + " of " + Words.rows(scores.length) + " is no number.",
                Map.of("rows", (double) scores.length));
    }

    static long missing(double[] values) {
        return Arrays.stream(values).filter(Double::isNaN).count();
    }
}
