package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;

/** Values in standard deviations from a mean, and no further than a billion of them, so that sums stay finite. */
record Standardisation(double mean, double deviation) {
    private static final double LARGEST = 1e9;
    static final Standardisation NONE = new Standardisation(0, 1);

    Standardisation {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean was " + mean + "; expected a finite number");
        }
        Arguments.positive("deviation", deviation);
    }

    double of(double value) {
        return clamp((value - mean) / deviation);
    }

    static double clamp(double standardised) {
        return Math.max(-LARGEST, Math.min(LARGEST, standardised));
    }
}
