package io.modelops.constraint;

import io.modelops.statistics.Moments;
import io.modelops.statistics.sketch.DistinctCount;

/** What moments and sketches tell about a measure. */
final class Estimates {
    /** Three standard errors of the estimate of different values, as a share of it. */
    private static final double ERROR_OF_DISTINCT = 3 * DistinctCount.RELATIVE_ERROR;

    private Estimates() {}

    static Bracket distinct(DistinctCount count) {
        double estimate = count.estimate();
        double error = estimate * ERROR_OF_DISTINCT;
        // Few different values are counted nearly exactly, and there is no part of one.
        return new Bracket(Math.ceil(estimate - error - 0.5), Math.floor(estimate + error + 0.5));
    }

    static Evidence moment(Measure measure, Moments moments) {
        double value = switch (measure) {
            case MEAN -> moments.mean();
            case SD -> moments.standardDeviation();
            case MIN -> moments.min();
            case MAX -> moments.max();
            default -> throw new IllegalArgumentException(measure + " is no moment");
        };
        return Evidence.of(Bracket.exactly(value), moments.count());
    }
}
