package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * How much of the accepted probability of a false alarm is used up by which part of all information (Lan and DeMets 1983).
 * Information is the number of observations, where each tells the same.
 */
@FunctionalInterface
public interface AlphaSpending {
    /**
     * Returns what is used up.
     *
     * @param fraction the part of all information there is, above 0 and at most 1
     * @return the part of the accepted probability that is used up by then, in 0..1; never falls, and is 1 at 1
     */
    double spent(double fraction);

    /**
     * Spends as Pocock's (1977) constant boundary does: {@code ln(1 + (e - 1) t)}. Early looks may decide.
     *
     * @return the function
     */
    static AlphaSpending pocock() {
        return fraction -> Math.log1p((Math.E - 1) * fraction);
    }

    /**
     * Spends a power of the fraction (Kim and DeMets 1987): 1 spends evenly, 3 is near to O'Brien and Fleming.
     *
     * @param power the power, above 0 and finite
     * @return the function
     * @throws IllegalArgumentException if {@code power} is not a finite number above 0
     */
    static AlphaSpending power(double power) {
        Arguments.positive("power", power);
        return fraction -> Math.pow(fraction, power);
    }

    /**
     * Spends as the boundary of O'Brien and Fleming (1979) does: {@code 2 - 2 Φ(z / sqrt(t))} of each side. Hardly anything is
     * spent early, so that the last look decides almost as if it were the only one.
     *
     * @param alpha the accepted probability of a false alarm of one side, above 0 and below 1: half of that of a two-sided
     *     test
     * @return the function
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and below 1
     */
    static AlphaSpending obrienFleming(double alpha) {
        return new ObrienFleming(Arguments.insideUnitInterval("alpha", alpha));
    }
}
