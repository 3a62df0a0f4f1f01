package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * The mixture sequential probability ratio test of a mean of 0, such as that of paired differences (Robbins 1970; Johari,
 * Pekelis and Walsh 2015): a p-value that may be looked at after every observation, and never grows.
 *
 * <p>With the sum S of n observations of variance V and effects that are normal with a standard deviation of tau, the evidence
 * is {@code ½ ln(V / (V + n tau²)) + tau² S² / (2 V (V + n tau²))}, which is {@link NormalMixture} with
 * {@code rho = V / tau²}. With a known variance and normal observations it is exact. Otherwise the variance is that of the
 * observations so far, and the promise rests on a normal approximation: below
 * {@value ConfidenceSequence#LEAST_OBSERVATIONS} observations, and while they never varied, nothing is claimed.
 *
 * <p>Not safe for use by several threads.
 */
public final class MixtureSprt implements Significance {
    private final double effect;
    private final double knownVariance;
    private final MomentsAccumulator observations = new MomentsAccumulator();
    private double greatest;

    private MixtureSprt(double effect, double knownVariance) {
        this.effect = effect;
        this.knownVariance = knownVariance;
    }

    /**
     * Returns a test of observations whose variance isn't known.
     *
     * @param effect the size of mean that is worth finding, above 0 and finite: tau
     * @return a test without observations
     * @throws IllegalArgumentException if {@code effect} is not a finite number above 0
     */
    public static MixtureSprt forEffect(double effect) {
        return new MixtureSprt(Arguments.positive("effect", effect), Double.NaN);
    }

    /**
     * Returns a test of observations whose variance is known.
     *
     * @param effect the size of mean that is worth finding, above 0 and finite: tau
     * @param variance the variance of an observation, above 0 and finite
     * @return a test without observations
     * @throws IllegalArgumentException if an argument is not a finite number above 0
     */
    public static MixtureSprt forEffect(double effect, double variance) {
        return new MixtureSprt(Arguments.positive("effect", effect), Arguments.positive("variance", variance));
    }

    /**
     * Adds an observation.
     *
     * @param observation any number; those that are not finite are ignored
     */
    public void add(double observation) {
        observations.add(observation);
        double evidence = logEvidence();
        if (evidence > greatest) {
            greatest = evidence;
        }
    }

    /**
     * Returns the logarithm of the evidence against a mean of 0 now.
     *
     * @return 0 before the first observation, and while there is nothing to claim
     */
    public double logEvidence() {
        Moments moments = observations.moments();
        boolean isKnown = !Double.isNaN(knownVariance);
        if (moments.count() == 0 || (!isKnown && moments.count() < ConfidenceSequence.LEAST_OBSERVATIONS)) {
            return 0;
        }
        double variance = isKnown ? knownVariance : moments.variance();
        double rho = variance / (effect * effect);
        double sum = moments.mean() * moments.count() / Math.sqrt(variance);
        if (!(rho > 0 && rho <= Double.MAX_VALUE) || !Double.isFinite(sum * sum)) {
            return 0;
        }
        return new NormalMixture(rho).logEvidence(sum, (double) moments.count());
    }

    /**
     * Returns the p-value of a mean of 0.
     *
     * @return above 0 or, when there is hardly any doubt, 0; at most 1, and 1 before the first observation
     */
    @Override
    public double pValue() {
        return Math.exp(-greatest);
    }
}
