package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Interval;
import io.modelops.statistics.MetricBand;
import java.util.List;

/**
 * Requires that a metric of answers of any type keeps a limit. Judges the value on the holdout, or with
 * {@link #atConfidence} the whole bootstrap interval around it: then an interval that lies on both sides of the limit is
 * inconclusive. Inconclusive below 30 rows unless told otherwise, and if the metric can't use a row. Immutable.
 *
 * <p>Measurements: {@code value}, also under the metric's own name, {@code low}, {@code high}, {@code confidence},
 * {@code threshold}, {@code rows}.
 *
 * @param <O> the type of the answers
 */
public final class AnswerMetricCheck<O> implements Check<Object, O> {
    private static final double SHOWN_CONFIDENCE = 0.95;

    private final AnswerMetric<O> metric;
    private final Bound bound;
    private final int minRows;
    private final double confidence;
    private final boolean judgesInterval;

    AnswerMetricCheck(AnswerMetric<O> metric, Bound bound) {
        this(metric, bound, Evidence.DEFAULT_MIN_ROWS, SHOWN_CONFIDENCE, false);
    }

    private AnswerMetricCheck(
            AnswerMetric<O> metric, Bound bound, int minRows, double confidence, boolean judgesInterval) {
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
    public AnswerMetricCheck<O> atConfidence(double confidence) {
        return new AnswerMetricCheck<>(metric, bound, minRows, Evidence.confidence(confidence), true);
    }

    /**
     * Sets how many rows are needed.
     *
     * @param rows the least number of rows that decides anything, 1 or more
     * @return a check that needs as many
     * @throws InvalidInputException if the number is less than 1
     */
    public AnswerMetricCheck<O> minRows(int rows) {
        return new AnswerMetricCheck<>(metric, bound, Evidence.minRows(rows), confidence, judgesInterval);
    }

    @Override
    public String name() {
        return metric.name() + " " + bound + (judgesInterval ? " at " + Words.percent(confidence) + " confidence" : "");
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ? extends O> subject) {
        CheckResult objection = Evidence.tooFew(subject, minRows);
        if (objection != null) {
            return objection;
        }
        List<? extends O> answers = subject.answers().values();
        List<? extends O> labels =
                subject.holdout().stream().map(example -> example.expected()).toList();
        Interval interval = MetricBand.withDefaults()
                .withResamples(MetricInterval.resamples(labels.size()))
                .withConfidence(confidence)
                .of(metric, answers, labels, subject.random());
        Verdict verdict = judgesInterval ? bound.judge(interval) : bound.judge(interval.estimate());
        String finding = Double.isNaN(interval.estimate())
                ? metric.name() + " is not defined on these " + Words.rows(labels.size())
                        + ", for instance because an answer or a label has no value for it."
                : metric.name() + " is " + Words.of(interval.estimate()) + " (" + Words.of(interval) + ") on "
                        + Words.rows(labels.size()) + "; expected " + bound + ".";
        return new CheckResult(
                verdict,
                finding,
                new Measurements()
                        .put(metric.name(), interval.estimate())
                        .put("value", interval.estimate())
                        .interval(interval)
                        .put("threshold", bound.threshold())
                        .put("rows", labels.size())
                        .asMap());
    }
}
