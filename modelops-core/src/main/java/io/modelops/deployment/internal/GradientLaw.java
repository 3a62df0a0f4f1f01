package io.modelops.deployment.internal;

import io.modelops.deployment.ConcurrencyLimit;

/**
 * The limit follows the quotient of the usual latency and the present one, with room for a few that wait (Gradient2 of
 * Netflix's concurrency-limits; the idea is that of TCP Vegas). The present latency is the mean over one round of answers,
 * the usual one an exponential mean of those. Refused requests took no time worth averaging and are left out.
 *
 * <p>Unlike in Gradient2, a latency above the tolerated one is not remembered as usual unless the limit has come down to its bottom:
 * otherwise a load that never ceases would make waiting usual, and the limit would grow without end.
 */
final class GradientLaw implements LimitLaw {
    private static final int SHORTEST_ROUND = 10;
    private static final double ROOM = 4;
    private static final double STEEPEST = 0.5;
    /** Where the limit comes to rest at the steepest gradient, and a little more, because it only approaches it. */
    private static final double BOTTOM = 1.1 * ROOM / (1 - STEEPEST);

    private static final double SMOOTHING = 0.2;
    private static final double LONG_RUN = 2.0 / 601;
    private static final double SHORT_RUN = 0.1;

    private final ConcurrencyLimit.Gradient settings;
    private double nanos;
    private int answers;
    private int mostInFlight;
    private double usual;
    private int rounds;
    /** The limit has been at its bottom and answers were slow all the same, so that is how the model is now. */
    private boolean relearning;

    GradientLaw(ConcurrencyLimit.Gradient settings) {
        this.settings = settings;
    }

    @Override
    public double next(double present, long began, long ended, int inFlight, boolean refused) {
        if (refused) {
            return present;
        }
        nanos += Math.max(1, ended - began);
        answers++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        if (answers < Math.max(SHORTEST_ROUND, present)) {
            return present;
        }
        double latency = nanos / answers;
        boolean used = mostInFlight * 2.0 >= present;
        nanos = 0;
        answers = 0;
        mostInFlight = 0;
        remember(latency, present);
        return used ? limited(present, latency) : present;
    }

    private void remember(double latency, double present) {
        rounds++;
        if (latency <= usual * settings.tolerance()) {
            relearning = false;
            usual += Math.max(1.0 / rounds, LONG_RUN) * (latency - usual);
        } else if (relearning || present <= Math.max(settings.start(), BOTTOM)) {
            relearning = true;
            usual += Math.max(1.0 / rounds, SHORT_RUN) * (latency - usual);
        }
        if (usual > 2 * latency) {
            // Slow times are over: what was usual then must not let the limit grow for long.
            usual *= 0.95;
        }
    }

    private double limited(double present, double latency) {
        double gradient = Math.max(STEEPEST, Math.min(1, settings.tolerance() * usual / latency));
        double wanted = present * gradient + ROOM;
        double smoothed = present * (1 - SMOOTHING) + wanted * SMOOTHING;
        return Math.max(settings.start(), Math.min(settings.most(), smoothed));
    }
}
