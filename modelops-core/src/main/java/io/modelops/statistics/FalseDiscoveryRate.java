package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Corrections of p-values for the number of tests that were made together. */
public final class FalseDiscoveryRate {
    private FalseDiscoveryRate() {}

    /**
     * Returns p-values adjusted by the procedure of Benjamini and Hochberg (1995). Rejecting those at or below alpha
     * keeps the expected share of false rejections among the rejections at or below alpha, if the tests are independent
     * or positively dependent.
     *
     * <p>A {@code NaN} stands for a test that could not be made: it stays {@code NaN} and doesn't count as a test.
     *
     * @param pValues the p-values of all tests of the family, each in 0..1 or {@code NaN}; not modified
     * @return the adjusted p-values in the same order, each at least the original and at most 1
     * @throws IllegalArgumentException if a p-value is not in 0..1 and not {@code NaN}
     */
    public static double[] benjaminiHochberg(double[] pValues) {
        Arguments.pValues(pValues);
        int[] largestFirst = IntStream.range(0, pValues.length)
                .filter(test -> !Double.isNaN(pValues[test]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer test) -> pValues[test])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        Arrays.fill(adjusted, Double.NaN);
        double smallestSoFar = 1;
        for (int i = 0; i < largestFirst.length; i++) {
            int test = largestFirst[i];
            int rank = largestFirst.length - i;
            smallestSoFar = Math.min(smallestSoFar, pValues[test] * largestFirst.length / rank);
            adjusted[test] = smallestSoFar;
        }
        return adjusted;
    }
}
