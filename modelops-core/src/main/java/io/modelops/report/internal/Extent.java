package io.modelops.report.internal;

/** The least and the greatest of some values. Values that can't be drawn, such as NaN, do not count. */
final class Extent {
    private static final double LARGEST_DRAWN = 1e300;

    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    static boolean canDraw(double value) {
        return Math.abs(value) <= LARGEST_DRAWN;
    }

    void include(double value) {
        if (canDraw(value)) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
    }

    boolean isEmpty() {
        return least > greatest;
    }

    double least() {
        return least;
    }

    double greatest() {
        return greatest;
    }

    /** Makes room on both sides, so that a single value has a width too. */
    Extent padded(double share, double least) {
        double room = Math.max((greatest - this.least) * share, greatest == this.least ? least : 0);
        Extent wider = new Extent();
        wider.least = this.least - room;
        wider.greatest = greatest + room;
        return wider;
    }
}
