package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Moments;
import java.util.Arrays;
import java.util.Map;

/**
 * What two versions did since a rollout began, as far as this process saw it: a snapshot.
 *
 * @param champion the version that serves
 * @param challenger the version that is being tried, shadow answers included
 * @param errorPValue the p-value, valid at any time, of "the challenger fails no more often than the champion at the same
 *     time"; 1 without evidence
 * @param splitPValue the p-value, valid at any time, of "the requests were split as the stages say"; 1 without evidence
 * @param usualLatency the champion's latencies before both were compared: by them limits are set that the comparison can't
 *     influence
 * @param measured what guards measure, by the name of the guard
 * @param alpha the probability with which one guard may be wrong when it rolls back a challenger that is no worse; what
 *     the plan allows is divided among its guards
 */
public record RolloutEvidence(
        Arm champion,
        Arm challenger,
        double errorPValue,
        double splitPValue,
        Latencies usualLatency,
        Map<String, Measured> measured,
        double alpha) {
    /**
     * Copies and keeps the snapshot.
     *
     * @param champion the version that serves
     * @param challenger the version that is being tried
     * @param errorPValue the p-value of "the challenger fails no more often"
     * @param splitPValue the p-value of "the requests were split as the stages say"
     * @param usualLatency the champion's latencies before both were compared
     * @param measured what guards measure, by the name of the guard
     * @param alpha the probability with which one guard may be wrong
     */
    public RolloutEvidence {
        measured = Map.copyOf(measured);
    }

    /**
     * What a guard measures.
     *
     * @param guard the guard
     * @return the measurements, none if there are none yet
     */
    public Measured measured(Guard guard) {
        return measured.getOrDefault(guard.name(), Measured.NOTHING);
    }

    /**
     * What one version did. The array is a copy, holds the first values, and is bounded.
     *
     * @param answers how many requests it answered or failed
     * @param errors how many of them it failed
     * @param latencyP50Nanos the median latency in nanoseconds, 0 if there are no answers
     * @param latencyP99Nanos the 99th percentile of the latency in nanoseconds, 0 if there are no answers
     * @param scores its answers as numbers, the first 50,000; empty if they can't be read as such
     * @param latencies its latencies while both were compared
     */
    @SuppressWarnings("ArrayRecordComponent") // statistics take arrays, and nobody compares snapshots
    public record Arm(
            long answers,
            long errors,
            long latencyP50Nanos,
            long latencyP99Nanos,
            double[] scores,
            Latencies latencies) {}

    /**
     * What a guard measures in both versions.
     *
     * @param champion the champion's values
     * @param challenger the challenger's values
     * @param paired where both answered the same request, the challenger's value less the champion's; for a
     *     {@link Guard.Measure.OfBothAnswers} the value itself
     */
    public record Measured(Moments champion, Moments challenger, Moments paired) {
        static final Measured NOTHING = new Measured(Moments.EMPTY, Moments.EMPTY, Moments.EMPTY);
    }

    /** Latencies that can be asked for quantiles and counts, to about one percent. Immutable. */
    public static final class Latencies {
        private final long[] nanos;
        private final long[] counts;
        private final long count;

        private Latencies(long[] nanos, long[] counts) {
            this.nanos = nanos;
            this.counts = counts;
            this.count = Arrays.stream(counts).sum();
        }

        /**
         * Keeps latencies that were counted.
         *
         * @param nanos the latencies in nanoseconds, ascending; not modified
         * @param counts how often each was seen; not modified
         * @return the latencies
         * @throws InvalidInputException if the two are not of the same length
         */
        public static Latencies counted(long[] nanos, long[] counts) {
            if (nanos.length != counts.length) {
                throw new InvalidInputException("There are " + nanos.length + " latencies and " + counts.length
                        + " counts: expected one count for each latency.");
            }
            return new Latencies(nanos.clone(), counts.clone());
        }

        /**
         * How many there are.
         *
         * @return the count
         */
        public long count() {
            return count;
        }

        /**
         * The latency that a share of the requests did not exceed.
         *
         * @param quantile the share, 0 to 1
         * @return nanoseconds, 0 if there are none
         */
        public long quantileNanos(double quantile) {
            long rank = Math.max(1, (long) Math.ceil(quantile * count));
            long passed = 0;
            for (int index = 0; index < nanos.length; index++) {
                passed += counts[index];
                if (passed >= rank) {
                    return nanos[index];
                }
            }
            return 0;
        }

        /**
         * How many were slower than a limit.
         *
         * @param limitNanos the limit in nanoseconds
         * @return the count
         */
        public long slowerThan(long limitNanos) {
            long slower = 0;
            for (int index = 0; index < nanos.length; index++) {
                slower += nanos[index] > limitNanos ? counts[index] : 0;
            }
            return slower;
        }
    }
}
