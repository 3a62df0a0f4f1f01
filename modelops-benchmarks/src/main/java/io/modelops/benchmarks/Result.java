package io.modelops.benchmarks;

import java.util.Locale;

/**
 * What one benchmark came to.
 *
 * @param name its name, such as {@code registry-open}
 * @param ratio the measured ratio
 * @param target the ratio it is to have
 * @param atLeast whether the target is the least or the greatest ratio that will do
 * @param details absolute figures of this machine, for information
 */
record Result(String name, double ratio, double target, boolean atLeast, String details) {
    static Result atLeast(String name, double ratio, double target, String details) {
        return new Result(name, ratio, target, true, details);
    }

    static Result atMost(String name, double ratio, double target, String details) {
        return new Result(name, ratio, target, false, details);
    }

    boolean isOk() {
        return atLeast ? ratio >= target : ratio <= target;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "bench %s ratio=%.2f target%s%s %s (%s)",
                name,
                ratio,
                atLeast ? ">=" : "<=",
                target,
                isOk() ? "ok" : "short",
                details);
    }
}
