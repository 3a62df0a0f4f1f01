package io.modelops.statistics.change;

import org.jspecify.annotations.Nullable;

/**
 * Gives the values of a stream in standard deviations: of a known level, or of the level of all values before, so that
 * those of independent normal values are standard normal from the third on (Hawkins 1987). Student's distribution becomes
 * the normal one by the approximation of Wallace (1959), which costs a logarithm and a root.
 */
final class Standardiser {
    private static final double LEAST_RELATIVE_SPREAD = 1e-9;
    private static final double LARGEST = 1e150;

    private final @Nullable Standardisation known;
    private final int learn;
    private long count;
    private double mean;
    private double squares;

    /** {@code learn} first values only give the level, if it isn't known. */
    Standardiser(@Nullable Standardisation known, int learn) {
        this.known = known;
        this.learn = learn;
    }

    /** The value in standard deviations, 0 for one that only gives the level. */
    double of(double value) {
        return known != null ? known.of(value) : learnt(Math.max(-LARGEST, Math.min(LARGEST, value)));
    }

    private double learnt(double value) {
        double standardised = count < learn ? 0 : standardNormal((value - mean) / spread(), count - 1.0);
        count++;
        double difference = value - mean;
        mean += difference / count;
        squares += difference * (value - mean);
        return standardised;
    }

    private double spread() {
        double least = Math.max(Double.MIN_NORMAL, LEAST_RELATIVE_SPREAD * Math.abs(mean));
        return Math.max(least, Math.sqrt(squares / (count - 1))) * Math.sqrt(1 + 1.0 / count);
    }

    /** Wallace's approximation of the normal deviate that is as unlikely as one of Student's distribution. */
    static double standardNormal(double student, double degrees) {
        double deviate =
                (8 * degrees + 1) / (8 * degrees + 3) * Math.sqrt(degrees * Math.log1p(student * student / degrees));
        return Math.copySign(Standardisation.clamp(deviate), student);
    }

    double[] memory() {
        return new double[] {count, mean, squares};
    }

    void recall(Remembered read) {
        count = read.count();
        mean = read.finite();
        squares = read.positive();
    }

    void reset() {
        count = 0;
        mean = 0;
        squares = 0;
    }
}
