package io.modelops.deployment.internal;

import io.modelops.deployment.ConcurrencyLimit;

/**
 * The limit follows the quotient of the usual latency and the present one, with room for a few that wait (Gradient2 of
 * Netflix's concurrency-limits; the idea is that of TCP Vegas). The present latency is the mean of ten answers, the usual
 * one an exponential mean over about six hundred of those. Refused requests took no time worth averaging and are left out.
 */
final class GradientLaw implements LimitLaw {
    private static final int WINDOW = 10;
    private static final double ROOM = 4;
    private static final double SMOOTHING = 0.2;
    private static final int LONG_RUN = 600;
    private static final int BEGINNING = 10;

    private final ConcurrencyLimit.Gradient settings;
    private double windowNanos;
    private int windowCount;
    private int mostInFlight;
    private double usual;
    private int windows;

    GradientLaw(ConcurrencyLimit.Gradient settings) {
        this.settings = settings;
    }

    @Override
    public double next(double present, long began, long ended, int inFlight, boolean refused) {
        if (refused) {
            return present;
        }
        windowNanos += Math.max(1, ended - began);
        windowCount++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        if (windowCount < WINDOW) {
            return present;
        }
        double latency = windowNanos / windowCount;
        boolean used = mostInFlight * 2.0 >= present;
        windowNanos = 0;
        windowCount = 0;
        mostInFlight = 0;
        remember(latency);
        return used ? limited(present, latency) : present;
    }

    private void remember(double latency) {
        windows++;
        double weight = windows <= BEGINNING ? 1.0 / windows : 2.0 / (LONG_RUN + 1);
        usual += weight * (latency - usual);
        if (usual > 2 * latency) {
            // Slow times are over: what was usual then must not let the limit grow for long.
            usual *= 0.95;
        }
    }

    private double limited(double present, double latency) {
        double gradient = Math.max(0.5, Math.min(1, settings.tolerance() * usual / latency));
        double wanted = present * gradient + ROOM;
        double smoothed = present * (1 - SMOOTHING) + wanted * SMOOTHING;
        return Math.max(settings.start(), Math.min(settings.most(), smoothed));
    }
}
