package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How a binary decision treats one group compared with another, from four counters of each: the group in question, and the
 * one that is taken as favoured. A positive decision is the favourable one. Differences have Newcombe's intervals, the
 * ratio that of Katz (1978); an interval without a denominator has {@code NaN} as estimate.
 *
 * @param statisticalParityDifference the share of positive decisions in the group, less that in the favoured one; 0 is even
 * @param disparateImpact the ratio of these shares; 1 is even, and below 0.8 is a common reason for a closer look
 * @param equalOpportunityDifference the recall in the group, less that in the favoured one
 * @param falsePositiveRateDifference the share of positive decisions among negatives in the group, less that in the other
 * @param predictiveParityDifference the precision in the group, less that in the favoured one
 */
public record GroupFairness(
        Interval statisticalParityDifference,
        Interval disparateImpact,
        Interval equalOpportunityDifference,
        Interval falsePositiveRateDifference,
        Interval predictiveParityDifference) {

    /**
     * The outcomes of a group. Counts of parts add up.
     *
     * @param truePositives positives decided positive, 0 or more
     * @param falsePositives negatives decided positive, 0 or more
     * @param falseNegatives positives decided negative, 0 or more
     * @param trueNegatives negatives decided negative, 0 or more
     */
    public record Counts(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
        /**
         * Checks the counts.
         *
         * @param truePositives positives decided positive
         * @param falsePositives negatives decided positive
         * @param falseNegatives positives decided negative
         * @param trueNegatives negatives decided negative
         * @throws IllegalArgumentException if a count is negative
         */
        public Counts {
            Arguments.total("counts", new long[] {truePositives, falsePositives, falseNegatives, trueNegatives});
        }

        /**
         * Adds the outcomes of other members of the group.
         *
         * @param other their counts
         * @return the counts of both
         */
        public Counts plus(Counts other) {
            return new Counts(
                    truePositives + other.truePositives,
                    falsePositives + other.falsePositives,
                    falseNegatives + other.falseNegatives,
                    trueNegatives + other.trueNegatives);
        }

        private long decidedPositive() {
            return truePositives + falsePositives;
        }

        /**
         * Those whose true outcome is positive.
         *
         * @return their number
         */
        public long positives() {
            return truePositives + falseNegatives;
        }

        /**
         * Those whose true outcome is negative.
         *
         * @return their number
         */
        public long negatives() {
            return falsePositives + trueNegatives;
        }

        /**
         * All members.
         *
         * @return their number
         */
        public long total() {
            return positives() + negatives();
        }
    }

    /**
     * Compares two groups.
     *
     * @param group the group in question
     * @param favoured the group to compare with
     * @param confidence the confidence of each interval, above 0 and below 1
     * @return the comparison
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public static GroupFairness of(Counts group, Counts favoured, double confidence) {
        return new GroupFairness(
                Newcombe.difference(
                        group.decidedPositive(),
                        group.total(),
                        favoured.decidedPositive(),
                        favoured.total(),
                        confidence),
                ratio(group, favoured, confidence),
                Newcombe.difference(
                        group.truePositives,
                        group.positives(),
                        favoured.truePositives,
                        favoured.positives(),
                        confidence),
                Newcombe.difference(
                        group.falsePositives,
                        group.negatives(),
                        favoured.falsePositives,
                        favoured.negatives(),
                        confidence),
                Newcombe.difference(
                        group.truePositives,
                        group.decidedPositive(),
                        favoured.truePositives,
                        favoured.decidedPositive(),
                        confidence));
    }

    /**
     * The mean of the differences in recall and in false positive rate.
     *
     * @return 0 is even, {@code NaN} unless both groups have positives and negatives
     */
    public double averageOddsDifference() {
        return (equalOpportunityDifference.estimate() + falsePositiveRateDifference.estimate()) / 2;
    }

    /**
     * The {@linkplain #averageOddsDifference() average odds difference} with its interval, by the method of variance
     * estimates recovery (Zou and Donner 2008) from the intervals of both differences, which rest on different rows.
     *
     * @return the interval, within -1..1; exactly that around {@code NaN} unless both groups have positives and negatives
     */
    public Interval averageOdds() {
        Interval recall = equalOpportunityDifference;
        Interval alarms = falsePositiveRateDifference;
        double estimate = averageOddsDifference();
        if (Double.isNaN(estimate)) {
            return new Interval(-1, estimate, 1, recall.confidence());
        }
        return new Interval(
                estimate - Math.hypot(recall.estimate() - recall.low(), alarms.estimate() - alarms.low()) / 2,
                estimate,
                estimate + Math.hypot(recall.high() - recall.estimate(), alarms.high() - alarms.estimate()) / 2,
                recall.confidence());
    }

    private static Interval ratio(Counts group, Counts favoured, double confidence) {
        Arguments.insideUnitInterval("confidence", confidence);
        double share = (double) group.decidedPositive() / group.total();
        double favouredShare = (double) favoured.decidedPositive() / favoured.total();
        double estimate = share / favouredShare;
        if (!(share > 0 && favouredShare > 0)) {
            return new Interval(0, favouredShare > 0 ? estimate : Double.NaN, Double.POSITIVE_INFINITY, confidence);
        }
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        double half =
                z * Math.sqrt((1 - share) / group.decidedPositive() + (1 - favouredShare) / favoured.decidedPositive());
        return new Interval(estimate * Math.exp(-half), estimate, estimate * Math.exp(half), confidence);
    }
}
