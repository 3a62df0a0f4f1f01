package io.modelops.statistics.change;

/** Looks for a rise of the probability of errors; fed with hits instead of errors, for a fall. */
interface OneSided {
    /** Takes a value in 0..1, more is worse. */
    Evidence add(double error);

    void reset();

    /** What it remembers, always as many numbers. */
    double[] memory();

    /** Goes on from that. */
    void recall(Remembered read);

    /** What speaks for a rise. */
    enum Evidence {
        NONE,
        /** Enough for a warning. */
        WEAK,
        /** Enough for an alarm. */
        STRONG
    }
}
