package io.modelops.deployment.internal;

import org.jspecify.annotations.Nullable;

/**
 * Who answers: one immutable value that each request reads once.
 *
 * @param champion answers by default
 * @param challenger is being tried, or null
 * @param weight the share of requests that the challenger answers, 0 to 1; at 0 it answers copies of all of them
 * @param salt makes every rollout draw its own share of keys
 */
public record Route<I, O>(
        Generation<I, O> champion, @Nullable Generation<I, O> challenger, double weight, long salt) {
    /** A route with a champion alone. */
    public static <I, O> Route<I, O> to(Generation<I, O> champion) {
        return new Route<>(champion, null, 0, 0);
    }

    /** Whether the challenger gets copies of requests instead of requests. */
    public boolean isShadowing() {
        return challenger != null && weight == 0;
    }
}
