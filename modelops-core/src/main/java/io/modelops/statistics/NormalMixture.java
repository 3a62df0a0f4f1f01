package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * The two-sided normal mixture boundary of Robbins (1970), in the form of Howard, Ramdas, McAuliffe and Sekhon (2021): a
 * curve that a sum of centred observations crosses, at any time at all, with a probability of at most alpha.
 *
 * <p>Time is the variance that the sum has gathered so far: the number of observations, when each has a variance of 1.
 *
 * @param rho the parameter that decides at what time the curve is tightest, above 0 and finite
 */
public record NormalMixture(double rho) {
    /**
     * Checks the parameter.
     *
     * @param rho the parameter
     * @throws IllegalArgumentException if {@code rho} is not a finite number above 0
     */
    public NormalMixture {
        Arguments.positive("rho", rho);
    }

    /**
     * Returns the boundary that is tightest at a given time.
     *
     * @param variance the gathered variance at which it shall be tightest, above 0
     * @param alpha the crossing probability it shall be tightest for, above 0 and below 1
     * @return the boundary, with {@code rho = variance / (2 ln(1/alpha) + ln(1 + 2 ln(1/alpha)))}
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static NormalMixture tunedFor(double variance, double alpha) {
        Arguments.positive("variance", variance);
        double evidence = -2 * Math.log(Arguments.insideUnitInterval("alpha", alpha));
        return new NormalMixture(variance / (evidence + Math.log1p(evidence)));
    }

    /**
     * Returns how far from 0 the sum may be at a given time.
     *
     * @param variance the gathered variance, 0 or more
     * @param alpha the accepted probability of ever crossing the boundary, above 0 and below 1
     * @return {@code sqrt((v + rho) (ln((v + rho) / rho) + 2 ln(1/alpha)))}
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public double bound(double variance, double alpha) {
        Arguments.notNegative("variance", variance);
        Arguments.insideUnitInterval("alpha", alpha);
        return Math.sqrt((variance + rho) * (Math.log1p(variance / rho) - 2 * Math.log(alpha)));
    }

    /**
     * Returns the evidence against a mean of 0: the logarithm of a supermartingale that starts at 1, so that
     * {@code exp(-evidence)}, at most 1, is a p-value that is valid at any time.
     *
     * @param sum the sum of the centred observations
     * @param variance the gathered variance, 0 or more
     * @return {@code ½ ln(rho / (v + rho)) + sum² / (2 (v + rho))}
     * @throws IllegalArgumentException if {@code variance} is not a finite number of 0 or more
     */
    public double logEvidence(double sum, double variance) {
        Arguments.notNegative("variance", variance);
        return -Math.log1p(variance / rho) / 2 + sum * sum / (2 * (variance + rho));
    }
}
