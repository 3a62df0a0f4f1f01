package io.modelops.statistics.sketch;

/**
 * Collects a {@link QuantileSketch} one value at a time, in at most 32 KB and mostly in far less; a value within the
 * range of those before allocates nothing. Not thread-safe: give each thread its own and merge the sketches.
 */
public final class QuantileSketchAccumulator {
    private final LogBins negative = new LogBins();
    private final LogBins positive = new LogBins();
    private long zeros;
    private long negativeInfinities;
    private long positiveInfinities;
    private long missing;
    private double min = Double.NaN;
    private double max = Double.NaN;

    /** Makes an accumulator without values. */
    public QuantileSketchAccumulator() {}

    /**
     * Adds a value.
     *
     * @param value any number; NaN means missing
     */
    public void add(double value) {
        if (value >= Double.MIN_NORMAL && value <= Double.MAX_VALUE) {
            positive.add(QuantileSketch.bin(value), 1);
        } else if (value <= -Double.MIN_NORMAL && value >= -Double.MAX_VALUE) {
            negative.add(QuantileSketch.bin(-value), 1);
        } else if (value == Double.POSITIVE_INFINITY) {
            positiveInfinities++;
        } else if (value == Double.NEGATIVE_INFINITY) {
            negativeInfinities++;
        } else if (Double.isNaN(value)) {
            missing++;
            return;
        } else {
            zeros++;
        }
        extend(value + 0.0, value + 0.0);
    }

    /**
     * Adds values that were collected elsewhere.
     *
     * @param other the sketch of other values
     */
    public void add(QuantileSketch other) {
        other.addTo(this);
    }

    void add(
            LogBins negative,
            LogBins positive,
            long zeros,
            long negativeInfinities,
            long positiveInfinities,
            long missing,
            double min,
            double max) {
        this.negative.add(negative);
        this.positive.add(positive);
        this.zeros += zeros;
        this.negativeInfinities += negativeInfinities;
        this.positiveInfinities += positiveInfinities;
        this.missing += missing;
        extend(min, max);
    }

    private void extend(double least, double greatest) {
        if (!(min <= least)) {
            min = Double.isNaN(least) ? min : least;
        }
        if (!(max >= greatest)) {
            max = Double.isNaN(greatest) ? max : greatest;
        }
    }

    /**
     * Returns the sketch so far.
     *
     * @return an immutable snapshot
     */
    public QuantileSketch snapshot() {
        return new QuantileSketch(
                negative.copy(), positive.copy(), zeros, negativeInfinities, positiveInfinities, missing, min, max);
    }

    /** Forgets all values. */
    public void clear() {
        negative.clear();
        positive.clear();
        zeros = 0;
        negativeInfinities = 0;
        positiveInfinities = 0;
        missing = 0;
        min = Double.NaN;
        max = Double.NaN;
    }
}
