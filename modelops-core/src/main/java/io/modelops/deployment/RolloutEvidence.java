package io.modelops.deployment;

/**
 * What two versions did since a rollout began: a snapshot.
 *
 * @param champion the version that serves
 * @param challenger the version that is being tried, shadow answers included
 */
public record RolloutEvidence(Arm champion, Arm challenger) {
    /**
     * What one version did. The arrays are copies, hold the latest values, and are bounded.
     *
     * @param answers how many requests it answered or failed
     * @param errors how many of them it failed
     * @param latencyP50Nanos the median latency in nanoseconds, 0 if there are no answers
     * @param latencyP99Nanos the 99th percentile of the latency in nanoseconds, 0 if there are no answers
     * @param scores its answers as numbers; empty if they can't be read as such
     * @param labelledScores its answers, as numbers, whose true outcome is known
     * @param labels those true outcomes, as numbers, in the same order
     */
    @SuppressWarnings("ArrayRecordComponent") // statistics take arrays, and nobody compares snapshots
    public record Arm(
            long answers,
            long errors,
            long latencyP50Nanos,
            long latencyP99Nanos,
            double[] scores,
            double[] labelledScores,
            double[] labels) {}
}
