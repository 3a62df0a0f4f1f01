package io.modelops.constraint;

/**
 * A number of which the data tell that it lies between two others; often they are the same. NaN where they tell nothing.
 *
 * @param lower the least it can be
 * @param upper the greatest it can be
 */
record Bracket(double lower, double upper) {
    static final Bracket UNKNOWN = new Bracket(Double.NaN, Double.NaN);

    static Bracket exactly(double value) {
        return new Bracket(value, value);
    }

    static Bracket exactly(long count) {
        return exactly((double) count);
    }

    /** The share of some of all, exact or between two counts; unknown of none. */
    static Bracket share(long least, long most, long all) {
        return all == 0 ? UNKNOWN : new Bracket((double) least / all, (double) most / all);
    }

    boolean isKnown() {
        return lower <= upper;
    }
}
