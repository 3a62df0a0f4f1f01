package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Welch's two-sided t test: whether two samples have the same mean, without assuming the same variance. It needs only
 * {@link Moments}, which add up across threads and machines.
 *
 * @param difference the difference of the means, current − reference; {@code NaN} when either sample has no finite value
 * @param standardError the standard error of the difference, 0 or more; {@code NaN} below two finite values in either
 *     sample
 * @param degreesOfFreedom by Welch and Satterthwaite; {@code NaN} below two finite values in either sample or when
 *     neither has any spread
 * @param pValue the probability of a difference this large when the means are equal; without any spread 1 for equal means
 *     and 0 for others, {@code NaN} below two finite values in either sample or when their spread exceeds the largest
 *     double
 */
public record WelchTest(double difference, double standardError, double degreesOfFreedom, double pValue)
        implements Significance {
    /**
     * Compares the means of two samples. Values that are not finite are left out.
     *
     * @param reference the values of the reference sample; not modified
     * @param current the current values; not modified
     * @return the result
     */
    public static WelchTest of(double[] reference, double[] current) {
        return of(Moments.of(reference), Moments.of(current));
    }

    /**
     * Compares two means.
     *
     * @param reference the moments of the reference sample
     * @param current the moments of the current sample
     * @return the result
     */
    public static WelchTest of(Moments reference, Moments current) {
        double difference = current.mean() - reference.mean();
        double ofReference = reference.variance() / reference.count();
        double ofCurrent = current.variance() / current.count();
        double squaredError = ofReference + ofCurrent;
        double share = ofReference / squaredError;
        double degreesOfFreedom =
                1 / (share * share / (reference.count() - 1) + (1 - share) * (1 - share) / (current.count() - 1));
        double error = Math.sqrt(squaredError);
        return new WelchTest(difference, error, degreesOfFreedom, pValue(difference, error, degreesOfFreedom));
    }

    private static double pValue(double difference, double error, double degreesOfFreedom) {
        if (error == 0) {
            return difference == 0 ? 1 : 0;
        }
        double statistic = Math.abs(difference / error);
        return Double.isNaN(statistic) || !(degreesOfFreedom > 0)
                ? Double.NaN
                : Math.min(1, 2 * TDistribution.of(degreesOfFreedom).survivalProbability(statistic));
    }

    /**
     * Returns the difference of the means in standard errors.
     *
     * @return {@code difference / standardError}; infinite or {@code NaN} without any spread
     */
    public double statistic() {
        return difference / standardError;
    }

    /**
     * Returns the interval of the difference of the means, current − reference.
     *
     * @param confidence the confidence of the two-sided interval, above 0 and below 1
     * @return the interval; without any spread it has no width, and its ends are {@code NaN} where the p-value is
     * @throws IllegalArgumentException if {@code confidence} is not above 0 and below 1
     */
    public Interval interval(double confidence) {
        double tail = (1 - Arguments.insideUnitInterval("confidence", confidence)) / 2;
        if (Double.isNaN(pValue)) {
            return new Interval(Double.NaN, difference, Double.NaN, confidence);
        }
        double halfWidth = standardError == 0
                ? 0
                : standardError * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
        return new Interval(difference - halfWidth, difference, difference + halfWidth, confidence);
    }
}
