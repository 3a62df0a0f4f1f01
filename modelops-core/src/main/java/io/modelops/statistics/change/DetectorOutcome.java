package io.modelops.statistics.change;

import io.modelops.statistics.Interval;
import io.modelops.statistics.Wilson;
import java.util.List;

/**
 * What a detector did in a {@link DetectorTrial}.
 *
 * @param normalRecords the number of records without a change
 * @param falseAlarms the alarms among them
 * @param streams the number of changes
 * @param delays for each change that was found, the number of records from its first one to the alarm, both counted, in rising
 *     order
 */
public record DetectorOutcome(long normalRecords, long falseAlarms, int streams, List<Long> delays) {
    /**
     * Copies the delays.
     *
     * @param normalRecords the number of records without a change
     * @param falseAlarms the alarms among them
     * @param streams the number of changes
     * @param delays the delays, in rising order
     */
    public DetectorOutcome {
        delays = List.copyOf(delays);
    }

    /**
     * Returns the records per false alarm.
     *
     * @return a number of 1 or more; infinite without a false alarm, {@code NaN} without records
     */
    public double recordsPerFalseAlarm() {
        return (double) normalRecords / falseAlarms;
    }

    /**
     * Returns the share of the changes that were found.
     *
     * @param confidence the confidence of the interval, above 0 and below 1
     * @return the share with its Wilson interval
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public Interval power(double confidence) {
        return Wilson.interval(delays.size(), streams, confidence);
    }

    /**
     * Returns the mean delay of the changes that were found.
     *
     * @return 1 or more, {@code NaN} when none was
     */
    public double meanDelay() {
        return delays.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
    }

    /**
     * Returns a quantile of the delay of all changes; those that were not found have an infinite one.
     *
     * @param probability the probability, above 0 and at most 1; 0.5 for the median
     * @return the least delay that at least such a share of the changes has or is under; positive infinity if too few were found
     * @throws IllegalArgumentException if {@code probability} is out of its range
     */
    public double delayQuantile(double probability) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability was " + probability + "; expected a number above 0 and at most 1");
        }
        int rank = (int) Math.ceil(probability * streams);
        return rank <= delays.size() ? delays.get(rank - 1) : Double.POSITIVE_INFINITY;
    }
}
