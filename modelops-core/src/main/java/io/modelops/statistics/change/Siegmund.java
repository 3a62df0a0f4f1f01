package io.modelops.statistics.change;

/** The approximation of Siegmund (1985) of how long cumulative sums of standard normal values run without an alarm. */
final class Siegmund {
    /** How far a random walk overshoots its boundary, added to the threshold. */
    private static final double OVERSHOOT = 1.166;

    private static final int HALVINGS = 60;

    private Siegmund() {}

    /** The threshold at which a one-sided sum alarms once in that many values. */
    static double threshold(double tolerance, double observations) {
        double tooLow = 0;
        double highEnough = 1;
        while (runLength(tolerance, highEnough) < observations) {
            highEnough *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (tooLow + highEnough) / 2;
            if (runLength(tolerance, middle) < observations) {
                tooLow = middle;
            } else {
                highEnough = middle;
            }
        }
        return highEnough;
    }

    private static double runLength(double tolerance, double threshold) {
        double boundary = threshold + OVERSHOOT;
        double exponent = 2 * tolerance * boundary;
        if (exponent < 1e-4) {
            return boundary * boundary * (1 + exponent / 3); // the limit for small exponents, where digits cancel
        }
        return (Math.expm1(exponent) - exponent) / (2 * tolerance * tolerance);
    }
}
