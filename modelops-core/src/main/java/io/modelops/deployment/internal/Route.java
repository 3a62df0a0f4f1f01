package io.modelops.deployment.internal;

import io.modelops.spi.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who answers: one immutable value that each request reads once.
 *
 * @param champion answers by default
 * @param challenger is being tried, or null
 * @param weight the share of requests that the challenger answers, 0 to 1; at 0 it answers copies of all of them, at 1 the
 *     champion does
 * @param salt makes every rollout draw its own share of keys
 * @param table who answers beside these two, or null if nobody does
 */
public record Route<I, O>(
        Generation<I, O> champion,
        @Nullable Generation<I, O> challenger,
        double weight,
        long salt,
        @Nullable RouteTable<I, O> table) {
    /** A route with a champion alone. */
    public static <I, O> Route<I, O> to(Generation<I, O> champion) {
        return new Route<>(champion, null, 0, 0, null);
    }

    /** A route with a challenger on trial. */
    public static <I, O> Route<I, O> trial(Generation<I, O> champion, Generation<I, O> challenger, double weight) {
        return new Route<>(
                champion,
                challenger,
                weight,
                StickyShare.saltOf(challenger.version().ref().toString()),
                null);
    }

    /** The same with others beside. */
    public Route<I, O> beside(@Nullable RouteTable<I, O> others) {
        return new Route<>(champion, challenger, weight, salt, others);
    }

    /** In which capacity a version answers that this route has chosen. */
    public Role roleOf(Generation<I, O> chosen) {
        return chosen == champion ? Role.CHAMPION : Role.CHALLENGER;
    }

    /** Whether the challenger gets copies of requests instead of requests. */
    public boolean isShadowing() {
        return challenger != null && weight == 0;
    }

    /** Who gets copies of all requests, or null. */
    public @Nullable Generation<I, O> copiesTo() {
        if (challenger == null) {
            return null;
        }
        return weight == 0 ? challenger : weight == 1 ? champion : null;
    }

    /** Whether requests are split between several versions. */
    public boolean isSplit() {
        return weight > 0 && weight < 1;
    }

    /** Who answers all requests, if they are not split. */
    public Generation<I, O> whole() {
        return challenger != null && weight == 1 ? challenger : champion;
    }

    /** Who answers the requests at a place between 0 and 1. */
    public Generation<I, O> at(double place) {
        return challenger != null && place < weight ? challenger : champion;
    }
}
