package io.modelops.statistics;

/**
 * Collects {@link Moments} one value at a time by the update of Welford (1962), which loses no digits to a large mean.
 * Not thread-safe: give each thread its own and merge the moments.
 */
public final class MomentsAccumulator {
    private long count;
    private double mean;
    private double squaredDeviations;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long ignored;

    /** Makes an accumulator without values. */
    public MomentsAccumulator() {}

    /**
     * Adds a value.
     *
     * @param value any number; {@code NaN} and infinities are only counted
     */
    public void add(double value) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            ignored++;
            return;
        }
        count++;
        double delta = value - mean;
        if (Double.isInfinite(delta)) {
            mean += value / count - mean / count;
            squaredDeviations = Double.POSITIVE_INFINITY;
        } else {
            mean += delta / count;
            squaredDeviations += delta * (value - mean);
        }
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /**
     * Adds values that were collected elsewhere.
     *
     * @param other the moments of other values
     */
    public void add(Moments other) {
        Moments merged = moments().merge(other);
        ignored = merged.ignored();
        if (merged.count() > 0) {
            count = merged.count();
            mean = merged.mean();
            squaredDeviations = merged.squaredDeviations();
            min = merged.min();
            max = merged.max();
        }
    }

    /**
     * Returns the moments of the values so far.
     *
     * @return an immutable snapshot
     */
    public Moments moments() {
        return count == 0
                ? new Moments(0, Double.NaN, 0, Double.NaN, Double.NaN, ignored)
                : new Moments(count, mean, squaredDeviations, min, max, ignored);
    }
}
