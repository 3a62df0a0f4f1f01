package io.modelops.statistics.sketch;

/** What the bytes of a summary hold; the code of a kind never changes. */
public enum SketchKind {
    /** A {@link QuantileSketch}. */
    QUANTILES(1),
    /** A {@link DistinctCount}. */
    DISTINCT_COUNT(2),
    /** {@link HeavyHitters}. */
    HEAVY_HITTERS(3),
    /** {@link io.modelops.statistics.Moments}. */
    MOMENTS(4),
    /** A {@link Reservoir}. */
    RESERVOIR(5),
    /** A profile of a data set or of traffic. */
    PROFILE(6),
    /** What a node of a fleet saw during a window. */
    TRAFFIC(7),
    /** What a monitor goes on from. */
    MONITOR(8);

    private final int code;

    SketchKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
