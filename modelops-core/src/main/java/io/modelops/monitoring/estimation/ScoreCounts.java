package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;
import io.modelops.statistics.Binning;
import java.util.Arrays;

/**
 * The predictions of a window, counted by score and decision: all that a {@link BinaryEstimation} needs of them, in some
 * 8 KB however many there are. Made by {@link BinaryEstimation#newWindow()}. Counts of parts add up to those of the whole,
 * in any order. Not thread-safe.
 */
public final class ScoreCounts {
    private final Binning bins;
    private final long[][] counts;
    private final double[] scoreSums;
    private long unusable;

    ScoreCounts(Binning bins) {
        this.bins = bins;
        this.counts = new long[2][bins.size()];
        this.scoreSums = new double[bins.size()];
    }

    /**
     * Counts one prediction.
     *
     * @param score the predicted probability of the positive class; one that is not in 0..1 is only counted as unusable
     * @param predictedPositive the decision that was made
     */
    public void add(double score, boolean predictedPositive) {
        if (!(score >= 0 && score <= 1)) {
            unusable++;
            return;
        }
        int bin = bins.binOf(score);
        counts[predictedPositive ? 1 : 0][bin]++;
        scoreSums[bin] += score;
    }

    /**
     * Adds the counts of other predictions; those stay as they are.
     *
     * @param other counts of the same estimation
     * @throws InvalidInputException if the other counts have other bins
     */
    public void merge(ScoreCounts other) {
        if (!bins.equals(other.bins)) {
            throw new InvalidInputException(
                    "Counts of scores in other bins can't be added: expected counts of the same estimation.");
        }
        for (int bin = 0; bin < scoreSums.length; bin++) {
            counts[0][bin] += other.counts[0][bin];
            counts[1][bin] += other.counts[1][bin];
            scoreSums[bin] += other.scoreSums[bin];
        }
        unusable += other.unusable;
    }

    /**
     * How many predictions were counted.
     *
     * @return their number, unusable ones left out
     */
    public long samples() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * How many predictions had no score in 0..1.
     *
     * @return their number
     */
    public long unusable() {
        return unusable;
    }

    /**
     * How much memory the counts take, however many predictions there are.
     *
     * @return about how many bytes
     */
    public long bytes() {
        return 3L * Double.BYTES * bins.size();
    }

    Binning bins() {
        return bins;
    }

    long count(int bin, boolean predictedPositive) {
        return counts[predictedPositive ? 1 : 0][bin];
    }

    long count(int bin) {
        return counts[0][bin] + counts[1][bin];
    }

    double meanScore(int bin) {
        return scoreSums[bin] / count(bin);
    }
}
