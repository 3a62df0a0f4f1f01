package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;

/**
 * Requires that a metric keeps a limit. Judges the value on the holdout, or with {@link #atConfidence} the whole bootstrap
 * interval around it: then an interval that lies on both sides of the limit is inconclusive. Inconclusive below 30 rows
 * unless told otherwise. Immutable.
 *
 * <p>Measurements: {@code value}, also under the metric's own name, {@code low}, {@code high}, {@code confidence}, {@code threshold}, {@code rows}.
 */
public final class ThresholdCheck implements Check<Object, Object>, NeedsNumbers {
    private static final double SHOWN_CONFIDENCE = 0.95;

    private final String words;
    private final Metric metric;
    private final Bound bound;
    private final int minRows;
    private final double confidence;
    private final boolean judgesInterval;

    ThresholdCheck(String words, Metric metric, Bound bound) {
        this(words, metric, bound, Evidence.DEFAULT_MIN_ROWS, SHOWN_CONFIDENCE, false);
    }

    private ThresholdCheck(
            String words, Metric metric, Bound bound, int minRows, double confidence, boolean judgesInterval) {
        this.words = words;
        this.metric = metric;
        this.bound = bound;
        this.minRows = minRows;
        this.confidence = confidence;
        this.judgesInterval = judgesInterval;
    }

    /**
     * Judges the whole two-sided bootstrap interval instead of the value alone.
     *
     * @param confidence the confidence of the interval, above 0.5 and below 1
     * @return the stricter check
     * @throws InvalidInputException if the confidence is outside of that
     */
    public ThresholdCheck atConfidence(double confidence) {
        return new ThresholdCheck(words, metric, bound, minRows, Evidence.confidence(confidence), true);
    }

    /**
     * Sets how many rows are needed.
     *
     * @param rows the least number of rows that decides anything, 1 or more
     * @return a check that needs as many
     * @throws InvalidInputException if the number is less than 1
     */
    public ThresholdCheck minRows(int rows) {
        return new ThresholdCheck(words, metric, bound, Evidence.minRows(rows), confidence, judgesInterval);
    }

    @Override
    public String name() {
        return words + " " + bound + (judgesInterval ? " at " + Words.percent(confidence) + " confidence" : "");
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        CheckResult objection = Evidence.tooFew(subject, minRows);
        if (objection != null) {
            return objection;
        }
        double[] labels = subject.labels();
        double[] scores = subject.answers().scores();
        objection = Evidence.unlabelled(labels);
        if (objection == null) {
            objection = Evidence.unanswered(scores);
        }
        return objection != null ? objection : judge(scores, labels, subject);
    }

    private CheckResult judge(double[] scores, double[] labels, ValidationSubject<?, ?> subject) {
        Interval interval = MetricInterval.of(metric, scores, labels, confidence, subject.random());
        Verdict verdict = judgesInterval ? bound.judge(interval) : bound.judge(interval.estimate());
        String finding = Double.isNaN(interval.estimate())
                ? words + " is not defined on these " + Words.rows(labels.length)
                        + ", for instance because all labels are the same; choose a holdout that has all kinds."
                : words + " is " + Words.of(interval.estimate()) + " (" + Words.of(interval) + ") on "
                        + Words.rows(labels.length) + "; expected " + bound + ".";
        return new CheckResult(
                verdict,
                finding,
                new Measurements()
                        .put(metric.name(), interval.estimate())
                        .put("value", interval.estimate())
                        .interval(interval)
                        .put("threshold", bound.threshold())
                        .put("rows", labels.length)
                        .asMap());
    }
}
