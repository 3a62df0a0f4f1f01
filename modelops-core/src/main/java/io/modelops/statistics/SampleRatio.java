package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Evidence that a split of requests is not the split that was asked for, which makes every comparison of its two parts
 * doubtful. It may be looked at after every request: the evidence against the planned share is a mixture of likelihood
 * ratios over Beta(½, ½), and by Ville's inequality a split as planned ever has a p-value below alpha with a probability of
 * at most alpha.
 */
public final class SampleRatio {
    private static final double PRIOR = 0.5;

    private SampleRatio() {}

    /**
     * Returns the logarithm of the evidence against the planned share. That of several independent stretches, each with a
     * share of its own, is the sum.
     *
     * @param candidates how many requests the candidate got, in {@code 0..requests}
     * @param requests how many requests there were
     * @param share the planned share, above 0 and below 1
     * @return 0 without requests; {@code exp(-evidence)}, at most 1, is a p-value that is valid at any time
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static double logEvidence(long candidates, long requests, double share) {
        Arguments.successesOf(candidates, requests);
        Arguments.insideUnitInterval("share", share);
        return BetaDistribution.of(PRIOR, PRIOR).logDensity(share)
                - BetaDistribution.of(PRIOR + candidates, PRIOR + requests - candidates)
                        .logDensity(share);
    }
}
