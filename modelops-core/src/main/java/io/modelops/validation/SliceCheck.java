package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requires that a metric keeps a limit on each part of the holdout that shares a value of a feature. A slice with fewer
 * than 30 rows, unless told otherwise, or on which the metric is not defined, is reported and does not decide; if that
 * leaves none, the check is inconclusive. Otherwise it fails if any slice fails.
 *
 * <p>Judges the value on each slice, or with {@link #atConfidence} the whole bootstrap interval around it, widened
 * (Bonferroni) so that the confidence holds for all slices together; then it is inconclusive if an interval lies on both
 * sides of the limit. Immutable.
 *
 * <p>Measurements: {@code value} (of the worst slice), {@code threshold}, {@code rows}, {@code slices},
 * {@code undecided} (slices that do not decide), and for each slice that does {@code value[slice]}, {@code low[slice]},
 * {@code high[slice]}, {@code rows[slice]}.
 */
public final class SliceCheck implements Check<Object, Object>, NeedsNumbers {
    private static final double SHOWN_CONFIDENCE = 0.95;
    private static final int NAMED_SLICES = 5;

    private final String words;
    private final Metric metric;
    private final String feature;
    private final Bound bound;
    private final int minRows;
    private final double confidence;
    private final boolean judgesInterval;

    SliceCheck(String words, Metric metric, String feature, Bound bound) {
        this(words, metric, feature, bound, Evidence.DEFAULT_MIN_ROWS, SHOWN_CONFIDENCE, false);
    }

    private SliceCheck(
            String words,
            Metric metric,
            String feature,
            Bound bound,
            int minRows,
            double confidence,
            boolean judgesInterval) {
        this.words = words;
        this.metric = metric;
        this.feature = feature;
        this.bound = bound;
        this.minRows = minRows;
        this.confidence = confidence;
        this.judgesInterval = judgesInterval;
    }

    /**
     * Judges the whole two-sided bootstrap interval of each slice instead of the value alone.
     *
     * @param confidence the confidence of all intervals together, above 0.5 and below 1
     * @return the stricter check
     * @throws InvalidInputException if the confidence is outside of that
     */
    public SliceCheck atConfidence(double confidence) {
        return new SliceCheck(words, metric, feature, bound, minRows, Evidence.confidence(confidence), true);
    }

    /**
     * Sets how many rows a slice needs.
     *
     * @param rows the least number of rows of a slice that decides anything, 1 or more
     * @return a check that needs as many
     * @throws InvalidInputException if the number is less than 1
     */
    public SliceCheck minRows(int rows) {
        return new SliceCheck(words, metric, feature, bound, Evidence.minRows(rows), confidence, judgesInterval);
    }

    @Override
    public String name() {
        return words + " on every slice of " + feature + " " + bound
                + (judgesInterval ? " at " + Words.percent(confidence) + " confidence" : "");
    }

    @Override
    public CheckResult evaluate(ValidationSubject<?, ?> subject) {
        Map<String, int[]> slices = Slices.of(subject, feature);
        Outcome outcome = new Outcome(slices.size(), subject.holdout().size());
        Map<String, int[]> deciding = new TreeMap<>();
        slices.forEach((slice, rows) -> {
            if (rows.length >= minRows) {
                deciding.put(slice, rows);
            } else {
                outcome.undecided(slice, Words.rows(rows.length));
            }
        });
        if (deciding.isEmpty()) {
            return outcome.result();
        }
        double[] labels = subject.labels();
        double[] scores = subject.answers().scores();
        CheckResult objection = Evidence.unlabelled(labels);
        if (objection == null) {
            objection = Evidence.unanswered(scores);
        }
        if (objection != null) {
            return objection;
        }
        double confidenceOfEach = judgesInterval ? 1 - (1 - confidence) / deciding.size() : confidence;
        deciding.forEach((slice, rows) -> outcome.judged(
                slice,
                rows.length,
                MetricInterval.of(metric, at(scores, rows), at(labels, rows), confidenceOfEach, subject.random())));
        return outcome.result();
    }

    private static double[] at(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    /** Adds up what the slices come to. */
    private final class Outcome {
        private final Measurements measurements = new Measurements();
        private final List<String> failed = new ArrayList<>();
        private final List<String> undecided = new ArrayList<>();
        private Verdict verdict = Verdict.PASS;
        private int judged;
        private double worst = Double.NaN;
        private String worstSlice = "";

        private Outcome(int slices, int rows) {
            measurements.put("threshold", bound.threshold()).put("rows", rows).put("slices", slices);
        }

        private void undecided(String slice, String why) {
            undecided.add(Quoted.of(slice) + " (" + why + ")");
        }

        private void judged(String slice, int rows, Interval interval) {
            double value = interval.estimate();
            if (Double.isNaN(value)) {
                undecided(slice, "not defined on " + Words.rows(rows));
                return;
            }
            judged++;
            Verdict ofSlice = judgesInterval ? bound.judge(interval) : bound.judge(value);
            verdict = verdict.and(ofSlice);
            if (ofSlice != Verdict.PASS) {
                failed.add(Quoted.of(slice) + " has " + Words.of(value)
                        + (judgesInterval ? " (" + Words.of(interval) + ")" : "") + " on " + Words.rows(rows));
            }
            if (Double.isNaN(worst) || bound.worse(worst, value) != worst) {
                worst = value;
                worstSlice = slice;
            }
            measurements
                    .put("value[" + slice + "]", value)
                    .put("low[" + slice + "]", interval.low())
                    .put("high[" + slice + "]", interval.high())
                    .put("rows[" + slice + "]", rows);
        }

        private CheckResult result() {
            measurements.put("value", worst).put("undecided", undecided.size());
            if (judged == 0) {
                return new CheckResult(
                        Verdict.INCONCLUSIVE,
                        "No slice of " + feature + " decides: expected at least " + minRows
                                + " rows with all kinds of labels in each; " + listed("too little in ", undecided)
                                + "add labelled examples.",
                        measurements.asMap());
            }
            String finding = verdict == Verdict.PASS
                    ? words + " is " + Words.of(worst) + " on the worst of " + judged + " slices of " + feature + ", "
                            + Quoted.of(worstSlice) + "; expected " + bound + "."
                    : failed.size() + " of " + judged + " slices of " + feature + " are not shown to keep " + words
                            + " " + bound + ": " + first(failed) + ".";
            String rest = undecided.isEmpty() ? "" : " Too little to tell in " + first(undecided) + ".";
            return new CheckResult(verdict, finding + rest, measurements.asMap());
        }

        private String listed(String lead, List<String> names) {
            return names.isEmpty() ? "" : lead + first(names) + "; ";
        }

        private String first(List<String> names) {
            return String.join(", ", names.subList(0, Math.min(NAMED_SLICES, names.size())))
                    + (names.size() > NAMED_SLICES ? " and " + (names.size() - NAMED_SLICES) + " more" : "");
        }
    }
}
