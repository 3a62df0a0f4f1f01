package io.modelops.validation;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import io.modelops.spi.CheckResult;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.PairedBootstrap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What "no worse" means: how much worse one set of answers is than another on the same rows, judged by a paired bootstrap
 * interval.
 *
 * @param words the metric in words
 * @param metric the metric
 * @param confidence the confidence of the two-sided interval
 * @param margin how much worse is still acceptable, 0 for not at all
 * @param minRows the least number of rows that decides anything
 */
record NoWorse(String words, Metric metric, double confidence, double margin, int minRows) {
    private static final double DEFAULT_CONFIDENCE = 0.95;

    NoWorse(String words, Metric metric) {
        this(words, metric, DEFAULT_CONFIDENCE, 0, Evidence.DEFAULT_MIN_ROWS);
    }

    NoWorse atConfidence(double confidence) {
        return new NoWorse(words, metric, Evidence.confidence(confidence), margin, minRows);
    }

    NoWorse within(double margin) {
        if (!(margin >= 0 && Double.isFinite(margin))) {
            throw new InvalidInputException("Margin " + margin
                    + " is not allowed: expected a finite number of 0 or more, in the unit of " + words + ".");
        }
        return new NoWorse(words, metric, confidence, margin, minRows);
    }

    NoWorse minRows(int rows) {
        return new NoWorse(words, metric, confidence, margin, Evidence.minRows(rows));
    }

    String name(String other) {
        return words + " no worse than " + other + (margin > 0 ? " within " + Words.of(margin) : "") + " at "
                + Words.percent(confidence) + " confidence";
    }

    CheckResult judge(String other, double[] candidate, double[] baseline, double[] labels, RandomGenerator random) {
        @Nullable CheckResult objection = objection(other, candidate, baseline, labels);
        if (objection != null) {
            return objection;
        }
        Interval difference = PairedBootstrap.withDefaults()
                .withResamples(MetricInterval.resamples(labels.length))
                .withConfidence(confidence)
                .difference(metric, candidate, baseline, labels, random);
        double ofCandidate = metric.of(candidate, labels);
        double ofBaseline = metric.of(baseline, labels);
        Verdict verdict = judge(difference);
        String finding = Double.isNaN(difference.low())
                ? words + " can't be compared with " + other + " on these " + Words.rows(labels.length)
                        + ": it is not defined on them or on most of their resamples; choose a holdout that has all kinds."
                : words + " is " + Words.of(ofCandidate) + ", " + other + " has " + Words.of(ofBaseline)
                        + "; the difference is " + Words.of(difference.estimate()) + " (" + Words.of(difference)
                        + ") on " + Words.rows(labels.length) + ", " + meaning(verdict);
        return new CheckResult(
                verdict,
                finding,
                new Measurements()
                        .put(metric.name(), ofCandidate)
                        .put("value", ofCandidate)
                        .put("baseline", ofBaseline)
                        .put("difference", difference.estimate())
                        .interval(difference)
                        .put("threshold", margin)
                        .put("rows", labels.length)
                        .asMap());
    }

    private @Nullable CheckResult objection(String other, double[] candidate, double[] baseline, double[] labels) {
        CheckResult objection = Evidence.unlabelled(labels);
        if (objection == null) {
            objection = Evidence.unanswered(candidate);
        }
        long missing = Evidence.missing(baseline);
        if (objection == null && missing > 0) {
            objection = new CheckResult(
                    Verdict.INCONCLUSIVE,
                    "The answer of " + other + " to " + missing + " of " + Words.rows(labels.length)
                            + " is no number: there is nothing to compare with; repair it or choose another.",
                    Map.of("rows", (double) labels.length));
        }
        return objection;
    }

    /** Judges how much worse the candidate is; the interval is of candidate minus baseline. */
    private Verdict judge(Interval difference) {
        boolean higherIsBetter = metric.higherIsBetter();
        double least = higherIsBetter ? -difference.high() : difference.low();
        double estimate = higherIsBetter ? -difference.estimate() : difference.estimate();
        double most = higherIsBetter ? -difference.low() : difference.high();
        if (Double.isNaN(least) || Double.isNaN(most)) {
            return Verdict.INCONCLUSIVE;
        }
        if (least > margin) {
            return Verdict.FAIL;
        }
        boolean passes = margin > 0 ? most <= margin : estimate <= 0;
        return passes ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    private String meaning(Verdict verdict) {
        if (margin > 0) {
            return switch (verdict) {
                case PASS -> "all of it within the margin of " + Words.of(margin) + ".";
                case FAIL -> "all of it worse than the margin of " + Words.of(margin) + " allows.";
                case INCONCLUSIVE ->
                    "part of it worse than the margin of " + Words.of(margin) + " allows; more rows would decide.";
            };
        }
        return switch (verdict) {
            case PASS -> "which is no worse.";
            case FAIL -> "which is worse beyond chance.";
            case INCONCLUSIVE -> "which is worse, but may be chance; more rows or a margin would decide.";
        };
    }
}
