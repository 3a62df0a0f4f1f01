package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The uncertainty of areas under ROC curves by DeLong, DeLong and Clarke-Pearson (1988), without resampling: of one model,
 * and of the difference of two models on the same rows.
 *
 * <p>A label of 0.5 or more is positive. As for {@link Metrics#rocAuc()} nothing is left out in silence: with a score or
 * label that is {@code NaN} the result is.
 */
public final class DeLong {
    private DeLong() {}

    /**
     * Returns the area under the ROC curve of one model with its interval.
     *
     * <p>An area of exactly 0 or 1 shows no variance; its interval is then that of {@link Wilson} for as many trials as
     * the rarer class has rows, because the variance of an area is at most that of such a proportion.
     *
     * @param scores the score of each row; not modified
     * @param labels the label of each row; not modified
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval, within 0..1; 0..1 when a class has fewer than two rows, around {@code NaN} when one has none
     * @throws IllegalArgumentException if the lengths differ, or {@code confidence} is not above 0 and below 1
     */
    public static Interval interval(double[] scores, double[] labels, double confidence) {
        double tail = (1 - Arguments.insideUnitInterval("confidence", confidence)) / 2;
        Components components = Components.of(scores, labels);
        double area = components.area();
        double error = Math.sqrt(components.covariance(components));
        int rarer = components.sizeOfRarerClass();
        if (Double.isNaN(error) || rarer < 2) {
            return new Interval(0, area, 1, confidence);
        }
        if (error == 0) {
            Interval wilson = Wilson.interval(Math.round(area * rarer), rarer, confidence);
            return new Interval(Math.min(area, wilson.low()), area, Math.max(area, wilson.high()), confidence);
        }
        double halfWidth = error * NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
        return new Interval(Math.max(0, area - halfWidth), area, Math.min(1, area + halfWidth), confidence);
    }

    /**
     * Returns the difference of the areas of two models on the same rows.
     *
     * @param candidate the candidate's score of each row; not modified
     * @param baseline the baseline's score of each row; not modified
     * @param labels the label of each row; not modified
     * @return the comparison
     * @throws IllegalArgumentException if the lengths differ
     */
    public static AucComparison compare(double[] candidate, double[] baseline, double[] labels) {
        Components ofCandidate = Components.of(candidate, labels);
        Components ofBaseline = Components.of(baseline, labels);
        double variance = ofCandidate.covariance(ofCandidate)
                + ofBaseline.covariance(ofBaseline)
                - 2 * ofCandidate.covariance(ofBaseline);
        // Rounding may leave the variance of equal models a hair beside 0.
        double error = Math.sqrt(variance < 1e-18 ? 0 : variance);
        return new AucComparison(ofCandidate.area(), ofBaseline.area(), error);
    }

    /** For each positive row the share of negative rows that score lower, and for each negative row the reverse. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Components(double[] ofPositives, double[] ofNegatives, boolean defined) {
        static Components of(double[] scores, double[] labels) {
            Arguments.sameLength("scores", scores.length, "labels", labels.length);
            double[] positives = scoresOf(true, scores, labels);
            double[] negatives = scoresOf(false, scores, labels);
            double[] sortedPositives = Quantiles.sortedWithoutMissing(positives);
            double[] sortedNegatives = Quantiles.sortedWithoutMissing(negatives);
            boolean defined = sortedPositives.length + sortedNegatives.length == labels.length
                    && Arrays.stream(labels).noneMatch(Double::isNaN);
            return new Components(
                    shares(positives, sortedNegatives, false), shares(negatives, sortedPositives, true), defined);
        }

        private static double[] scoresOf(boolean positive, double[] scores, double[] labels) {
            return IntStream.range(0, labels.length)
                    .filter(row -> Metrics.isPositive(labels[row]) == positive)
                    .mapToDouble(row -> scores[row])
                    .toArray();
        }

        private static double[] shares(double[] values, double[] sorted, boolean above) {
            return Arrays.stream(values)
                    .map(value -> Placements.below(sorted, value) / sorted.length)
                    .map(share -> above ? 1 - share : share)
                    .toArray();
        }

        int sizeOfRarerClass() {
            return Math.min(ofPositives.length, ofNegatives.length);
        }

        double area() {
            return defined && sizeOfRarerClass() > 0
                    ? Arrays.stream(ofPositives).sum() / ofPositives.length
                    : Double.NaN;
        }

        double covariance(Components other) {
            return defined && other.defined
                    ? covariance(ofPositives, other.ofPositives) / ofPositives.length
                            + covariance(ofNegatives, other.ofNegatives) / ofNegatives.length
                    : Double.NaN;
        }

        private static double covariance(double[] first, double[] second) {
            double meanOfFirst = Arrays.stream(first).sum() / first.length;
            double meanOfSecond = Arrays.stream(second).sum() / second.length;
            double sum = 0;
            for (int i = 0; i < first.length; i++) {
                sum += (first[i] - meanOfFirst) * (second[i] - meanOfSecond);
            }
            return first.length < 2 ? Double.NaN : sum / (first.length - 1);
        }
    }
}
