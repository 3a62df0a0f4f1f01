package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Corrections of p-values that keep the probability of even one false rejection among all tests at or below alpha, however
 * the tests depend on each other. With many tests {@link FalseDiscoveryRate} finds more.
 *
 * <p>A {@code NaN} stands for a test that could not be made: it stays {@code NaN} and doesn't count as a test.
 */
public final class FamilyWiseError {
    private FamilyWiseError() {}

    /**
     * Returns p-values adjusted by the procedure of Bonferroni: times the number of tests.
     *
     * @param pValues the p-values of all tests of the family, each in 0..1 or {@code NaN}; not modified
     * @return the adjusted p-values in the same order, each at least the original and at most 1
     * @throws IllegalArgumentException if a p-value is not in 0..1 and not {@code NaN}
     */
    public static double[] bonferroni(double[] pValues) {
        Arguments.pValues(pValues);
        long tests =
                Arrays.stream(pValues).filter(pValue -> !Double.isNaN(pValue)).count();
        return Arrays.stream(pValues).map(pValue -> Math.min(1, pValue * tests)).toArray();
    }

    /**
     * Returns p-values adjusted by the procedure of Holm (1979), which rejects whatever Bonferroni's does and sometimes
     * more.
     *
     * @param pValues the p-values of all tests of the family, each in 0..1 or {@code NaN}; not modified
     * @return the adjusted p-values in the same order, each at least the original and at most 1
     * @throws IllegalArgumentException if a p-value is not in 0..1 and not {@code NaN}
     */
    public static double[] holm(double[] pValues) {
        Arguments.pValues(pValues);
        int[] smallestFirst = IntStream.range(0, pValues.length)
                .filter(test -> !Double.isNaN(pValues[test]))
                .boxed()
                .sorted(Comparator.comparingDouble(test -> pValues[test]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        Arrays.fill(adjusted, Double.NaN);
        double largestSoFar = 0;
        for (int i = 0; i < smallestFirst.length; i++) {
            int test = smallestFirst[i];
            largestSoFar = Math.max(largestSoFar, Math.min(1, pValues[test] * (smallestFirst.length - i)));
            adjusted[test] = largestSoFar;
        }
        return adjusted;
    }
}
