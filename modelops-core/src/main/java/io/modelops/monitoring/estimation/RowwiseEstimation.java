package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.ConfusionMatrix;
import io.modelops.statistics.Interval;
import io.modelops.statistics.IsotonicRegression;
import io.modelops.statistics.Moments;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Estimates the performance of a binary classifier row by row, as NannyML does (its confidence-based performance
 * estimation, CBPE): for comparing with what that said. {@link BinaryEstimation} is nearer to the truth, smaller, and adds
 * up.
 *
 * <p>Scores are calibrated by isotonic regression with linear interpolation, clipped outside, but only if the ROC AUC of
 * the reference is at most 0.999 and the expected calibration error becomes smaller in ten stratified folds. The usual range
 * of a metric is the mean of consecutive parts of the reference and 3 population standard deviations to each side; the
 * band is 3 sampling errors of the reference, scaled to the size of the window, to each side. Other than there, the order of
 * equal scores doesn't matter: they count half in ROC AUC. All rows of the reference are kept as the steps of the
 * regression, and all rows of a window are needed. Immutable and thread-safe.
 */
public final class RowwiseEstimation {
    private static final int PARTS = 10;
    private static final double GREATEST_AUC = 0.999;

    private final IsotonicRegression steps;
    private final boolean calibrated;
    private final Map<BinaryMetric, Interval> usual = new LinkedHashMap<>();
    private final Map<BinaryMetric, Double> deviations = new LinkedHashMap<>();

    private RowwiseEstimation(double[] scores, boolean[] decisions, boolean[] outcomes, int[] begins) {
        this.steps = IsotonicRegression.fit(scores, truth(outcomes));
        this.calibrated = needsCalibration(scores, outcomes);
        double[] truth = truth(outcomes);
        for (BinaryMetric metric : BinaryMetric.defaults()) {
            Moments parts = Moments.of(IntStream.range(0, begins.length)
                    .mapToDouble(part -> {
                        int from = begins[part];
                        int to = part + 1 == begins.length ? truth.length : begins[part + 1];
                        return value(
                                metric,
                                Arrays.copyOfRange(truth, from, to),
                                Arrays.copyOfRange(scores, from, to),
                                Arrays.copyOfRange(decisions, from, to));
                    })
                    .toArray());
            double half = 3 * Math.sqrt(parts.populationVariance());
            usual.put(
                    metric,
                    new Interval(
                            metric.clip(parts.mean() - half),
                            parts.mean(),
                            metric.clip(parts.mean() + half),
                            UsualRange.CONFIDENCE));
            deviations.put(metric, SamplingDeviation.of(metric, scores, decisions, outcomes));
        }
    }

    /**
     * Learns from labelled rows; ten consecutive parts as large as each other give the usual range.
     *
     * @param scores the predicted probability of the positive class, one finite number per row, in the order of time
     * @param decisions whether the row was predicted positive
     * @param outcomes whether it is positive
     * @return the estimation
     * @throws InvalidInputException if the lengths differ, a score is not finite, or there are fewer than 10 rows
     */
    public static RowwiseEstimation learn(double[] scores, boolean[] decisions, boolean[] outcomes) {
        return learn(
                scores,
                decisions,
                outcomes,
                IntStream.range(0, PARTS)
                        .map(part -> (int) ((long) part * scores.length / PARTS))
                        .toArray());
    }

    /**
     * Learns from labelled rows and from the parts they fall into, such as calendar months.
     *
     * @param scores the predicted probability of the positive class, one finite number per row, in the order of time
     * @param decisions whether the row was predicted positive
     * @param outcomes whether it is positive
     * @param begins the row with which each part begins, rising, the first 0; two or more
     * @return the estimation
     * @throws InvalidInputException if the lengths differ, a score is not finite, there are fewer than 10 rows, or the parts
     *     are not as said
     */
    public static RowwiseEstimation learn(double[] scores, boolean[] decisions, boolean[] outcomes, int[] begins) {
        if (scores.length < PARTS || scores.length != decisions.length || scores.length != outcomes.length) {
            throw new InvalidInputException("Reference has " + scores.length + " scores, " + decisions.length
                    + " decisions and " + outcomes.length + " outcomes: expected as many of each, 10 or more.");
        }
        requireFinite(scores);
        if (begins.length < 2
                || begins[0] != 0
                || begins[begins.length - 1] >= scores.length
                || IntStream.range(1, begins.length).anyMatch(part -> begins[part] <= begins[part - 1])) {
            throw new InvalidInputException("Parts that begin at " + Arrays.toString(begins)
                    + " are not allowed: expected" + " two or more rising rows of " + scores.length + ", the first 0.");
        }
        return new RowwiseEstimation(scores, decisions, outcomes, begins);
    }

    /**
     * Estimates a metric.
     *
     * @param scores the scores of the window, finite
     * @param decisions whether each was predicted positive
     * @param metric one of {@link BinaryMetric#defaults()}, or a business value, which has neither band nor usual range
     * @return the estimate, {@code NaN} where the window doesn't define it
     * @throws InvalidInputException if the lengths differ or a score is not finite
     */
    public Estimate estimate(double[] scores, boolean[] decisions, BinaryMetric metric) {
        if (scores.length != decisions.length) {
            throw new InvalidInputException("Window has " + scores.length + " scores and " + decisions.length
                    + " decisions: expected as many of each.");
        }
        requireFinite(scores);
        double[] rates = calibrated ? Arrays.stream(scores).map(steps::predict).toArray() : scores;
        double value = value(metric, rates, scores, decisions);
        double half = 3 * deviations.getOrDefault(metric, Double.NaN) / Math.sqrt(scores.length);
        Interval unknown = new Interval(Double.NaN, Double.NaN, Double.NaN, UsualRange.CONFIDENCE);
        return new Estimate(
                metric.name(),
                new Interval(value - half, value, value + half, UsualRange.CONFIDENCE),
                usual.getOrDefault(metric, unknown),
                scores.length);
    }

    /**
     * Whether scores are calibrated.
     *
     * @return false if the scores as they are were nearer to the outcomes, or nearly perfect
     */
    public boolean isCalibrated() {
        return calibrated;
    }

    private static boolean needsCalibration(double[] scores, boolean[] outcomes) {
        if (SoftRocAuc.of(truth(outcomes), scores) > GREATEST_AUC) {
            return false;
        }
        long positives =
                IntStream.range(0, outcomes.length).filter(row -> outcomes[row]).count();
        if (Math.min(positives, outcomes.length - positives) < 2) {
            return false; // nothing to stratify
        }
        int[][] splits = ShuffleSplits.testRows(outcomes);
        int tested = Arrays.stream(splits).mapToInt(split -> split.length).sum();
        double[] before = new double[tested];
        double[] after = new double[tested];
        boolean[] truth = new boolean[tested];
        int filled = 0;
        for (int[] split : splits) {
            double[] kept = new double[outcomes.length];
            Arrays.fill(kept, 1);
            for (int row : split) {
                kept[row] = 0;
            }
            IsotonicRegression learnt = IsotonicRegression.fit(scores, truth(outcomes), kept);
            for (int row : split) {
                before[filled] = scores[row];
                after[filled] = learnt.predict(scores[row]);
                truth[filled++] = outcomes[row];
            }
        }
        return CalibrationError.of(before, truth) > CalibrationError.of(after, truth);
    }

    private static double value(BinaryMetric metric, double[] rates, double[] scores, boolean[] decisions) {
        if (metric.isRanking()) {
            return SoftRocAuc.of(rates, scores);
        }
        double[] positives = new double[2];
        double[] negatives = new double[2];
        for (int row = 0; row < rates.length; row++) {
            int side = decisions[row] ? 1 : 0;
            positives[side] += rates[row];
            negatives[side] += 1 - rates[row];
        }
        return metric.of(new ConfusionMatrix(positives[1], negatives[1], positives[0], negatives[0]));
    }

    private static double[] truth(boolean[] outcomes) {
        return IntStream.range(0, outcomes.length)
                .mapToDouble(row -> outcomes[row] ? 1 : 0)
                .toArray();
    }

    private static void requireFinite(double[] scores) {
        if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
            throw new InvalidInputException("A score is not finite: expected probabilities of the positive class.");
        }
    }
}
