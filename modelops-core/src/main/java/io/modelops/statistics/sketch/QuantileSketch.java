package io.modelops.statistics.sketch;

import java.util.Arrays;

/**
 * The quantiles of a stream whose range nobody knows, each within 1 % of a value of that rank: the sketch of Masson, Rim
 * and Lee, <em>DDSketch</em> (2019), with exact integer counts, so that merging is associative and commutative to the
 * last bit. Keeps 2,048 bins for each sign, which is a range of 17 decimal orders below the greatest magnitude; smaller
 * magnitudes lose the promise first. Magnitudes below {@link Double#MIN_NORMAL} count as 0.
 *
 * <p>For the distribution of a feature against a reference prefer fixed bins: their counts are exact, and p-values from
 * sketches are not. Immutable and thread-safe; collect with a {@link QuantileSketchAccumulator}.
 */
public final class QuantileSketch {
    /** The greatest relative error of a quantile. */
    public static final double RELATIVE_ERROR = 0.01;

    /** The sketch of an empty stream. */
    public static final QuantileSketch EMPTY = new QuantileSketchAccumulator().snapshot();

    static final double GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    static final double LOG_GAMMA = Math.log(GAMMA);

    private final LogBins negative;
    private final LogBins positive;
    private final long zeros;
    private final long negativeInfinities;
    private final long positiveInfinities;
    private final long missing;
    private final double min;
    private final double max;

    QuantileSketch(
            LogBins negative,
            LogBins positive,
            long zeros,
            long negativeInfinities,
            long positiveInfinities,
            long missing,
            double min,
            double max) {
        this.negative = negative;
        this.positive = positive;
        this.zeros = zeros;
        this.negativeInfinities = negativeInfinities;
        this.positiveInfinities = positiveInfinities;
        this.missing = missing;
        this.min = min;
        this.max = max;
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @param bytes the bytes; not modified
     * @return the sketch
     * @throws IllegalArgumentException if they are no sketch that can be read
     */
    public static QuantileSketch ofBytes(byte[] bytes) {
        SketchReader reader = new SketchReader(SketchKind.QUANTILES, bytes);
        LogBins negative = LogBins.read(reader);
        LogBins positive = LogBins.read(reader);
        QuantileSketch sketch = new QuantileSketch(
                negative,
                positive,
                reader.count(),
                reader.count(),
                reader.count(),
                reader.count(),
                reader.number(),
                reader.number());
        reader.end();
        return sketch;
    }

    /**
     * Returns how many values there were, without missing ones.
     *
     * @return the count, infinities included
     */
    public long count() {
        long count = zeros + negativeInfinities + positiveInfinities;
        for (int index = 0; index < negative.size(); index++) {
            count += negative.count(index);
        }
        for (int index = 0; index < positive.size(); index++) {
            count += positive.count(index);
        }
        return count;
    }

    /**
     * Returns how many values were NaN.
     *
     * @return the count, 0 or more
     */
    public long missing() {
        return missing;
    }

    /**
     * Returns the smallest value, exactly.
     *
     * @return the value; NaN when there are none
     */
    public double min() {
        return min;
    }

    /**
     * Returns the largest value, exactly.
     *
     * @return the value; NaN when there are none
     */
    public double max() {
        return max;
    }

    /**
     * Returns a quantile: a value within 1 % of the one that has the rank {@code floor(probability · (count - 1))},
     * counted from 0, in ascending order.
     *
     * @param probability the probability, in 0..1
     * @return the quantile, between {@link #min()} and {@link #max()}; NaN when there are no values
     * @throws IllegalArgumentException if the probability is not in 0..1
     */
    public double quantile(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability was " + probability + "; expected a number in 0..1");
        }
        long count = count();
        if (count <= 0) {
            return Double.NaN;
        }
        double value = valueAt((long) (probability * (count - 1)));
        return Math.max(min, Math.min(max, value));
    }

    /**
     * Returns several quantiles.
     *
     * @param probabilities the probabilities, each in 0..1
     * @return one quantile per probability
     * @throws IllegalArgumentException if a probability is not in 0..1
     */
    public double[] quantiles(double... probabilities) {
        return Arrays.stream(probabilities).map(this::quantile).toArray();
    }

    private double valueAt(long rank) {
        long left = rank - negativeInfinities;
        if (left < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        for (int index = negative.size() - 1; index >= 0; index--) {
            left -= negative.count(index);
            if (left < 0) {
                return -middle(negative.bin(index));
            }
        }
        left -= zeros;
        if (left < 0) {
            return 0;
        }
        for (int index = 0; index < positive.size(); index++) {
            left -= positive.count(index);
            if (left < 0) {
                return middle(positive.bin(index));
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** The number that is nearest in ratio to both ends of a bin. */
    private static double middle(int bin) {
        return Math.min(Double.MAX_VALUE, Math.exp(bin * LOG_GAMMA - Math.log((GAMMA + 1) / 2)));
    }

    static int bin(double magnitude) {
        return (int) Math.ceil(Math.log(magnitude) / LOG_GAMMA);
    }

    /**
     * Adds another stream; exact, associative and commutative.
     *
     * @param other the sketch of the other stream
     * @return the sketch of both streams together
     */
    public QuantileSketch merge(QuantileSketch other) {
        QuantileSketchAccumulator both = new QuantileSketchAccumulator();
        both.add(this);
        both.add(other);
        return both.snapshot();
    }

    /**
     * Returns the binary form, as {@link SketchWriter} describes it.
     *
     * @return a new array; a few hundred bytes for values of a few decimal orders
     */
    public byte[] toBytes() {
        SketchWriter writer = new SketchWriter(SketchKind.QUANTILES);
        negative.write(writer);
        positive.write(writer);
        return writer.count(zeros)
                .count(negativeInfinities)
                .count(positiveInfinities)
                .count(missing)
                .number(min)
                .number(max)
                .toBytes();
    }

    void addTo(QuantileSketchAccumulator accumulator) {
        accumulator.add(negative, positive, zeros, negativeInfinities, positiveInfinities, missing, min, max);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantileSketch sketch
                && zeros == sketch.zeros
                && negativeInfinities == sketch.negativeInfinities
                && positiveInfinities == sketch.positiveInfinities
                && missing == sketch.missing
                && Double.compare(min, sketch.min) == 0
                && Double.compare(max, sketch.max) == 0
                && negative.equals(sketch.negative)
                && positive.equals(sketch.positive);
    }

    @Override
    public int hashCode() {
        return 31 * negative.hashCode() + positive.hashCode();
    }

    @Override
    public String toString() {
        return count() + " values from " + min + " to " + max + ", median about " + quantile(0.5);
    }
}
