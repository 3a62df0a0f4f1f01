package io.modelops.deployment.internal;

import io.modelops.deployment.ConcurrencyLimit;

/**
 * Additive increase, multiplicative decrease (Chiu and Jain 1989; TCP congestion avoidance, RFC 5681): one more for as
 * many answers as the limit lets in together, and one decrease for all that were under way together.
 */
final class AimdLaw implements LimitLaw {
    private final ConcurrencyLimit.Aimd settings;
    private boolean hasDecreased;
    private long decreasedAt;

    AimdLaw(ConcurrencyLimit.Aimd settings) {
        this.settings = settings;
    }

    @Override
    public double next(double present, long began, long ended, int inFlight, boolean refused) {
        if (refused || ended - began > settings.tooLong().toNanos()) {
            if (hasDecreased && began - decreasedAt < 0) {
                return present;
            }
            hasDecreased = true;
            decreasedAt = ended;
            return Math.max(settings.start(), present * settings.decrease());
        }
        // A limit that is not used is not proven by answers in time.
        boolean used = inFlight * 2.0 >= present;
        return used ? Math.min(settings.most(), present + 1 / present) : present;
    }
}
