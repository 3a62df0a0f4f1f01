package io.modelops.monitoring;

import io.modelops.statistics.GroupFairness;
import io.modelops.statistics.GroupFairness.Counts;
import io.modelops.statistics.Interval;

/** How a group may be treated otherwise than the favoured one; what {@link Fairness} watches. */
public enum FairnessMeasure {
    /** The share of positive decisions in the group, less that in the favoured one; needs no outcomes. */
    STATISTICAL_PARITY("statisticalParityDifference", false, -0.1, 0.1) {
        @Override
        Interval of(GroupFairness fairness) {
            return fairness.statisticalParityDifference();
        }

        @Override
        long leastRows(Counts group) {
            return group.total();
        }
    },
    /** The ratio of these shares, by the four-fifths rule; needs no outcomes. */
    DISPARATE_IMPACT("disparateImpact", false, 0.8, 1.25) {
        @Override
        Interval of(GroupFairness fairness) {
            return fairness.disparateImpact();
        }

        @Override
        long leastRows(Counts group) {
            return group.total();
        }
    },
    /** The recall in the group, less that in the favoured one. */
    EQUAL_OPPORTUNITY("equalOpportunityDifference", true, -0.1, 0.1) {
        @Override
        Interval of(GroupFairness fairness) {
            return fairness.equalOpportunityDifference();
        }

        @Override
        long leastRows(Counts group) {
            return group.positives();
        }
    },
    /** The mean of the differences in recall and in false positive rate. */
    AVERAGE_ODDS("averageOddsDifference", true, -0.1, 0.1) {
        @Override
        Interval of(GroupFairness fairness) {
            return fairness.averageOdds();
        }

        @Override
        long leastRows(Counts group) {
            return Math.min(group.positives(), group.negatives());
        }
    };

    private final String label;
    private final boolean needsOutcomes;
    private final double low;
    private final double high;

    FairnessMeasure(String label, boolean needsOutcomes, double low, double high) {
        this.label = label;
        this.needsOutcomes = needsOutcomes;
        this.low = low;
        this.high = high;
    }

    /**
     * The name for reports.
     *
     * @return the name, such as {@code statisticalParityDifference}
     */
    public String label() {
        return label;
    }

    /**
     * Whether it is measured on predictions whose true outcome is known.
     *
     * @return false if decisions suffice
     */
    public boolean needsOutcomes() {
        return needsOutcomes;
    }

    /** The least value that is tolerated unless told. */
    double low() {
        return low;
    }

    /** The greatest value that is tolerated unless told. */
    double high() {
        return high;
    }

    abstract Interval of(GroupFairness fairness);

    /** The smallest number of rows that a share of the group is taken of. */
    abstract long leastRows(Counts group);
}
