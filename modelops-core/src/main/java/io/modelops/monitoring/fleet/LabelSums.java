package io.modelops.monitoring.fleet;

/**
 * What the true outcomes that came in say about the answers, as numbers. Merging adds; the sums are exact up to rounding.
 *
 * @param labels how many outcomes came in
 * @param compared for how many of them both the answer and the outcome were finite numbers
 * @param error the sum of answer minus outcome
 * @param absoluteError the sum of its absolute values
 * @param squaredError the sum of its squares
 */
public record LabelSums(long labels, long compared, double error, double absoluteError, double squaredError) {
    /** No outcomes. */
    public static final LabelSums NONE = new LabelSums(0, 0, 0, 0, 0);

    /**
     * Adds one outcome.
     *
     * @param answer the answer as a number, NaN if it is none
     * @param outcome the outcome as a number, NaN if it is none
     * @return the sums with it
     */
    public LabelSums plus(double answer, double outcome) {
        double difference = answer - outcome;
        if (!(Math.abs(difference) <= Double.MAX_VALUE)) {
            return new LabelSums(labels + 1, compared, error, absoluteError, squaredError);
        }
        return merge(new LabelSums(1, 1, difference, Math.abs(difference), difference * difference));
    }

    /**
     * Adds other outcomes.
     *
     * @param other the other sums
     * @return the sums of both
     */
    public LabelSums merge(LabelSums other) {
        return new LabelSums(
                labels + other.labels,
                compared + other.compared,
                error + other.error,
                absoluteError + other.absoluteError,
                squaredError + other.squaredError);
    }

    /**
     * By how much answers were off on average, whichever way.
     *
     * @return the mean absolute error, NaN if nothing was compared
     */
    public double meanAbsoluteError() {
        return compared == 0 ? Double.NaN : absoluteError / compared;
    }

    /**
     * By how much answers were off, large errors counting more.
     *
     * @return the root of the mean squared error, NaN if nothing was compared
     */
    public double rootMeanSquaredError() {
        return compared == 0 ? Double.NaN : Math.sqrt(squaredError / compared);
    }
}
