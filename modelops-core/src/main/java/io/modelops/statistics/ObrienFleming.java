package io.modelops.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The spending function of Lan and DeMets that comes close to the boundary of O'Brien and Fleming. */
record ObrienFleming(double alpha) implements AlphaSpending {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    @Override
    public double spent(double fraction) {
        double z = NORMAL.inverseSurvivalProbability(alpha / 2);
        return 2 * NORMAL.survivalProbability(z / Math.sqrt(fraction)) / alpha;
    }
}
