package io.modelops.deployment.internal;

import io.modelops.deployment.ConcurrencyLimit;

/** Says how a limit changes with what is seen. Each belongs to one limiter, which calls it from one thread at a time. */
interface LimitLaw {
    /** The law of a limit. */
    static LimitLaw of(ConcurrencyLimit limit) {
        if (limit instanceof ConcurrencyLimit.Aimd aimd) {
            return new AimdLaw(aimd);
        }
        if (limit instanceof ConcurrencyLimit.Gradient gradient) {
            return new GradientLaw(gradient);
        }
        return (present, began, ended, inFlight, refused) -> present;
    }

    /**
     * The next limit.
     *
     * @param present the limit now
     * @param began when the request was let in, in nanoseconds
     * @param ended when it was over
     * @param inFlight how many were under way with it
     * @param refused whether it was refused further on, or missed its deadline
     */
    double next(double present, long began, long ended, int inFlight, boolean refused);
}
