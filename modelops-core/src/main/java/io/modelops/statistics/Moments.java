package io.modelops.statistics;

import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.Arrays;

/**
 * Count, mean, spread and range of some values, mergeable: the moments of two disjoint samples give those of both.
 *
 * <p>Values that are not finite are left out and counted in {@link #ignored()}. Immutable and thread-safe; collect with
 * a {@link MomentsAccumulator}.
 *
 * @param count the number of finite values
 * @param mean their mean; {@code NaN} when there are none
 * @param squaredDeviations the sum of the squared deviations from the mean, 0 or more; infinite when it exceeds the
 *     largest double
 * @param min the smallest of them; {@code NaN} when there are none
 * @param max the largest of them; {@code NaN} when there are none
 * @param ignored the number of values that were {@code NaN} or infinite
 */
public record Moments(long count, double mean, double squaredDeviations, double min, double max, long ignored) {
    /** The moments of no values. */
    public static final Moments EMPTY = new Moments(0, Double.NaN, 0, Double.NaN, Double.NaN, 0);

    /**
     * Returns the moments of some values.
     *
     * @param values the values; not modified
     * @return the moments
     */
    public static Moments of(double... values) {
        MomentsAccumulator accumulator = new MomentsAccumulator();
        Arrays.stream(values).forEach(accumulator::add);
        return accumulator.moments();
    }

    /**
     * Returns the moments of the values of both, by the pairwise update of Chan, Golub and LeVeque (1979).
     *
     * @param other the moments of other values
     * @return the moments of all values
     */
    public Moments merge(Moments other) {
        if (count == 0 || other.count == 0) {
            Moments filled = count == 0 ? other : this;
            return new Moments(
                    filled.count,
                    filled.mean,
                    filled.squaredDeviations,
                    filled.min,
                    filled.max,
                    ignored + other.ignored);
        }
        double total = (double) count + other.count;
        double delta = other.mean - mean;
        double share = other.count / total;
        double mergedMean = Double.isInfinite(delta) ? mean * (1 - share) + other.mean * share : mean + delta * share;
        return new Moments(
                count + other.count,
                mergedMean,
                squaredDeviations + other.squaredDeviations + delta * delta * count * share,
                Math.min(min, other.min),
                Math.max(max, other.max),
                ignored + other.ignored);
    }

    /**
     * Returns the unbiased sample variance, with the divisor {@code count - 1}.
     *
     * @return 0 or more; {@code NaN} below two values
     */
    public double variance() {
        return count < 2 ? Double.NaN : squaredDeviations / (count - 1);
    }

    /**
     * Returns the population variance, with the divisor {@code count}.
     *
     * @return 0 or more; {@code NaN} when there are no values
     */
    public double populationVariance() {
        return squaredDeviations / count;
    }

    /**
     * Returns the square root of the {@link #variance()}.
     *
     * @return 0 or more; {@code NaN} below two values
     */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /**
     * Returns the standard error of the mean: the standard deviation over the square root of the count.
     *
     * @return 0 or more; {@code NaN} below two values
     */
    public double standardError() {
        return Math.sqrt(variance() / count);
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param bytes the bytes; not modified
     * @return the moments
     * @throws IllegalArgumentException if they are no moments that can be read
     */
    public static Moments ofBytes(byte[] bytes) {
        SketchReader reader = new SketchReader(SketchKind.MOMENTS, bytes);
        Moments moments = new Moments(
                reader.count(), reader.number(), reader.number(), reader.number(), reader.number(), reader.count());
        reader.end();
        return moments;
    }

    /**
     * Returns the binary form, as {@link SketchWriter} describes it.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return new SketchWriter(SketchKind.MOMENTS)
                .count(count)
                .number(mean)
                .number(squaredDeviations)
                .number(min)
                .number(max)
                .count(ignored)
                .toBytes();
    }
}
