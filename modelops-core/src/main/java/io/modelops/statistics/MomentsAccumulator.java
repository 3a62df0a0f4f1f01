package io.modelops.statistics;

/**
 * Collects {@link Moments} one value at a time by the update of Welford (1962), which loses no digits to a large mean.
 * Not thread-safe: give each thread its own and merge the moments.
 */
public final class MomentsAccumulator {
    private final MomentsTable table = new MomentsTable(1);
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
        table.add(0, value);
    }

    /**
     * Adds values that were collected elsewhere.
     *
     * @param other the moments of other values
     */
    public void add(Moments other) {
        table.add(0, other);
        ignored += other.ignored();
    }

    /**
     * Returns the moments of the values so far.
     *
     * @return an immutable snapshot
     */
    public Moments moments() {
        Moments finite = table.moments(0);
        return new Moments(
                finite.count(), finite.mean(), finite.squaredDeviations(), finite.min(), finite.max(), ignored);
    }
}
