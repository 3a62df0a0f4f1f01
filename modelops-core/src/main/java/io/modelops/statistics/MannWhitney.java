package io.modelops.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * The two-sided Mann–Whitney (Wilcoxon rank-sum) test: whether a current value is as often above a reference value as
 * below it. It sees shifts, whatever the shape of the distribution, but not a mere change of spread. For the size of the
 * shift take {@link HodgesLehmann}.
 *
 * <p>The p-value is exact for small samples without ties and otherwise normal, with corrections for ties and continuity,
 * as {@code org.apache.commons.statistics.inference.MannWhitneyUTest} decides.
 *
 * @param statistic U: in how many of the pairs of a current and a reference value the current one is greater, ties
 *     counting half; {@code NaN} when either sample has no value
 * @param pValue the probability of a statistic this far from half of the pairs when nothing changed; {@code NaN} when
 *     either sample has no value
 * @param referenceSize the number of reference values that are not missing
 * @param currentSize the number of current values that are not missing
 */
public record MannWhitney(double statistic, double pValue, long referenceSize, long currentSize)
        implements Significance {

    /**
     * Compares two samples. {@code NaN} counts as missing and is left out; infinities are ordered like other values.
     *
     * @param reference the values of one sample in any order; not modified
     * @param current the values of the other sample in any order; not modified
     * @return the result
     */
    public static MannWhitney of(double[] reference, double[] current) {
        double[] x = withOneZero(Quantiles.sortedWithoutMissing(reference));
        double[] y = withOneZero(Quantiles.sortedWithoutMissing(current));
        if (x.length == 0 || y.length == 0) {
            return new MannWhitney(Double.NaN, Double.NaN, x.length, y.length);
        }
        MannWhitneyUTest.Result result = MannWhitneyUTest.withDefaults().test(y, x);
        boolean constant =
                Math.min(x[0], y[0]) == Math.max(x[x.length - 1], y[y.length - 1]); // no variance to divide by
        double pValue = constant ? 1 : Math.min(1, result.getPValue());
        return new MannWhitney(result.getStatistic(), pValue, x.length, y.length);
    }

    /** Positive and negative zero are the same value, but not to the ranking of the library. */
    private static double[] withOneZero(double[] sorted) {
        return Arrays.stream(sorted).map(value -> value + 0.0).toArray();
    }

    /**
     * Returns the effect size: the probability that a current value is above a reference value, ties counting half.
     *
     * @return a number in 0..1, 0.5 when nothing changed; {@code NaN} when either sample has no value
     */
    public double probabilityOfGreater() {
        return statistic / referenceSize / currentSize;
    }
}
